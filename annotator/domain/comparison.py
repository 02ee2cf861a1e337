"""A comparison: everything that the agreement of annotators is computed from, of one document or of many.

The counts of documents add up. A measure is computed once, from the sums: coefficients of documents are never
averaged. Who has not completed a document is missing there; who has completed it and marked nothing is not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import combinations
from operator import itemgetter
from typing import Any, NamedTuple

from annotator.domain.match import Match, Matches, Place, Side, matches_of, sides
from annotator.domain.rating import GAP, Ratings, Value, pooled
from annotator.domain.sweep import Sweep, Unit, covered, labels_of, overlap_within, rated, rated_apart
from annotator.domain.token import Tokens


class Continuum(NamedTuple):
    """How annotators cut texts into units and gaps.

    Attributes:
        points: every code point, by what each annotator has it marked as.
        tokens: every token, likewise; a token has the label of a span that overlaps it.
        squares: by label, the sum of its units' squared lengths.
        shared: by label, what ``sweep.Sweep`` calls so.
    """

    points: Ratings
    tokens: Ratings
    squares: Mapping[Value, float]
    shared: Mapping[Value, float]


@dataclass(frozen=True)
class Comparison:
    """What several annotators made of some documents, counted.

    Attributes:
        documents: how many.
        blank: the continuum as it were if nobody had marked anything.
        whole: over all labels; None where somebody's own spans overlap, so that a place has no one label.
        names: of the labels that were used, in order.
        apart: where ``whole`` is None, what ``labels`` are.
        matches: for each two annotators and each label.
        spans: how many spans each annotator has under each label.
    """

    documents: int
    blank: Continuum
    whole: Continuum | None
    names: Sequence[str]
    apart: Mapping[str, Continuum]
    matches: Matches
    spans: Mapping[tuple[str, str], int]

    @property
    def annotators(self) -> tuple[str, ...]:
        """Everybody who completed any of the documents."""
        return self.blank.points.annotators

    @cached_property
    def labels(self) -> Mapping[str, Continuum]:
        """Of each label that was used, as a code that stands or not; spans of it that overlap count as one."""
        return self.apart if self.whole is None else _one_or_another(self.whole, self.names)

    def __reduce__(self) -> tuple[Any, ...]:
        # Labels follow from the rest.
        return Comparison, tuple(getattr(self, one.name) for one in fields(self))

    def label(self, label: str) -> Continuum:
        """The continuum of one label."""
        return self.labels.get(label, self.blank)


def compare(places: Mapping[str, Sequence[Place]], length: int, tokens: Tokens) -> Comparison:
    """One document of ``length`` code points; ``places`` are the spans of everybody who completed it.

    Each fragment of a span is a unit of its own.
    """
    return _compare(places, length, tokens)[0]


def compare_each(
    places: Mapping[str, Sequence[Place]], length: int, tokens: Tokens
) -> tuple[Comparison, dict[tuple[str, str], Comparison]]:
    """The same, and the comparisons of each two annotators, which follow from what is counted once."""
    found, swept = _compare(places, length, tokens)
    pairs = list(combinations(found.annotators, 2))
    if len(pairs) == 1:
        # Two annotators are their only pair.
        return found, dict.fromkeys(pairs, found)
    if swept is None:
        # Without a third one nothing may overlap.
        return found, {pair: compare({name: places[name] for name in pair}, length, tokens) for pair in pairs}
    return found, {
        pair: _of_pair(found, _continuum_of(pair, swept), _unmarked(pair, length, tokens), pair) for pair in pairs
    }


def _compare(
    places: Mapping[str, Sequence[Place]], length: int, tokens: Tokens
) -> tuple[Comparison, "_Swept | None"]:
    """The comparison, and what it was counted from, where nobody's own spans overlap."""
    names = tuple(sorted(places))
    units = [sorted(_units(places[name])) for name in names]
    marked = {name: sides(places[name], tokens) for name in names}
    swept: _Swept | None = None
    if any(map(overlap_within, units)):
        whole = None
        apart = {
            label: _continuum(_swept(names, [_only(own, label) for own in units], length, tokens))
            for label in labels_of(units)
        }
    else:
        swept = Sweep(names, units, length), _rated(names, units, marked, tokens)
        whole = _continuum(swept)
        apart = {}
    found = Comparison(
        documents=1,
        blank=_unmarked(names, length, tokens),
        whole=whole,
        names=labels_of(units),
        apart=apart,
        matches=matches_of(marked),
        spans=Counter({(name, label): count for name in names for label, count in _spans(places[name]).items()}),
    )
    return found, swept


def _rated(
    names: Sequence[str], units: Sequence[Sequence[Unit]], marked: Mapping[str, Mapping[str, Side]], tokens: Tokens
) -> Ratings:
    """The ratings of tokens; where nobody's own spans share any, as is mostly so, from what is known already."""
    by_label = [{label: side.tokens for label, side in marked[name].items()} for name in names]
    for own in by_label:
        every = set().union(*own.values())
        if len(every) < sum(map(len, own.values())) or max(every, default=0) >= len(tokens):
            return rated(names, units, tokens)
    return rated_apart(names, by_label, len(tokens))


