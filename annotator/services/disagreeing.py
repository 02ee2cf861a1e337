"""Disagreeing: what annotators made of the same passages, counted and listed, down to the words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from annotator.domain.alignment import overlap
from annotator.domain.block import touched
from annotator.domain.disagreement import KINDS, NOT_MARKED, Kind, Paired, Pattern
from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.services import counting, projects
from annotator.services.counting import BEHIND, Place
from annotator.services.selecting import Selection
from annotator.store import documents
from annotator.store.completed import Completed
from annotator.store.documents import Reading
from annotator.store.engine import Transaction
from annotator.store.projects import Project

AT_ONCE = 30
"""As many are listed on one page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for; what is empty is not asked.

    Attributes:
        kinds: of which kinds; all but what agrees by default.
        labels: by both labels, whoever has which; ``NOT_MARKED`` for none.
        label: which either of them has.
        document: on which document.
        pattern: which comes again.
        attribute: of which they say different things, where both gave the same label.
        said: what either says: a label, an attribute of it, and the value.
        third: at the beginning of the text, in its middle or at its end: 0, 1 or 2.
        behind: which the figure of this name counts as different.
        page: which part of the list, from 1; what is less is the first.
    """

    kinds: tuple[str, ...] = ()
    labels: tuple[str, str] | None = None
    label: str = ""
    document: str = ""
    pattern: Pattern | None = None
    attribute: str = ""
    said: tuple[str, str, str] | None = None
    third: int | None = None
    behind: str = ""
    page: int = 1

    def takes(self, place: Place) -> bool:
        """Whether this is asked for; what agrees only where its kind is, or both labels."""
        of_any = self.labels is not None or self.behind != ""
        of_kind = place.kind in self.kinds if self.kinds else place.kind != "same" or of_any
        return of_kind and self.takes_of_any_kind(place)

    def takes_of_any_kind(self, place: Place) -> bool:
        """Whether this is asked for, whatever its kind."""
        return (
            (self.labels is None or sorted(self.labels) == sorted(place.labels))
            and (not self.label or self.label in place.labels)
            and (self.pattern is None or self.pattern == place.pattern)
            and (not self.attribute or self.attribute in place.differing)
            and (self.said is None or self.said in place.said)
            and self.third in (None, place.third)
            and (not self.behind or place.behind(self.behind) > 0)
        )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair of readings in its passage."""

    document: Completed
    reading: Reading
    one: str
    other: str
    paired: Paired
    sides: tuple[tuple[Span, ...], tuple[Span, ...]]
    """What each marked; of what one marked in parts, all the parts."""

    @property
    def block(self) -> int:
        """The block in which it begins."""
        return touched(self.reading.blocks, self.start, self.end)[0]

    @property
    def start(self) -> int:
        return min(span.start for side in self.sides for span in side)

    @property
    def end(self) -> int:
        return max(span.end for side in self.sides for span in side)


@dataclass(frozen=True, slots=True)
class Disagreements:
    """What was asked for.

    Attributes:
        kinds: how many there are of each kind, whichever was asked for; of what agrees only where labels are
            named.
        total: how many of what was asked for.
        counted: what these are to the figure asked for: so many characters, or spans.
        patterns: what occurs more than once among these, the most frequent first.
        listed: those of one page, in the order of the documents and of the text.
    """

    project: Project
    documents: tuple[Completed, ...]
    annotators: tuple[str, ...]
    kinds: Counter[Kind]
    total: int
    counted: int
    patterns: tuple[tuple[Pattern, int], ...]
    listed: tuple[Disagreement, ...]


