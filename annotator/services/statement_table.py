"""The statements that were asked for as a file: a row for each, as a spreadsheet reads it."""

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.domain.permission import Person
from annotator.formats._csv import lines
from annotator.services import listing_statements
from annotator.services.listing_statements import Filling, Stated, Wanted
from annotator.store.engine import Store

_PLACES = ("actor", "instrument", "reporter", "addressee")
_COLUMNS = (
    *("id", "document", "title", "date", "layer", "annotator"),
    *(f"{place}{part}" for place in _PLACES for part in ("", "_text", "_entity")),
    *("polarity", "voice", "stance", "start", "end", "text", "missing"),
)


def chunks(store: Store, person: Person, slug: str, wanted: Wanted) -> Iterator[bytes]:
    """Every statement that was asked for, by document and in reading order, after a line of names.

    Piece by piece while it is read; whether somebody may know of the project is asked before.
    """
    with store.read() as tx:
        project, book = listing_statements.found_in(tx, person, slug)
        yield from lines([_COLUMNS])
        yield from lines(map(_row, listing_statements.stated(tx, project, book, wanted)))


def _row(one: Stated) -> Sequence[Any]:
    said = one.statement
    places = (cell for place in _PLACES for cell in _filled(getattr(one, place)))
    return (
        *(said.id, one.document, one.title, one.date, said.layer, said.annotator),
        *places,
        *(said.polarity, said.voice, said.stance.id, said.stance.start, said.stance.end, one.words),
        " ".join(said.missing),
    )


def _filled(filling: Filling | None) -> tuple[str | None, str | None, str | None]:
    return (filling.node.name, filling.words, filling.entity) if filling else (None, None, None)
