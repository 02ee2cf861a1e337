"""Stating: the statements of a project, each with what it says and where, for whoever may know of its layer."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import count, islice
from typing import Any

from annotator.domain.block import touched
from annotator.domain.codebook import Codebook
from annotator.domain.entity import Entity, spoken_key
from annotator.domain.errors import Invalid
from annotator.domain.naming import name_key
from annotator.domain.permission import Person
from annotator.domain.query import Condition, holds
from annotator.domain.statement import Slot, Statement, statements
from annotator.domain.statement_type import StatementType
from annotator.domain.surroundings import around
from annotator.domain.tie import Node, Tie, node_of, tie_of
from annotator.services import codebooks, entities, projects
from annotator.store import stating as stored
from annotator.store.engine import Transaction
from annotator.store.projects import Project
from annotator.store.stating import Head, Joined

CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Filling:
    """What fills a place of a statement: the words of a text, empty where none mention it, and what they mean."""

    words: str
    node: Node
    entity: str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with what it says, and the passage that says it."""

    statement: Statement
    document: str
    title: str
    meta: Mapping[str, Any]
    block: int
    left: str
    words: str
    right: str
    actor: Filling | None
    instrument: Filling | None
    reporter: Filling | None
    addressee: Filling | None
    tie: Tie | None

    @property
    def date(self) -> str:
        """When the document appeared; empty where nobody said."""
        return str(self.meta.get("date") or "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements are asked for; what is empty asks for nothing.

    Attributes:
        actor: the key of a node, such as ``entry:kazakhstan``, or a part of what it is called.
        instrument: the same of an instrument.
        polarity: which way it goes.
        voice: in whose words it is told.
        date: of the document, or a part of it, or ``2005..2007``.
        document: its id, or a part of its title.
        layer: an annotator's name, or ``gold``.
        text: words of the stance, or of what stands beside it.
    """

    actor: str = ""
    instrument: str = ""
    polarity: str = ""
    voice: str = ""
    date: str = ""
    document: str = ""
    layer: str = ""
    text: str = ""

    def takes(self, one: Stated) -> bool:
        """Whether a statement is asked for."""
        said = one.statement
        return (
            (not self.polarity or said.polarity == self.polarity)
            and (not self.voice or said.voice == self.voice)
            and _is(one.actor, self.actor)
            and _is(one.instrument, self.instrument)
            and spoken_key(self.text) in spoken_key(f"{one.left} {one.words} {one.right}")
        )

    def reads(self, head: Head) -> bool:
        """Whether statements of a document are asked for."""
        if self.date and not holds((Condition("date", self.date, False),), head.title, head.meta):
            return False
        return self.document in ("", head.id) or name_key(self.document) in name_key(head.title)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the statements of a project; ``layers`` are those that have any.

    ``total`` is how many there are, or ``further``: how many were counted of more. ``order`` is the one that they
    are in: as they stand in their documents where there were more than could be sorted.
    """

    project: Project
    codebook: Codebook
    rows: tuple[Stated, ...]
    total: int
    layers: tuple[str, ...]
    order: str
    further: bool = False


ORDERS = ("document", "date", "actor", "polarity", "instrument", "voice", "layer")
"""By what statements are sorted; with a ``-`` before it the other way round."""


def listed(
    tx: Transaction,
    person: Person,
    slug: str,
    wanted: Wanted,
    *,
    order: str = "document",
    after: int = 0,
    limit: int = 100,
    counts: int | None = None,
    sorts: int | None = None,
) -> Listing:
    """One page of statements, ``limit`` of them after the first ``after``.

    No more than ``counts`` are read beyond the page to count them, and where there are ``sorts`` or more they are
    not sorted: a page does not wait for what stands in every document of a large project.

    Raises:
        Invalid: there is no such order.
    """
    if order.removeprefix("-") not in ORDERS:
        raise Invalid("unknown-order", f"“{order[:40]}” is no order; these are: {', '.join(ORDERS)}.")
    project, book = found_in(tx, person, slug)
    kind = book.statement_type
    layers = tuple(stored.layers(tx, project, kind)) if kind else ()
    if order != ORDERS[0]:
        rows, total = _sorted(islice(stated(tx, project, book, wanted), sorts), order, after, after + limit)
        if total != sorts:
            return Listing(project, book, rows, total, layers, order)
    found = stated(tx, project, book, wanted)
    passed = sum(1 for _ in islice(found, after))
    rows = tuple(islice(found, limit))
    beyond = sum(1 for _ in islice(found, counts))
    return Listing(
        project,
        book,
        rows,
        passed + len(rows) + beyond,
        layers,
        ORDERS[0],
        further=beyond > 0 and beyond == counts,
    )


def _sorted(found: Iterator[Stated], order: str, first: int, last: int) -> tuple[tuple[Stated, ...], int]:
    """Those from ``first`` to before ``last`` in an order, and how many there are of all."""
    numbers = count(1)
    numbered = ((next(numbers), one) for one in found)
    # No more is kept than the page and what comes before it, however many there are.
    select = nlargest if order.startswith("-") else nsmallest
    page = select(last, numbered, key=lambda pair: _rank(order.removeprefix("-"), *pair))
    return tuple(one for _, one in page[first:]), next(numbers) - 1


def found_in(tx: Transaction, person: Person, slug: str) -> tuple[Project, Codebook]:
    """A project that a person may read, and the codebook that says what makes a statement in it."""
    project = projects.find(tx, person, slug)
    return project, codebooks.current(tx, person, slug)


def stated(
    tx: Transaction, project: Project, book: Codebook, wanted: Wanted, only: Container[str] | None = None
) -> Iterator[Stated]:
    """The statements that the project's ``standing`` may know of, by document and in reading order, streamed.

    Where ``only`` is given, those in documents with these ids.
    """
    kind = book.statement_type
    if kind is None:
        return
    entries = entities.of(tx, project).entities

    def reads(head: Head) -> bool:
        return (only is None or head.id in only) and wanted.reads(head)

    for joined in stored.documents(tx, project, kind, layer=wanted.layer, reads=reads):
        told = map(_Teller(joined, kind, entries).told, statements(book, joined.spans, joined.relations))
        yield from (one for one in told if wanted.takes(one))


def ties(tx: Transaction, project: Project, book: Codebook) -> Iterator[Tie]:
    """What the statements of ``stated`` add to a network, without putting them into words."""
    kind = book.statement_type
    if kind is None:
        return
    entries = entities.of(tx, project).entities
    for joined in stored.documents(tx, project, kind):
        for one in statements(book, joined.spans, joined.relations):
            if tie := tie_of(one, kind, joined.head.id, joined.reading.text, entries):
                yield tie


class _Teller:
    """Puts the statements of a document into words."""

    def __init__(self, joined: Joined, kind: StatementType, entries: Mapping[str, Entity]) -> None:
        self._head, self._reading, self._kind, self._entries = joined.head, joined.reading, kind, entries

    def told(self, one: Statement) -> Stated:
        text, stance = self._reading.text, one.stance
        first, after = around(text, stance.start, stance.end, CONTEXT)
        return Stated(
            statement=one,
            document=self._head.id,
            title=self._head.title,
            meta=self._head.meta,
            block=touched(self._reading.blocks, stance.start, stance.end)[0],
            left=text[first : stance.start],
            words=stance.quote(text),
            right=text[stance.end : after],
            actor=self._filling(one.actor),
            instrument=self._filling(one.instrument),
            reporter=self._filling(one.reporter),
            addressee=self._filling(one.addressee),
            tie=tie_of(one, self._kind, self._head.id, text, self._entries),
        )

    def _filling(self, slot: Slot | None) -> Filling | None:
        if slot is None:
            return None
        words = " ".join(slot.span.quote(self._reading.text).split()) if slot.span else ""
        node = node_of(slot, self._reading.text, self._entries)
        return Filling(words, node, node.entry)


def _is(filling: Filling | None, wanted: str) -> bool:
    if not wanted:
        return True
    if filling is None:
        return False
    if wanted.startswith(("entry:", "words:")):
        return filling.node.key == wanted
    return any(spoken_key(wanted) in spoken_key(name) for name in (filling.node.name, filling.words))


def _rank(order: str, number: int, one: Stated) -> tuple[object, ...]:
    """By what a statement is sorted: what has nothing there comes last, or first the other way round."""
    said = _SAID[order](one)
    return (said == "", said) if order != "document" else (number,)


def _name(filling: Filling | None) -> str:
    return name_key(filling.node.name) if filling else ""


_SAID: Mapping[str, Callable[[Stated], str]] = {
    "document": lambda one: one.document,
    "date": lambda one: one.date,
    "actor": lambda one: _name(one.actor),
    "polarity": lambda one: one.statement.polarity or "",
    "instrument": lambda one: _name(one.instrument),
    "voice": lambda one: one.statement.voice or "",
    "layer": lambda one: one.statement.layer,
}
