"""Figures: what each measure says of some documents, with its interval, or the reason why it says nothing."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import TypeVar

from annotator import measures, registry
from annotator.domain.comparison import Comparison, Continuum, afresh, together, without
from annotator.domain.interval import FEWEST, jackknife
from annotator.domain.marked import Marked
from annotator.domain.rating import Ratings
from annotator.domain.said import Said, say
from annotator.measures._base import Measure, NotComputable, Worked, one_label_each

Compute = Callable[[Comparison], float]
Counts = TypeVar("Counts")

_MOST = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its 95 % interval; in place of what cannot be had None, and ``why``.

    An interval ends at 1, as every measure does: beyond it the truth cannot lie.
    ``documents`` is how many of them the interval leaves out, one at a time.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""
    documents: int = field(default=0, compare=False)


@cache
def all_measures() -> dict[str, Measure]:
    """Every measure by its name: those of this program and those that other packages add."""
    return registry.collect(measures, "MEASURE", Measure)


def worked(documents: Iterable[Comparison]) -> dict[tuple[str, str], Worked]:
    """How the figures of some documents are computed, where they can be.

    By the measure's name and the label, which is empty for all of them together; of one label only where spans of
    one annotator overlap, so that all together have no alpha.
    """
    comparison = together(documents)
    labels = comparison.names if comparison.whole is None else ()
    found: dict[tuple[str, str], Worked] = {}
    for one in all_measures().values():
        if one.worked:
            with suppress(NotComputable):
                found[one.name, ""] = one.worked(comparison)
        if one.worked_label:
            for label in labels:
                with suppress(NotComputable):
                    found[one.name, label] = one.worked_label(comparison, label)
    return found


class Figures:
    """The figures of some documents; each is left out once for the intervals.

    Attributes:
        together: their comparison.
    """

    def __init__(self, documents: Iterable[Comparison], texts: Iterable[Marked] = ()) -> None:
        """Take the documents' comparisons, and their texts, which are read only where a measure needs them."""
        self._documents = [one for one in documents if len(one.annotators) > 1]
        self.together = together(map(afresh, self._documents))
        self._given_texts = texts

    @cached_property
    def _texts(self) -> list[Marked]:
        return [one for one in self._given_texts if len(one.units) > 1]

    def whole(self, wanted: Sequence[str] = ()) -> dict[str, Figure]:
        """Of all labels together, by the measure's name; ratings are taken by token and by code point.

        Only what is ``wanted``; where nothing is named, all that need not be asked for.
        """
        return self._figures(_whole(wanted), wanted) | self._of_texts(wanted)

    def label(self, label: str, wanted: Sequence[str] = ()) -> dict[str, Figure]:
        """Of one label, by the measure's name.

        Ratings are taken of the label against everything else, but only where they are wanted by name, or where
        spans of one annotator overlap, so that all labels together have no figure.
        """
        rated = bool(wanted) or self.together.whole is None
        return self._figures(_label(label, wanted, rated=rated), wanted) | self._of_texts(wanted, label)

    def whole_and_labels(
        self, labels: Iterable[str], wanted: Sequence[str] = ()
    ) -> tuple[dict[str, Figure], dict[str, dict[str, Figure]]]:
        """Of all labels together, and of each of some: ``whole`` and ``label`` at once, which costs less."""
        rated = bool(wanted) or self.together.whole is None
        offered: dict[str | None, Iterable[tuple[str, Compute]]] = {None: _whole(wanted)}
        offered |= {label: _label(label, wanted, rated=rated) for label in labels}
        found = self._each(
            (label, name, compute)
            for label, own in offered.items()
            for name, compute in own
            if not wanted or name in wanted
        )
        of = {label: found.get(label, {}) | self._of_texts(wanted, label) for label in offered}
        whole = of.pop(None)
        return whole, {label: own for label, own in of.items() if label is not None}

    def pair(self, wanted: Sequence[str] = ()) -> dict[str, Figure]:
        """Of two annotators, by the measure's name; ratings are taken by token."""
        found = ((name.removeprefix("token_"), compute) for name, compute in _whole(wanted, "tokens"))
        return self._figures(found, wanted) | self._of_texts(wanted)

    def _figures(self, offered: Iterable[tuple[str, Compute]], wanted: Sequence[str]) -> dict[str, Figure]:
        asked = ((None, name, compute) for name, compute in offered if not wanted or name in wanted)
        return self._each(asked).get(None, {})

    def _each(self, asked: Iterable[tuple[str | None, str, Compute]]) -> dict[str | None, dict[str, Figure]]:
        computes = {(label, name): compute for label, name, compute in asked}
        # What is counted from a document is let go of before the next one is left out.
        left_out = (without(self.together, afresh(one)) for one in self._documents)
        found: dict[str | None, dict[str, Figure]] = {}
        for (label, name), one in _with_intervals(computes, self.together, left_out, len(self._documents)).items():
            found.setdefault(label, {})[name] = one
        return found

    def _of_texts(self, wanted: Sequence[str], label: str | None = None) -> dict[str, Figure]:
        found = {
            one.name: one.texts for one in _offered(wanted) if one.texts and (not wanted or one.name in wanted)
        }
        if not found:
            return {}
        texts = self._texts if label is None else [one.only(label) for one in self._texts]
        left_out = [texts[:at] + texts[at + 1 :] for at in range(len(texts))]
        return {name: figure(compute, texts, left_out) for name, compute in found.items()}


