"""``annotator gold``: what is in gold, and what is joined there by hand."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.permission import Person
    from annotator.services.recording import Action
    from annotator.services.transactions import Transaction

_AS = click.option("--as", "user", required=True, help="With this user's rights, and under their name.")


@click.group()
def gold() -> None:
    """The adjudicated layer of a document: look at it, and join what is in it."""


@gold.command()
@click.argument("slug")
@click.argument("key", metavar="DOCUMENT")
@click.option("--as", "user", help="Ask with this user's rights.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def show(slug: str, key: str, user: str | None, *, as_json: bool) -> None:
    """List the spans and relations of gold with their ids; DOCUMENT is the id that exports show."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.domain.layer import GOLD
    from annotator.services import documents, layers

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            document = documents.named(tx, person, slug, key)
            desk, spans = layers.spans_of(tx, person, document, GOLD)
            _, relations = layers.relations_of(tx, person, document, GOLD)
    quotes = {one.id: one.quote(desk.reading.text) for one in spans}
    marked = [
        {"id": one.id, "label": one.label, "start": one.start, "end": one.end, "text": quotes[one.id]}
        | {"links": dict(one.links)}
        for one in spans
    ]
    joined = [
        {"id": one.id, "type": one.type, "source": one.source, "target": one.target}
        for one in sorted(relations, key=lambda one: one.id)
    ]
    if as_json:
        click.echo(orjson.dumps({"spans": marked, "relations": joined}, option=orjson.OPT_INDENT_2).decode())
        return
    for one in spans:
        filled = "".join(f"\t{role}={entry}" for role, entry in one.links.items())
        click.echo(f"{one.id}\t{one.label}\t“{' '.join(quotes[one.id].split())}”{filled}")
    for tie in joined:
        click.echo(f"{tie['id']}\t{tie['type']}\t“{quotes[tie['source']]}” → “{quotes[tie['target']]}”")


@gold.command()
@click.argument("slug")
@click.argument("key", metavar="DOCUMENT")
@click.argument("kind", metavar="TYPE")
@click.argument("source")
@click.argument("target")
@_AS
def join(*, slug: str, key: str, kind: str, source: str, target: str, user: str) -> None:
    """Join two spans of gold, SOURCE with TARGET, by a relation of TYPE."""
    from annotator.services import gold_tying
    from annotator.services.relating import Link

    with _at_work(slug, key, user) as (tx, person, action, document):
        link = Link(tx.new_id(), kind, source, target)
        gold_tying.relate(tx, person, action, document, link)
    click.echo(f"Joined: {link.id}.")


@gold.command()
@click.argument("slug")
@click.argument("key", metavar="DOCUMENT")
@click.argument("relation")
@_AS
def part(slug: str, key: str, relation: str, user: str) -> None:
    """Take RELATION out of gold."""
    from annotator.services import gold_tying

    with _at_work(slug, key, user) as (tx, person, action, document):
        gold_tying.part(tx, person, action, document, relation)
    click.echo("Parted.")


@gold.command()
@click.argument("slug")
@click.argument("key", metavar="DOCUMENT")
@click.argument("stance")
@click.argument("slot", type=click.Choice(["actor", "instrument", "addressee", "reporter"]))
@click.argument("entry", required=False)
@_AS
def fill(*, slug: str, key: str, stance: str, slot: str, entry: str | None, user: str) -> None:
    """Let ENTRY of the registry fill a place in the statement of the span STANCE; without ENTRY, empty it."""
    from annotator.services import gold_tying
    from annotator.services.gold_tying import Filling

    with _at_work(slug, key, user) as (tx, person, action, document):
        gold_tying.fill(tx, person, action, document, Filling(stance, slot, entry))
    click.echo(f"{slot}: {entry}." if entry else f"{slot}: empty.")


@contextmanager
def _at_work(slug: str, key: str, user: str) -> Iterator[tuple[Transaction, Person, Action, str]]:
    """A transaction, somebody, an action of theirs, and the id here of the document that exports call ``key``."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import documents
    from annotator.services.recording import Action

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            yield tx, person, Action(tx.new_id(), ""), documents.named(tx, person, slug, key)
