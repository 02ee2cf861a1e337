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
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from annotator.domain.matching import assignment
from annotator.domain.span import Fragments, Span

Pair = tuple[Span | None, Span | None]
"""A span of the first and one of the second annotator; None where the other has none that goes with it."""


def align(first: Iterable[Span], second: Iterable[Span]) -> list[Pair]:
    """All spans of both annotators, each once, paired, in reading order."""
    exact, left, right = _paired_off(sorted(first, key=_key), sorted(second, key=_key))
    # One and the same problem, whoever is given first.
    if [_key(span) for span in left] <= [_key(span) for span in right]:
        rest = _assigned(left, right)
    else:
        rest = [(one, other) for other, one in _assigned(right, left)]
    return sorted([*exact, *rest], key=_pair_key)


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
    places = {(span.fragments, span.label) for span in left} & {(span.fragments, span.label) for span in right}
    mine, theirs = _by_place(left, places), _by_place(right, places)
    pairs: list[tuple[Span, Span]] = []
    for place in places:
        pairs += _alike_first(mine[place], theirs[place])
    paired = {id(span) for span in chain.from_iterable(pairs)}
    return (
        pairs,
        [span for span in left if id(span) not in paired],
        [span for span in right if id(span) not in paired],
    )


def _by_place(
    spans: Iterable[Span], places: set[tuple[Fragments, str]]
) -> defaultdict[tuple[Fragments, str], list[Span]]:
    found: defaultdict[tuple[Fragments, str], list[Span]] = defaultdict(list)
    for span in spans:
        if (span.fragments, span.label) in places:
            found[span.fragments, span.label].append(span)
    return found


def _alike_first(left: list[Span], right: list[Span]) -> list[tuple[Span, Span]]:
    pairs, waiting = [], list(right)
    alone = []
    for one in left:
        other = next((span for span in waiting if span.attributes == one.attributes), None)
        if other is None:
            alone.append(one)
        else:
            waiting.remove(other)
            pairs.append((one, other))
    return [*pairs, *zip(alone, waiting, strict=False)]


def _assigned(left: Sequence[Span], right: Sequence[Span]) -> list[Pair]:
    """Spans none of which agree exactly, paired by the characters in common, then by label."""
    # A character more always outweighs all the labels that there are to agree on.
    character = 1 + min(len(left), len(right))
    edges: list[list[tuple[int, int]]] = [[] for _ in left]
    for mine, theirs in _meeting(left, right):
        if common := overlap(left[mine], right[theirs]):
            edges[mine].append((theirs, common * character + (left[mine].label == right[theirs].label)))
    chosen = assignment(edges, len(right))
    pairs: list[Pair] = [
        (span, None if theirs is None else right[theirs]) for span, theirs in zip(left, chosen, strict=True)
    ]
    taken = set(chosen)
    return pairs + [(None, span) for theirs, span in enumerate(right) if theirs not in taken]


def _meeting(left: Sequence[Span], right: Sequence[Span]) -> Iterable[tuple[int, int]]:
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


def _key(span: Span) -> tuple[Any, ...]:
    values = sorted((name, str(value)) for name, value in span.attributes.items())
    return (span.start, -span.end, span.fragments, span.label, values, span.id)


def _pair_key(pair: Pair) -> tuple[Any, ...]:
    # By what stands first of the two; the same whichever of them is given first.
    return tuple(sorted(_key(span) for span in pair if span is not None))