def figure(compute: Callable[[Counts], float], together: Counts, left_out: Sequence[Counts]) -> Figure:
    """What is computed from some documents together, with its interval from these without each of them."""
    return _with_intervals({None: compute}, together, left_out, len(left_out))[None]


Name = TypeVar("Name", bound=Hashable)


def _too_few() -> Said:
    return say("no interval with fewer than %(fewest)s documents", fewest=FEWEST)


def _not_without(none: NotComputable) -> Said:
    return say("no interval: without one of the documents, %(why)s", why=none.why)


def _with_intervals(
    computes: Mapping[Name, Callable[[Counts], float]],
    together: Counts,
    left_out: Iterable[Counts],
    documents: int,
) -> dict[Name, Figure]:
    """The same of several figures; each of the ``documents`` is left out once for all of them."""
    found: dict[Name, Figure] = {}
    for name, compute in computes.items():
        try:
            found[name] = Figure(compute(together), why=_too_few())
        except NotComputable as none:
            found[name] = Figure(None, why=none.why)
    if documents < FEWEST:
        return found
    values = {name: one.value for name, one in found.items() if one.value is not None}
    without_one: dict[Name, list[float]] = {name: [] for name in values}
    for one in left_out if values else ():
        for name, own in list(without_one.items()):
            try:
                own.append(computes[name](one))
            except NotComputable as none:
                found[name] = Figure(values[name], why=_not_without(none))
                del without_one[name]
    for name, own in without_one.items():
        low, high = jackknife(values[name], own)
        found[name] = Figure(values[name], low, min(high, _MOST), documents=documents)
    return found


_CONTINUA: dict[str, tuple[str, Callable[[Continuum], Ratings]]] = {
    "points": ("char_", lambda continuum: continuum.points),
    "tokens": ("token_", lambda continuum: continuum.tokens),
}


def _offered(wanted: Sequence[str]) -> Iterable[Measure]:
    """What there is to compute: what has to be asked for, only where anything is named."""
    return (one for one in all_measures().values() if wanted or not one.asked)


def _whole(wanted: Sequence[str], *continua: str) -> Iterator[tuple[str, Compute]]:
    for one in _offered(wanted):
        if one.whole:
            yield one.name, one.whole
        yield from _rated(one, one_label_each, continua)


def _label(label: str, wanted: Sequence[str], *, rated: bool) -> Iterator[tuple[str, Compute]]:
    for one in _offered(wanted):
        if one.label:
            yield one.name, partial(_of_label, one.label, label)
        if rated:
            yield from _rated(one, lambda comparison: comparison.label(label))


def _rated(
    measure: Measure, continuum: Callable[[Comparison], Continuum], continua: Sequence[str] = ()
) -> Iterator[tuple[str, Compute]]:
    if measure.ratings:
        for prefix, ratings in (_CONTINUA[name] for name in continua or _CONTINUA):
            yield prefix + measure.name, partial(_of_ratings, measure.ratings, ratings, continuum)


def _of_label(compute: Callable[[Comparison, str], float], label: str, comparison: Comparison) -> float:
    return compute(comparison, label)


def _of_ratings(
    compute: Callable[[Ratings], float],
    ratings: Callable[[Continuum], Ratings],
    continuum: Callable[[Comparison], Continuum],
    comparison: Comparison,
) -> float:
    return compute(ratings(continuum(comparison)))
