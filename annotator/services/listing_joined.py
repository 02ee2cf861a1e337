"""The statements and relations in which annotators differ, listed, each in its passage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from annotator.domain.block import touched
from annotator.domain.codebook import Codebook
from annotator.domain.errors import Invalid
from annotator.domain.joined import IDENTICAL, Joined, OfPair
from annotator.domain.permission import Act, Person
from annotator.domain.relation import Relation
from annotator.domain.relation_pair import PairedRelation
from annotator.domain.span import Span
from annotator.domain.statement import Slot, Statement
from annotator.domain.statement_pair import ASPECTS, PairedStatement
from annotator.services import codebooks, joining, projects
from annotator.services.counting import Work
from annotator.services.disagreeing import AT_ONCE
from annotator.services.joining import Joints
from annotator.services.selecting import Selection
from annotator.store import documents, entities
from annotator.store.completed import Completed
from annotator.store.documents import Reading
from annotator.store.engine import Transaction
from annotator.store.projects import Project

OF_STATEMENTS = (*ASPECTS, IDENTICAL)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement or a relation in words: its ends, and between them the polarity or the type."""

    source: str
    middle: str
    target: str


@dataclass(frozen=True, slots=True)
class Joint:
    """What two annotators joined in one place, in its passage; of one who did not, nothing is told.

    ``differing`` says in what they differ, ``sides`` what each marked.
    """

    document: Completed
    reading: Reading
    one: str
    other: str
    differing: tuple[str, ...]
    told: tuple[Told | None, Told | None]
    sides: tuple[tuple[Span, ...], tuple[Span, ...]]
    at: Span
    """Where it is to be looked up."""

    @property
    def start(self) -> int:
        return self.at.start

    @property
    def end(self) -> int:
        return self.at.end

    @property
    def block(self) -> int:
        """The block in which it begins."""
        return touched(self.reading.blocks, self.start, self.end)[0]


@dataclass(frozen=True, slots=True)
class Listed:
    """Statements or relations that differ in what was asked for; ``listed`` are those of one page."""

    project: Project
    codebook: Codebook
    annotators: tuple[str, ...]
    joints: Joints
    total: int
    listed: tuple[Joint, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which are asked for: statements that differ in an aspect, or relations of a type that only one has."""

    aspect: str = ""
    kind: str = ""
    page: int = 1

    def count(self, found: Joined) -> int:
        """How many there are in a document."""
        if self.kind:
            return joining.differing(found.relations, self.kind)
        return joining.differing(found.statements, self.aspect)

    def among(self, teller: "_Teller") -> Iterator[Joint]:
        """Those of two annotators of a document."""
        if self.kind:
            relations = teller.pair.relations
            yield from (teller.relation(one) for one in relations if one.type == self.kind and not one.found)
        else:
            statements = teller.pair.statements
            yield from (teller.statement(one) for one in statements if self._takes(one))

    def _takes(self, one: PairedStatement) -> bool:
        return not one.identical if self.aspect == IDENTICAL else self.aspect in one.differing


def listed(tx: Transaction, person: Person, slug: str, selection: Selection, asked: Asked) -> Listed:
    """The statements or relations that were asked for, for whoever may read the layers.

    Raises:
        Invalid: statements have no such aspect, or the codebook no such type.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_AGREEMENT)
    project.standing.require(Act.READ_OTHER_LAYERS)
    book = codebooks.current(tx, person, slug)
    _refuse_unknown(asked, book)
    chosen = selection.documents(tx, project)
    merged = joining.merges(tx, project.id)
    rated = [joining.rated(tx, one, book, merged) for one in chosen]
    counts = {one.document_id: asked.count(own) for one, own in zip(chosen, rated, strict=True)}
    found = _found(tx, project, book, chosen, asked, counts)
    return Listed(
        project=project,
        codebook=book,
        annotators=tuple(sorted({head.name for one in chosen for head in one.layers})),
        joints=joining.figures(rated, book, joining.NOTHING),
        total=sum(counts.values()),
        listed=tuple(islice(found, AT_ONCE)),
    )


def _refuse_unknown(asked: Asked, book: Codebook) -> None:
    if asked.kind:
        book.relation(asked.kind)
    elif asked.aspect not in OF_STATEMENTS:
        known = ", ".join(OF_STATEMENTS)
        raise Invalid("unknown-aspect", f"Statements differ in {known}, not in “{asked.aspect[:40]}”.")


