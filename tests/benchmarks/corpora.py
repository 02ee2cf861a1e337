"""Documents and spans made for measuring: words of the seeds, repeated; the same each time."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from annotator.domain.block import recognise
from annotator.domain.corpus import Arrival, Document
from annotator.domain.layer import Layer
from annotator.domain.span import Span
from annotator.services import accounts, codebooks, corpus, importing, projects, seeding
from annotator.services.importing import Parsed
from annotator.services.transactions import Store

LABELS = (("actor", "kind", "state"), ("stance", "polarity", "supports"), ("legal_instrument", "kind", "law"))


def document(name: str, size: int, spans: int, layer: str = "ana") -> Document:
    """A text of about ``size`` characters with ``spans`` spans of a few words, spread evenly."""
    seeds = "\n\n".join(path.read_text("utf-8") for path in sorted(seeding.seeds_folder().glob("*.txt")))
    text = (seeds + "\n\n") * (size // len(seeds) + 1)
    text = text[: text.rindex(" ", 0, size)].rstrip()
    chance = Random(name)
    marked = []
    for number in range(spans):
        start = len(text) * number // max(1, spans)
        end = min(len(text), start + chance.randint(4, 40))
        label, attribute, value = LABELS[number % 3]
        marked.append(
            Span(
                id=f"{name}-{number}",
                layer=layer,
                annotator=layer,
                label=label,
                fragments=((start, end),),
                attributes={attribute: value},
                note="",
                codebook_version=1,
                version=1,
                created="2026-01-01T00:00:00.000000Z",
                updated="2026-01-01T00:00:00.000000Z",
            )
        )
    moment = "2026-01-01T00:00:00.000000Z"
    layers = (Layer(layer, layer, "in_progress", moment, moment),) if spans else ()
    return Document(name, name, text, {"language": "en"}, recognise(text), 1, moment, layers, tuple(marked))


def read_by_many(name: str, size: int, spans: int, people: Sequence[str]) -> Document:
    """The same, completed by several people who do not always agree."""
    made = document(name, size, spans)
    moment = made.created
    marked = []
    for who in people:
        chance = Random(f"{name} {who}")
        for number, span in enumerate(made.spans):
            if chance.random() > 0.15:
                start, end = span.start, min(len(made.text), span.end + chance.choice((0, 0, 0, 6)))
                other = replace(
                    span, id=f"{who}-{name}-{number}", layer=who, annotator=who, fragments=((start, end),)
                )
                marked.append(other)
    layers = tuple(Layer(who, who, "complete", moment, moment) for who in people)
    return replace(made, layers=layers, spans=tuple(marked))


def project(store: Store, slug: str) -> None:
    """A project with the seeds' codebook, managed by ana."""
    book = (seeding.seeds_folder() / "codebook.yaml").read_bytes()
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, slug, slug)
        codebooks.replace(tx, accounts.OPERATOR, slug, codebooks.read_codebook(book, "codebook.yaml"))
        projects.set_member(tx, accounts.OPERATOR, slug, "ana", "manager")


def keep(store: Store, slug: str, documents: list[Document]) -> None:
    """Keep documents in a project."""
    parsed = Parsed("made", b"", "made", Arrival(tuple(documents)))
    with store.write() as tx:
        importing.import_files(tx, accounts.OPERATOR, slug, [parsed])


def add(store: Store, slug: str, documents: list[Document]) -> dict[str, str]:
    """Keep documents in a project; for each one's name the id it has there."""
    keep(store, slug, documents)
    with store.read() as tx:
        listed = corpus.corpus(tx, accounts.OPERATOR, slug).documents
    return {one.title: one.id for one in listed}
