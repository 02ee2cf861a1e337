"""Disagreeing: what annotators made of the same passages, counted and listed, down to the words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from annotator.domain.alignment import overlap
from annotator.domain.block import touched
from annotator.domain.disagreement import KINDS, Kind, Paired, Pattern, pattern
from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.domain.place import BEHIND, Counts, Place, Sort, pooled_counts
from annotator.domain.span import Span
from annotator.services import counting, projects
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

    def takes_kind(self, kind: Kind) -> bool:
        """Whether this kind is asked for; what agrees only where it is named, or both labels are, or a figure."""
        of_any = self.labels is not None or self.behind != ""
        return kind in self.kinds if self.kinds else kind != "same" or of_any

    def takes(self, sort: Sort) -> bool:
        """Whether places of this sort are asked for, whatever their kind, what they count as, and their words."""
        return (
            (self.labels is None or sorted(self.labels) == sorted(sort.labels))
            and (not self.label or self.label in sort.labels)
            and (not self.attribute or self.attribute in sort.differing)
            and (self.said is None or self.said in sort.said)
            and self.third in (None, sort.third)
        )

    def may_be_among(self, counts: Counts) -> bool:
        """Whether any of some places may be asked for."""
        return (
            (self.labels is None or tuple(sorted(self.labels)) in counts.confusions)
            and (not self.label or any(self.label in both for both in counts.confusions))
            and (not self.attribute or any(self.attribute == name for _, name in counts.attributes))
            and (self.said is None or any(self.said == said for said, _ in counts.spans))
            and (not self.behind or self.behind in counts.behind)
        )

    def takes_pair(self, paired: Paired, place: Place, text: str) -> bool:
        """Whether just these two readings are asked for."""
        return (
            self.takes_kind(paired.kind)
            and self.takes(place.sort)
            and (not self.behind or place.behind(self.behind) > 0)
            and (self.pattern is None or self.pattern == pattern(paired, text))
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
    found = _asked(tx, here, wanted)
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


def counts(tx: Transaction, chosen: Sequence[Completed]) -> Counts:
    """All pairs of readings of some documents, counted."""
    return pooled_counts(counting.counted(tx, document).counts for document in chosen)


@dataclass(slots=True)
class _Found:
    kinds: Counter[Kind]
    patterns: Counter[Pattern]
    by_document: Counter[str]
    counted: int


def _asked(tx: Transaction, chosen: Sequence[Completed], wanted: Wanted) -> _Found:
    """What is ``wanted``, counted; kinds whichever was asked for, and patterns likewise."""
    found = _Found(Counter(), Counter(), Counter(), 0)
    at = list(BEHIND).index(wanted.behind) if wanted.behind else 0
    for document in chosen:
        # Words are read only where there is anything to list.
        if not wanted.may_be_among(counting.counted(tx, document).counts):
            continue
        for (words, sort), own in counting.patterns(tx, document).items():
            count, amount = (own.behind[at], own.counted[at]) if wanted.behind else (own.places, 0)
            if not count or not wanted.takes(sort):
                continue
            asked = wanted.takes_kind(sort.kind)
            if asked and sort.kind != "same":
                found.patterns[words] += count
            if wanted.pattern in (None, words):
                found.kinds[sort.kind] += count
                if asked:
                    found.by_document[document.document_id] += count
                    found.counted += amount
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
    for pairs, here in counting.Work(tx, document).placed():
        found += [
            Disagreement(document, reading, place.sort.one, place.sort.other, paired, _sides(paired, pairs))
            for paired, place in zip(pairs, here, strict=True)
            if wanted.takes_pair(paired, place, reading.text)
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
