"""The demo: the seeds' project as its team left it, and an empty queue for whoever looks at it.

Two people read the five articles under the first codebook; where they differ it was decided. The codebook was
sharpened where it had let them, and got relations for more that a statement may have. All of it goes through the
services, as it would have by hand.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from annotator.domain.assignment import EVERYBODY
from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.link import IS
from annotator.domain.permission import Person
from annotator.services import (
    accounts,
    codebooks,
    entities,
    importing,
    linking,
    rounds,
    seeded_decisions,
    seeding,
)
from annotator.services.importing import Parsed, Upload
from annotator.store import projects as stored
from annotator.store import users
from annotator.store.engine import Store, Transaction

Links = Callable[[str, str], Mapping[str, str]]
"""What a span of a label with these words is linked to."""

NEWCOMER = "you"
"""Whoever looks at the demo: a manager, for whom all the articles wait."""

_DECIDES = "adjudicator"


def demonstrate(store: Store, folder: Path | None = None) -> str:
    """Make the demo's project where it is not there yet; the name of whoever is to look at it.

    A demo that was begun before there was any work in it keeps its own manager.
    """
    where = folder or seeding.seeds_folder()
    slug = seeding.manifest_of(where)["project"]["slug"]
    with store.write() as tx:
        if not stored.slug_taken(tx, slug):
            _make(tx, where, slug)
        return NEWCOMER if users.by_name(tx, NEWCOMER) else next(iter(seeding.TEAM))


def _make(tx: Transaction, where: Path, slug: str) -> None:
    manifest = seeding.manifest_of(where)
    work = manifest["work"]
    seeding.begin(tx, where, work["codebook"], seeding.TEAM | {NEWCOMER: "manager"})
    importing.import_files(tx, accounts.OPERATOR, slug, _worked_on(tx, where, work, slug))
    ids = [document for document, _ in rounds.choices(tx, accounts.OPERATOR, slug).free]
    by_key = dict(zip((entry["id"] for entry in manifest["document"]), ids, strict=True))
    seeded_decisions.decide(tx, _who_decides(tx), where / work["decisions"], by_key)
    for version in work["version"]:
        seeding.use_codebook(tx, where, version["codebook"], version["note"])
    people = [name for name in (NEWCOMER, *seeding.TEAM) if name != _DECIDES]
    rounds.create(tx, accounts.OPERATOR, slug, rounds.Plan("Calibration", ids, people, EVERYBODY))


def _who_decides(tx: Transaction) -> Person:
    found = accounts.named(tx, _DECIDES)
    if found is None:
        raise Invalid("unknown-user", f"The demo needs somebody called “{_DECIDES}”.")
    return found


def _worked_on(tx: Transaction, where: Path, work: dict[str, Any], slug: str) -> list[Parsed]:
    """The articles, each with all layers that there are of it, and what is marked linked to the registry."""
    files = [Upload(name, (where / name).read_bytes()) for name in work["layers"]]
    read = importing.parse(files, "jsonl", None, now=tx.now, new_id=tx.new_id)
    layers = [document for file in read for document in file.arrival.documents]
    book = codebooks.current(tx, accounts.OPERATOR, slug)
    registry = entities.registry(tx, accounts.OPERATOR, slug)

    @cache
    def links(label: str, words: str) -> dict[str, str]:
        key = linking.called(registry, book, label, words)
        return {IS: key} if key else {}

    return [_with_layers(article, layers, links) for article in seeding.articles(where, tx.now)]


def _with_layers(article: Parsed, layers: Iterable[Document], links: Links) -> Parsed:
    (document,) = article.arrival.documents
    for one in layers:
        if one.id == document.id:
            linked = (replace(span, links=links(span.label, span.quote(one.text))) for span in one.spans)
            document = replace(
                document,
                layers=document.layers + one.layers,
                spans=(*document.spans, *linked),
                relations=document.relations + one.relations,
            )
    return replace(article, arrival=Arrival((document,)))
