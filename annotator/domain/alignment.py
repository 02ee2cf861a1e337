"""Alignment: which span of one annotator is which of another's, one to one, the best way there is.

Best means, in this order:

1. as many pairs as can be that agree exactly, in place and label;
2. as many characters as can be that the spans of a pair have in common;
3. as many pairs as can be with the same label.

Exact agreement comes first, so that it is never given up for a longer overlap elsewhere, and identical spans that
lie on each other pair off. Place comes before label, because two people who mark the same words under two labels
read the same thing differently; had the label been asked first, each would look like something that only one saw.
Spans that have no character in common are never a pair.

What is still a tie is settled by reading order, attributes and ids, never by who is given first or in what order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, combinations, groupby
from typing import Any, TypeVar

from annotator.domain.matching import assignment
from annotator.domain.span import Fragments, Span

Pair = tuple[Span | None, Span | None]
"""A span of the first and one of the second annotator; None where the other has none that goes with it."""


def align(first: Iterable[Span], second: Iterable[Span]) -> list[Pair]:
    """All spans of both annotators, each once, paired, in reading order."""
    mine, theirs = in_order(first), in_order(second)
    paired = pairs(mine, theirs)
    taken = {id(span) for span in chain.from_iterable(paired)}
    alone: list[Pair] = [(span, None) for span in mine if id(span) not in taken]
    alone += [(None, span) for span in theirs if id(span) not in taken]
    return _sorted([*paired, *alone], _pair_place, _pair_key)


def align_each(layers: Mapping[str, Sequence[Span]]) -> dict[tuple[str, str], list[Pair]]:
    """The same for each two of several annotators, by their names in order."""
    return {(one, other): align(layers[one], layers[other]) for one, other in combinations(sorted(layers), 2)}


def pairs(first: Sequence[Span], second: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Only the pairs, as they come; both annotators' spans are given as ``in_order`` puts them."""
    exact, left, right = _paired_off(first, second)
    # One and the same problem, whoever is given first; no two keys are the same.
    if not left or not right or _key(left[0]) < _key(right[0]):
        return exact + _assigned(left, right)
    return exact + [(one, other) for other, one in _assigned(right, left)]


def in_order(spans: Iterable[Span]) -> list[Span]:
    """Spans in the order that settles ties: by place, label, attributes and id."""
    return _sorted(spans, _place, _key)


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans have in common."""
    if len(one.fragments) == len(other.fragments) == 1:
        return max(0, min(one.end, other.end) - max(one.start, other.start))
    common = mine = theirs = 0
    while mine < len(one.fragments) and theirs < len(other.fragments):
        (start, end), (left, right) = one.fragments[mine], other.fragments[theirs]
        common += max(0, min(end, right) - max(start, left))
        if end <= right:
            mine += 1
        else:
            theirs += 1
    return common


def exact(one: Span, other: Span) -> bool:
    """Whether two spans agree in place and label; attributes are not asked."""
    return one.fragments == other.fragments and one.label == other.label


def _paired_off(
    left: Sequence[Span], right: Sequence[Span]
) -> tuple[list[tuple[Span, Span]], list[Span], list[Span]]:
    """The pairs that agree exactly, and the spans of both that are left.

    Spans of one place and label are alike to all three rules, so any of them may be paired, and as many are as
    there can be. Those with the same attributes are, before the others.
    """
    mine, theirs = _by_place(left), _by_place(right)
    found: list[tuple[Span, Span]] = []
    for place, here in mine.items():
        if place in theirs:
            found += _alike_first(here, theirs[place])
    paired = {id(span) for span in chain.from_iterable(found)}
    return (
        found,
        [span for span in left if id(span) not in paired],
        [span for span in right if id(span) not in paired],
    )


def _by_place(spans: Iterable[Span]) -> defaultdict[tuple[Fragments, str], list[Span]]:
    found: defaultdict[tuple[Fragments, str], list[Span]] = defaultdict(list)
    for span in spans:
        found[span.fragments, span.label].append(span)
    return found


def _alike_first(left: list[Span], right: list[Span]) -> list[tuple[Span, Span]]:
    if len(left) == len(right) == 1:
        return [(left[0], right[0])]
    found, waiting = [], list(right)
    alone = []
    for one in left:
        other = next((span for span in waiting if span.attributes == one.attributes), None)
        if other is None:
            alone.append(one)
        else:
            waiting.remove(other)
            found.append((one, other))
    return [*found, *zip(alone, waiting, strict=False)]


def _assigned(left: Sequence[Span], right: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Spans none of which agree exactly, paired by the characters in common, then by label."""
    # A character more always outweighs all the labels that there are to agree on.
    character = 1 + min(len(left), len(right))
    edges: list[list[tuple[int, int]]] = [[] for _ in left]
    for mine, theirs in meeting(left, right):
        if common := overlap(left[mine], right[theirs]):
            edges[mine].append((theirs, common * character + (left[mine].label == right[theirs].label)))
    chosen = assignment(edges, len(right))
    return [(span, right[theirs]) for span, theirs in zip(left, chosen, strict=True) if theirs is not None]


def meeting(left: Sequence[Span], right: Sequence[Span]) -> Iterable[tuple[int, int]]:
    """The indices of all pairs that reach over a common stretch; both come by their starts."""
    met: list[tuple[int, int]] = []
    open_left: list[int] = []
    open_right: list[int] = []
    starts = chain(
        ((span.start, True, index) for index, span in enumerate(left)),
        ((span.start, False, index) for index, span in enumerate(right)),
    )
    for start, is_left, index in sorted(starts):
        open_left = [one for one in open_left if left[one].end > start]
        open_right = [one for one in open_right if right[one].end > start]
        if is_left:
            met += [(index, other) for other in open_right]
            open_left.append(index)
        else:
            met += [(other, index) for other in open_left]
            open_right.append(index)
    return met


Sorted = TypeVar("Sorted")


def _sorted(
    given: Iterable[Sorted], place: Callable[[Sorted], tuple[int, int]], key: Callable[[Sorted], tuple[Any, ...]]
) -> list[Sorted]:
    """By a key that begins with the place: few stand on the same, and of those only is more asked."""
    found = sorted(given, key=place)
    if len(set(map(place, found))) == len(found):
        return found
    same = (list(here) for _, here in groupby(found, key=place))
    return list(chain.from_iterable(sorted(here, key=key) if len(here) > 1 else here for here in same))


def _place(span: Span) -> tuple[int, int]:
    return (span.fragments[0][0], -span.fragments[-1][1])


def _pair_place(pair: Pair) -> tuple[int, int]:
    return min([_place(span) for span in pair if span is not None])


def _key(span: Span) -> tuple[Any, ...]:
    values = sorted((name, str(value)) for name, value in span.attributes.items())
    return (span.start, -span.end, span.fragments, span.label, values, span.id)


def _pair_key(pair: Pair) -> tuple[Any, ...]:
    # By what stands first of the two; the same whichever of them is given first.
    return tuple(sorted(_key(span) for span in pair if span is not None))