def _found(  # noqa: PLR0917 - what a page of the list is made of
    tx: Transaction,
    project: Project,
    book: Codebook,
    chosen: Sequence[Completed],
    asked: Asked,
    counts: Mapping[str, int],
) -> Iterator[Joint]:
    left = max(0, asked.page - 1) * AT_ONCE
    for document in chosen:
        if counts[document.document_id] <= left:
            left -= counts[document.document_id]
            continue
        tellers = _tellers(tx, project, book, document)
        here = [one for teller in tellers for one in asked.among(teller)]
        here.sort(key=lambda one: (one.start, one.end, one.one, one.other))
        yield from here[left:]
        left = 0


def statements(tx: Transaction, project: Project, book: Codebook, chosen: Sequence[Completed]) -> Iterator[Joint]:
    """All statements of each two annotators, whether they differ or not."""
    for document in chosen:
        for teller in _tellers(tx, project, book, document):
            yield from map(teller.statement, teller.pair.statements)


def relations(tx: Transaction, project: Project, book: Codebook, chosen: Sequence[Completed]) -> Iterator[Joint]:
    """All relations of each two annotators, whether they differ or not."""
    for document in chosen:
        for teller in _tellers(tx, project, book, document):
            yield from map(teller.relation, teller.pair.relations)


def _tellers(tx: Transaction, project: Project, book: Codebook, document: Completed) -> list["_Teller"]:
    reading, names = documents.reading(tx, document.document_id), _names(tx, project.id)
    pairs = joining.paired(tx, Work(tx, document), book, joining.merges(tx, project.id))
    return [_Teller(document, reading, pair, names) for pair in pairs]


def _names(tx: Transaction, project_id: str) -> dict[str, str]:
    """What each entry of the registry is called, merges followed."""
    entries = {key: entry.entity for key, entry in entities.of_project(tx, project_id).items()}
    merged = joining.merges(tx, project_id)
    return {key: entries[merged.get(key, key)].name for key in entries}


class _Teller:
    """Puts what two annotators of a document joined into words and passages."""

    def __init__(self, document: Completed, reading: Reading, pair: OfPair, names: Mapping[str, str]) -> None:
        self.pair = pair
        self._document, self._reading, self._names = document, reading, names
        self._spans = {(span.layer, span.id): span for both in pair.aligned for span in both if span}

    def statement(self, paired: PairedStatement) -> Joint:
        """Two annotators' statements, or one's."""
        told = [self._told(one) if one else None for one in (paired.one, paired.other)]
        sides = [_marked(one) if one else () for one in (paired.one, paired.other)]
        return self._joint(paired.differing, told, sides, paired.statements[0].stance)

    def relation(self, paired: PairedRelation) -> Joint:
        """Two annotators' relations, or one's."""
        ends = [self._ends(one) if one else None for one in (paired.one, paired.other)]
        told = [own and Told(self._words(own[0]), paired.type, self._words(own[1])) for own in ends]
        at = next(own[0] for own in ends if own)
        return self._joint(() if paired.found else ("found",), told, [own or () for own in ends], at)

    def _joint(
        self,
        differing: tuple[str, ...],
        told: Sequence[Told | None],
        sides: Sequence[tuple[Span, ...]],
        at: Span,
    ) -> Joint:
        pair, (one, other), (first, second) = self.pair, told, sides
        return Joint(
            self._document, self._reading, pair.one, pair.other, differing, (one, other), (first, second), at
        )

    def _told(self, one: Statement) -> Told:
        return Told(self._slot(one.actor), one.polarity or "", self._slot(one.instrument))

    def _slot(self, slot: Slot | None) -> str:
        if slot is None:
            return ""
        entry = self._names.get(slot.entity, slot.entity) if slot.entity else ""
        if slot.span is None:
            return entry
        words = self._words(slot.span)
        return f"{words} ({entry})" if entry and entry != words else words

    def _ends(self, one: Relation) -> tuple[Span, Span]:
        return self._spans[one.layer, one.source], self._spans[one.layer, one.target]

    def _words(self, span: Span) -> str:
        return " ".join(span.quote(self._reading.text).split())


def _marked(one: Statement) -> tuple[Span, ...]:
    slots = (one.actor, one.instrument)
    return (one.stance, *(slot.span for slot in slots if slot and slot.span))
