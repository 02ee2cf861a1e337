"""Places: what two annotators made of the same passages, without where just they are, as it is counted."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from annotator.domain.alignment import Pair
from annotator.domain.beside import Beside, Marks
from annotator.domain.disagreement import NOT_MARKED, Kind, Paired, differing, pair_off_aligned
from annotator.domain.rated import value_of
from annotator.domain.span import Span

Said = tuple[str, str, str]
"""A label, an attribute of it, and its value."""


class Sort(NamedTuple):
    """How two annotators differ in a place; many places are of one sort, and are counted together.

    Attributes:
        labels: the one's and the other's.
        third: the beginning of the text, its middle or its end: 0, 1 or 2.
        differing: the attributes of which they say different things, where both gave the same label.
        said: what either says.
    """

    one: str
    other: str
    kind: Kind
    labels: tuple[str, str]
    third: int
    differing: tuple[str, ...]
    said: tuple[Said, ...]


class Place(NamedTuple):
    """What two annotators made of one place, without where just it is.

    ``beside`` is how much of what each marked here the other did not mark so.
    """

    sort: Sort
    beside: Beside

    def behind(self, measure: str) -> int:
        """How much of it is counted where this figure counts what differs: characters, or spans."""
        return BEHIND[measure](self)


def _not_exact(place: Place) -> int:
    sort = place.sort
    return 0 if sort.kind in EXACT else sum(label != NOT_MARKED for label in sort.labels)


EXACT: tuple[Kind, ...] = ("same", "attribute")

BEHIND: Mapping[str, Callable[[Place], int]] = {
    # A character that only one marked differs for both.
    "u_alpha": lambda place: 2 * place.beside.alone + place.beside.otherwise,
    "u_alpha_binary": lambda place: 2 * place.beside.alone,
    "cu_alpha": lambda place: place.beside.otherwise,
    "span_f1_exact": _not_exact,
    "span_f1_overlap": lambda place: place.beside.unmet,
}
"""For each figure that is shown first what it counts as different in one place."""


class Sum(NamedTuple):
    """The places of one sort in a document.

    Attributes:
        places: how many there are.
        behind: for each figure of ``BEHIND``, in order, how many of them it counts as different.
        counted: what these are to it: so many characters, or spans.
    """

    places: int
    behind: tuple[int, ...]
    counted: tuple[int, ...]


Both = tuple[str, str, bool]
"""Two annotators, and whether they agree exactly."""


class Counts(NamedTuple):
    """The places of some documents, counted: each number is that of a list.

    Attributes:
        kinds: by how they differ.
        confusions: by both labels, whoever gave which; each two in order.
        labels: those that differ, by a label that either gave.
        attributes: those in which this attribute of this label differs.
        behind: those that a figure counts as different.
        counted: what these are to it: so many characters, or spans.
        thirds: those that differ, by the part of the text: 0, 1 or 2.
        said: those that differ, by what either says.
        spans: so many spans of two annotators of which either says so, agreed on exactly or not.
    """

    kinds: Counter[Kind]
    confusions: Counter[tuple[str, str]]
    labels: Counter[str]
    attributes: Counter[tuple[str, str]]
    behind: Counter[str]
    counted: Counter[str]
    thirds: Counter[int]
    said: Counter[Said]
    spans: Counter[tuple[Said, Both]]

    @property
    def places(self) -> int:
        """How many places there are."""
        return self.kinds.total()

    @property
    def differing(self) -> int:
        """How many of them differ."""
        return self.places - self.kinds["same"]


def counts_of(places: Iterable[Place]) -> Counts:
    """Places, counted."""
    found = _nothing()
    for sort, own in summed((place.sort, place) for place in places).items():
        _note(sort, own, found)
    return found


def pooled_counts(parts: Iterable[Counts]) -> Counts:
    """The counts of several documents as those of one."""
    found = _nothing()
    for part in parts:
        _add(found, part)
    return found


def _add(sums: Sequence[Counter[Any]], part: Sequence[Counter[Any]]) -> None:
    for own, more in zip(sums, part, strict=True):
        own.update(more)


def _nothing() -> Counts:
    return Counts(*(Counter[Any]() for _ in Counts._fields))


def _note(sort: Sort, own: Sum, found: Counts) -> None:
    one, other = sorted(sort.labels)
    found.kinds[sort.kind] += own.places
    found.confusions[one, other] += own.places
    for attribute in sort.differing:
        found.attributes[one, attribute] += own.places
    marked = own.places * sum(label != NOT_MARKED for label in sort.labels)
    for said in sort.said:
        found.spans[said, (sort.one, sort.other, sort.kind in EXACT)] += marked
    if sort.kind == "same":
        return
    for label in {one, other} - {NOT_MARKED}:
        found.labels[label] += own.places
    found.thirds[sort.third] += own.places
    for said in sort.said:
        found.said[said] += own.places
    for measure, behind, amount in zip(BEHIND, own.behind, own.counted, strict=True):
        if behind:
            found.behind[measure] += behind
            found.counted[measure] += amount


Key = TypeVar("Key", bound=Hashable)


def summed(keyed: Iterable[tuple[Key, Place]]) -> dict[Key, Sum]:
    """The places under each key, added up."""
    amounts: defaultdict[Key, list[tuple[int, ...]]] = defaultdict(list)
    for key, place in keyed:
        same = place.sort.kind == "same"
        amounts[key].append(_NOTHING if same else tuple([behind(place) for behind in BEHIND.values()]))
    return {key: _sum(own) for key, own in amounts.items()}


_NOTHING = (0,) * len(BEHIND)


def _sum(amounts: Sequence[tuple[int, ...]]) -> Sum:
    each = list(zip(*amounts, strict=True))
    return Sum(len(amounts), tuple([len(one) - one.count(0) for one in each]), tuple(map(sum, each)))


def places_of(
    layers: Mapping[str, Sequence[Span]], aligned_each: Mapping[tuple[str, str], Sequence[Pair]], length: int
) -> Iterator[tuple[tuple[Paired, ...], list[Place]]]:
    """For each two annotators what they marked, pair by pair, and beside each pair what it is."""
    marks = {name: Marks(own) for name, own in layers.items()}
    said = {id(span): tuple(_said(span)) for own in layers.values() for span in own}
    borders = thirds(length)
    for (one, other), aligned in aligned_each.items():
        pairs = pair_off_aligned(aligned)
        yield (
            pairs,
            [
                Place(
                    Sort(
                        one,
                        other,
                        paired.kind,
                        paired.labels,
                        bisect_right(borders, min(span.start for span in paired.spans)) - 1,
                        () if paired.kind == "same" else differing(paired),
                        tuple(sorted({one for span in paired.spans for one in said[id(span)]})),
                    ),
                    _beside(paired, marks[one], marks[other]),
                )
                for paired in pairs
            ],
        )


def _beside(paired: Paired, marks: Marks, others: Marks) -> Beside:
    if paired.kind in EXACT:
        # All of it the other marked just so.
        return Beside()
    mine = others.beside(paired.one) if paired.one else Beside()
    theirs = marks.beside(paired.other) if paired.other else Beside()
    return mine.plus(theirs)


def thirds(length: int) -> list[int]:
    """Where each third of a text begins, and where the last one ends."""
    return [length * third // 3 for third in range(4)]


def _said(span: Span) -> Iterator[Said]:
    for name in span.attributes:
        value = value_of(span.attributes, name)
        if value is not None:
            yield span.label, name, str(value)