def _of_pair(every: Comparison, whole: Continuum, blank: Continuum, pair: tuple[str, str]) -> Comparison:
    spans = {(name, label): count for (name, label), count in every.spans.items() if name in pair}
    return Comparison(
        documents=1,
        blank=blank,
        whole=whole,
        names=sorted({label for _, label in spans}),
        apart={},
        matches={key: match for key, match in every.matches.items() if key[:2] == pair},
        spans=spans,
    )


def together(documents: Iterable[Comparison]) -> Comparison:
    """The comparisons of several documents as one; what only one annotator completed is no comparison."""
    many = [one for one in documents if len(one.annotators) > 1]
    found: defaultdict[tuple[str, str, str], Match] = defaultdict(Match)
    spans: Counter[tuple[str, str]] = Counter()
    for one in many:
        spans.update(one.spans)
        for key, match in one.matches.items():
            found[key] = found[key].plus(match)
    wholes = [one.whole for one in many if one.whole is not None]
    whole = _sum(wholes) if len(wholes) == len(many) else None
    names = sorted({label for one in many for label in one.names})
    return Comparison(
        documents=sum(one.documents for one in many),
        blank=_sum([one.blank for one in many]),
        whole=whole,
        names=names,
        apart={} if whole else {label: _sum([one.label(label) for one in many]) for label in names},
        matches=dict(found),
        spans=spans,
    )


def without(many: Comparison, one: Comparison) -> Comparison:
    """The comparison of many documents, less one of them."""
    whole = None if many.whole is None or one.whole is None else _difference(many.whole, one.whole)
    return Comparison(
        documents=many.documents - one.documents,
        blank=_difference(many.blank, one.blank),
        whole=whole,
        names=many.names,
        apart={} if whole else {label: _difference(all_, one.label(label)) for label, all_ in many.labels.items()},
        matches={key: match.less(one.matches.get(key, _NONE)) for key, match in many.matches.items()},
        spans={key: count - one.spans.get(key, 0) for key, count in many.spans.items()},
    )


_NONE = Match()


def afresh(one: Comparison) -> Comparison:
    """The same, with nothing counted from it yet: what is, is then let go of together with this."""
    return replace(
        one,
        blank=_afresh(one.blank),
        whole=one.whole and _afresh(one.whole),
        apart={label: _afresh(own) for label, own in one.apart.items()},
    )


def _afresh(one: Continuum) -> Continuum:
    points, tokens = (Ratings(own.annotators, own.counts) for own in (one.points, one.tokens))
    return one._replace(points=points, tokens=tokens)


def _spans(places: Iterable[Place]) -> Counter[str]:
    return Counter(map(itemgetter(1), places))


def _units(places: Iterable[Place]) -> Iterable[Unit]:
    # Spans that coincide are one unit.
    return {(start, end, label) for place, label in places for start, end in place}


def _only(units: Iterable[Unit], label: str) -> list[Unit]:
    return covered([unit for unit in units if unit[2] == label])


_Swept = tuple[Sweep, Ratings]
"""Of code points, and of tokens."""


def _swept(names: Sequence[str], units: Sequence[Sequence[Unit]], length: int, tokens: Tokens) -> _Swept:
    return Sweep(names, units, length), rated(names, units, tokens)


def _continuum(swept: _Swept) -> Continuum:
    points, tokens = swept
    squares: defaultdict[Value, float] = defaultdict(float)
    for (_, label), square in points.squares.items():
        squares[label] += square
    return Continuum(points.ratings, tokens, dict(squares), points.shared)


def _continuum_of(pair: tuple[str, str], swept: _Swept) -> Continuum:
    """Of two annotators alone, for each of whom the other is all the others."""
    points, tokens = swept
    squares: defaultdict[Value, float] = defaultdict(float)
    shared: defaultdict[Value, float] = defaultdict(float)
    for (name, label), square in points.squares.items():
        if name in pair:
            squares[label] += square
    for (one, other, label), square in points.common.items():
        if one in pair and other in pair:
            shared[label] += square
    return Continuum(points.ratings.of_pair(pair), tokens.of_pair(pair), dict(squares), dict(shared))


def _unmarked(names: Sequence[str], length: int, tokens: Tokens) -> Continuum:
    gaps = (GAP,) * len(names)
    return Continuum(Ratings(names, {gaps: length}), Ratings(names, {gaps: len(tokens)}), {}, {})


def _one_or_another(whole: Continuum, labels: Iterable[str]) -> dict[str, Continuum]:
    return {
        label: Continuum(
            whole.points.as_one_or_another(label),
            whole.tokens.as_one_or_another(label),
            {label: whole.squares.get(label, 0)},
            {label: whole.shared.get(label, 0)},
        )
        for label in labels
    }


def _sum(many: Sequence[Continuum]) -> Continuum:
    return Continuum(
        pooled(one.points for one in many),
        pooled(one.tokens for one in many),
        _added(one.squares for one in many),
        _added(one.shared for one in many),
    )


def _added(many: Iterable[Mapping[Value, float]]) -> dict[Value, float]:
    sums: defaultdict[Value, float] = defaultdict(float)
    for one in many:
        for label, value in one.items():
            sums[label] += value
    return dict(sums)


def _difference(many: Continuum, one: Continuum) -> Continuum:
    return Continuum(
        many.points.without(one.points),
        many.tokens.without(one.tokens),
        {label: value - one.squares.get(label, 0) for label, value in many.squares.items()},
        {label: value - one.shared.get(label, 0) for label, value in many.shared.items()},
    )
