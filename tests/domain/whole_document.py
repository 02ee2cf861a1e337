"""Alignment as it is defined, of all spans of a document at once, in full order: slow, to hold others against."""

from collections import defaultdict
from itertools import combinations

from annotator.domain.adjudication import _strength
from annotator.domain.alignment import _alike_first, _key, _pair_key, overlap
from annotator.domain.matching import _State


def align(first, second):
    exact, left, right = _paired_off(sorted(first, key=_key), sorted(second, key=_key))
    if [_key(span) for span in left] <= [_key(span) for span in right]:
        rest = _assigned(left, right)
    else:
        rest = [(one, other) for other, one in _assigned(right, left)]
    return sorted([*exact, *rest], key=_pair_key)


def groups(layers):
    """The ids of the spans of each unit."""
    group_of = {span.id: [span] for spans in layers.values() for span in spans}
    found = [align(layers[one], layers[other]) for one, other in combinations(sorted(layers), 2)]
    pairs = [pair for aligned in found for pair in aligned if None not in pair]
    for one, other in sorted(pairs, key=_strength):
        mine, theirs = group_of[one.id], group_of[other.id]
        if not {span.layer for span in mine} & {span.layer for span in theirs}:
            mine += theirs
            group_of.update((span.id, mine) for span in theirs)
    return {frozenset(span.id for span in group) for group in group_of.values()}


def _paired_off(left, right):
    mine, theirs = defaultdict(list), defaultdict(list)
    for spans, by_place in ((left, mine), (right, theirs)):
        for span in spans:
            by_place[span.fragments, span.label].append(span)
    pairs = [pair for place in mine for pair in _alike_first(mine[place], theirs[place])]
    paired = {id(span) for pair in pairs for span in pair}
    alone = ([span for span in spans if id(span) not in paired] for spans in (left, right))
    return pairs, *alone


def _assigned(left, right):
    character = 1 + min(len(left), len(right))
    edges = [
        [
            (theirs, common * character + (one.label == other.label))
            for theirs, other in enumerate(right)
            if (common := overlap(one, other))
        ]
        for one in left
    ]
    state = _Searching(edges, len(right))
    for row in range(len(edges)):
        state.add(row)
    pairs = [(one, None if at is None else right[at]) for one, at in zip(left, state.column_of, strict=True)]
    return pairs + [(None, other) for at, other in enumerate(right) if at not in set(state.column_of)]


class _Searching(_State):
    """Searches for every row, also where the first column looked at is free."""

    def add(self, row):
        gains = (weight - self._column_price[column] for column, weight in self._edges[row])
        self._row_price[row] = max(0, max(gains, default=0))
        if self._row_price[row]:
            self._augment(row)
