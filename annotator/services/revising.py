"""Correcting a document's text: a report of what becomes of every span, then a new edition in its place."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.domain.anchoring import LOST, Anchored, Anchoring
from annotator.domain.block import Block, touched
from annotator.domain.errors import Conflict, Invalid
from annotator.domain.permission import Act, Person
from annotator.domain.reblocking import reblocked
from annotator.domain.span import Fragments, Span, checked_fragments
from annotator.domain.text import canonical, checked_note, refuse_blank
from annotator.services import reading
from annotator.store import documents, editions, history, relations, spans
from annotator.store.editions import Copied
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place
from annotator.store.layers import Desk


@dataclass(frozen=True, slots=True)
class Correction:
    """The text as it should be.

    Attributes:
        text: all of it.
        reason: why, for those who come later.
        placed: where spans are to stand that would be lost or read otherwise, by their ids; nowhere: left behind.
        words: the same by words of the new text, of which the nearest are taken.
    """

    text: str
    reason: str = ""
    placed: Mapping[str, Fragments] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carried:
    """A span, and what becomes of it: ``was`` and ``becomes`` are its words in either edition."""

    span: Span
    anchored: Anchored
    was: str
    becomes: str
    by_hand: bool = False

    @property
    def fate(self) -> str:
        return self.anchored.fate


@dataclass(frozen=True, slots=True)
class Report:
    """What a correction would do.

    ``untied`` is how many relations would lose an end; ``loses_tree``, whether the document came as TEI of others,
    whose tree does not fit the new text.
    """

    desk: Desk
    text: str
    blocks: tuple[Block, ...]
    carried: tuple[Carried, ...]
    untied: int
    loses_tree: bool = False

    def of_fate(self, fate: str) -> list[Carried]:
        return [one for one in self.carried if one.fate == fate]

    @property
    def digest(self) -> str:
        """The same as long as the same spans are lost or read otherwise: what somebody confirms."""
        told = [
            f"{one.span.id} {one.anchored}"
            for one in self.carried
            if one.fate in ("lost", "reworded") or one.by_hand
        ]
        return hashlib.sha256("\n".join([self.text, *told]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Revised:
    """A new edition, and the report by which it was made."""

    document_id: str
    number: int
    report: Report


def look(tx: Transaction, person: Person, document_id: str, correction: Correction) -> Report:
    """What would become of everybody's spans on a document.

    Raises:
        Invalid: there is no word in the text, nothing is corrected, or a span is placed where it cannot be.
    """
    desk = reading.desk(tx, person, document_id)
    desk.standing.require(Act.REVISE_DOCUMENTS)
    text = canonical(correction.text).text
    refuse_blank(text)
    checked_note(correction.reason, "The reason", 500)
    if text == desk.reading.text:
        raise Invalid("same-text", "This is the text as it stands already: there is nothing to correct.")
    anchoring = Anchoring(desk.reading.text, text)
    marked = spans.in_document(tx, document_id)
    _refuse_unknown(marked, {*correction.placed, *correction.words})
    carried = tuple(_carried(anchoring, span, correction) for span in marked)
    lost = {one.span.id for one in carried if one.fate == "lost"}
    untied = sum(1 for one in relations.in_document(tx, document_id) if {one.source, one.target} & lost)
    loses_tree = documents.has_tree(tx, document_id)
    blocks = reblocked(desk.reading.blocks, Anchoring(text, desk.reading.text))
    return Report(desk, text, blocks, carried, untied, loses_tree)


def revise(
    tx: Transaction, person: Person, document_id: str, correction: Correction, *, confirmed: str | None = None
) -> Revised:
    """Make a new edition of a document, which takes its place; the old one stays as it is.

    Args:
        tx: what everything is done in.
        person: who corrects it.
        document_id: of the edition that counts.
        correction: what is corrected.
        confirmed: the digest of the report that somebody saw; None where nobody has to.

    Raises:
        Conflict: the report is another now, by other choices or because somebody marked meanwhile.
    """
    report = look(tx, person, document_id, correction)
    if confirmed is not None and confirmed != report.digest:
        raise Conflict(
            "report-changed",
            "The report is another now, by your choices or by what somebody marked: look at the report again.",
        )
    new_id = tx.new_id()
    source = hashlib.sha256(report.text.encode()).hexdigest()
    documents.add_source(tx, source, report.text.encode())
    number = editions.supersede(
        tx,
        document_id,
        new_id,
        text=report.text,
        blocks=report.blocks,
        source=source,
        reason=checked_note(correction.reason, "The reason", 500),
        user_id=person.id,
    )
    copied = editions.copy(tx, document_id, new_id, _places(report))
    editions.follow(tx, document_id, new_id, copied)
    _move_passages(tx, report, new_id)
    place = Place(person.id, report.desk.project.id, new_id)
    made = Event(
        "document.revise", new_id, {"document": document_id}, {"edition": number, "reason": correction.reason}
    )
    history.add_events(tx, place, [made, *_told(copied)])
    gone = Event("document.supersede", document_id, None, {"document": new_id})
    history.add_events(tx, replace(place, document_id=document_id), [gone])
    return Revised(new_id, number, report)


def _carried(anchoring: Anchoring, span: Span, correction: Correction) -> Carried:
    was = _quoted(anchoring.old, span.fragments)
    by_hand = span.id in correction.placed or span.id in correction.words
    anchored = _by_hand(anchoring, span, correction) if by_hand else anchoring.anchored(span.fragments)
    return Carried(span, anchored, was, _quoted(anchoring.new, anchored.fragments), by_hand)


def _by_hand(anchoring: Anchoring, span: Span, correction: Correction) -> Anchored:
    if span.id in correction.placed:
        fragments = correction.placed[span.id]
    else:
        words = correction.words[span.id]
        found = anchoring.nearest(words, span.start)
        if found is None:
            raise Invalid("no-such-words", f"“{words[:80]}” stands nowhere in the corrected text.")
        fragments = (found,)
    if not fragments:
        return LOST
    placed = checked_fragments(fragments, len(anchoring.new))
    same = _quoted(anchoring.new, placed) == _quoted(anchoring.old, span.fragments)
    return Anchored("moved" if same else "reworded", placed)


def _refuse_unknown(marked: Iterable[Span], named: set[str]) -> None:
    if unknown := named - {span.id for span in marked}:
        raise Invalid("no-span", f"No span of this document has the id {min(unknown)[:80]}.")


def _quoted(text: str, fragments: Fragments) -> str:
    return " … ".join(text[start:end] for start, end in fragments)


def _places(report: Report) -> dict[str, dict[str, object]]:
    return {
        one.span.id: spans.place_of(
            one.anchored.fragments,
            touched(report.blocks, one.anchored.fragments[0][0], one.anchored.fragments[-1][1]),
        )
        for one in report.carried
        if one.anchored.fragments
    }


def _move_passages(tx: Transaction, report: Report, new_id: str) -> None:
    """Let examples and rules go along; one whose words are gone stays with the old edition."""
    anchoring = Anchoring(report.desk.reading.text, report.text)
    for passage, fragments in editions.passages(tx, report.desk.document_id).items():
        for start, end in anchoring.anchored(fragments).fragments:
            editions.move_passage(tx, passage, new_id, start, end)


def _told(copied: Copied) -> Sequence[Event]:
    """The log of the new edition, from which all that stands on it can be told again."""
    told = [
        Event("attributes.carry", row["id"], None, row["attributes"])
        for row in copied.layers.values()
        if row["attributes"]
    ]
    told += [Event("span.carry", row["id"], None, spans.changeable(row)) for row in copied.spans.values()]
    told += [
        Event("relation.carry", row["id"], None, relations.changeable(row)) for row in copied.relations.values()
    ]
    decided = ("choice", "reason", "sources", "results")
    told += [
        Event("decision.make", row["id"], None, {name: row[name] for name in decided})
        for row in copied.decisions.values()
    ]
    return told