def disagreements(
    tx: Transaction, person: Person, slug: str, selection: Selection, wanted: Wanted
) -> Disagreements:
    """The disagreements of a project's annotators, for whoever may read their layers.

    Raises:
        Invalid: there is no such kind.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_AGREEMENT)
    project.standing.require(Act.READ_OTHER_LAYERS)
    if unknown := [kind for kind in wanted.kinds if kind not in KINDS]:
        raise Invalid("unknown-kind", f"Disagreements are {', '.join(KINDS)}, not “{unknown[0][:40]}”.")
    if wanted.behind and wanted.behind not in BEHIND:
        raise Invalid("unknown-measure", f"Lists stand behind {', '.join(BEHIND)}, not “{wanted.behind[:40]}”.")
    chosen = selection.documents(tx, project)
    here = [one for one in chosen if wanted.document in ("", one.document_id)]
    found = _asked(tx, here, wanted, replace(wanted, pattern=None))
    skipped = max(0, wanted.page - 1) * AT_ONCE
    return Disagreements(
        project=project,
        documents=tuple(chosen),
        annotators=tuple(sorted({head.name for one in chosen for head in one.layers})),
        kinds=found.kinds,
        total=sum(found.by_document.values()),
        counted=found.counted,
        patterns=tuple((one, count) for one, count in _by_frequency(found.patterns) if count > 1),
        listed=tuple(islice(_listed(tx, here, wanted, found.by_document, skipped), AT_ONCE)),
    )


def places(tx: Transaction, document: Completed) -> Counter[Place]:
    """Every pair of readings of one document, of each two annotators, by how they differ."""
    return counting.passages(tx, document).places


@dataclass(frozen=True, slots=True)
class Counts:
    """The pairs of readings of some documents, counted: each number is that of a list.

    Attributes:
        kinds: by how they differ.
        confusions: by both labels, whoever gave which; each two in order.
        labels: those that differ, by a label that either gave.
        attributes: those in which this attribute of this label differs.
        behind: those that a figure counts as different.
        counted: what these are to it: so many characters, or spans.
    """

    kinds: Counter[Kind]
    confusions: Counter[tuple[str, str]]
    labels: Counter[str]
    attributes: Counter[tuple[str, str]]
    behind: Counter[str]
    counted: Counter[str]


def counts(tx: Transaction, chosen: Sequence[Completed]) -> Counts:
    """All pairs of readings of some documents, counted."""
    found = Counts(Counter(), Counter(), Counter(), Counter(), Counter(), Counter())
    for document in chosen:
        for place, count in places(tx, document).items():
            one, other = sorted(place.labels)
            found.kinds[place.kind] += count
            found.confusions[one, other] += count
            for label in {one, other} - {NOT_MARKED} if place.kind != "same" else ():
                found.labels[label] += count
            for attribute in place.differing:
                found.attributes[one, attribute] += count
            for measure in BEHIND:
                if part := place.behind(measure):
                    found.behind[measure] += count
                    found.counted[measure] += count * part
    return found


@dataclass(slots=True)
class _Found:
    kinds: Counter[Kind]
    patterns: Counter[Pattern]
    by_document: Counter[str]
    counted: int


def _asked(tx: Transaction, chosen: Sequence[Completed], wanted: Wanted, whatever: Wanted) -> _Found:
    """What is ``wanted``, counted; kinds whichever was asked for, and patterns ``whatever`` was."""
    found = _Found(Counter(), Counter(), Counter(), 0)
    for document in chosen:
        for place, count in places(tx, document).items():
            if wanted.takes_of_any_kind(place):
                found.kinds[place.kind] += count
            if whatever.takes(place) and place.kind != "same":
                found.patterns[place.pattern] += count
            if wanted.takes(place):
                found.by_document[document.document_id] += count
                found.counted += count * place.behind(wanted.behind) if wanted.behind else 0
    return found


def _listed(
    tx: Transaction, chosen: Sequence[Completed], wanted: Wanted, by_document: Counter[str], skipped: int
) -> Iterator[Disagreement]:
    left = skipped
    for document in chosen:
        count = by_document[document.document_id]
        if count <= left:
            left -= count
            continue
        yield from islice(_in_document(tx, document, wanted), left, None)
        left = 0


def _in_document(tx: Transaction, document: Completed, wanted: Wanted) -> list[Disagreement]:
    reading = documents.reading(tx, document.document_id)
    found = []
    for pairs, here in counting.placed(tx, document, reading.text):
        found += [
            Disagreement(document, reading, place.one, place.other, paired, _sides(paired, pairs))
            for paired, place in zip(pairs, here, strict=True)
            if wanted.takes(place)
        ]
    return sorted(found, key=lambda one: (one.start, one.end, one.one, one.other))


def _sides(paired: Paired, pairs: Sequence[Paired]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    if paired.kind != "split":
        return ((paired.one,) if paired.one else (), (paired.other,) if paired.other else ())
    parts = [one for one in pairs if one.kind == "split"]
    found = {span.id: span for span in paired.spans}
    for _ in range(2):  # from a part to the whole, and from there to all the parts
        near = [span for one in parts for span in one.spans if any(_same(span, other) for other in found.values())]
        found |= {span.id: span for span in near}
    return (
        tuple(one.one for one in parts if one.one and one.one.id in found),
        tuple(one.other for one in parts if one.other and one.other.id in found),
    )


def _same(one: Span, other: Span) -> bool:
    return one.label == other.label and overlap(one, other) > 0


def _by_frequency(patterns: Counter[Pattern]) -> list[tuple[Pattern, int]]:
    return sorted(patterns.items(), key=lambda one: (-one[1], one[0].words, one[0].labels))
