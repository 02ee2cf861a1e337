"""Published values of measures, with the data they were computed from; each case names its source."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from annotator import measures
from annotator.domain.comparison import Comparison, compare, together, without
from annotator.domain.interval import jackknife
from annotator.domain.marked import Marked, mark
from annotator.domain.rating import Pattern, Ratings
from annotator.domain.token import Tokens
from annotator.measures import alpha_u_1995, boundary_similarity, cohen_kappa, gamma, gwet_ac1
from annotator.measures._base import Measure, NotComputable
from annotator.measures._observed import item_agreement, observed
from annotator.measures.krippendorff_alpha import krippendorff_alpha
from annotator.registry import collect

_FILE = Path(__file__).with_name("reference_cases.json")
_JACKKNIFE = "_jackknife_ci95"
_CONTINUA = {"char_": "points", "token_": "tokens"}
_BESIDE = {
    "alpha_u_1995_category": alpha_u_1995.alpha_u_1995,
    "alpha_u_1995_expected": alpha_u_1995.expected,
    "alpha_u_1995_observed": alpha_u_1995.observed,
    "cohen_kappa_ci95": cohen_kappa.interval,
    "cohen_kappa_se": cohen_kappa.standard_error,
    "exact_set_agreement": observed,
    "gamma_best_alignment_disorder": gamma.best_alignment_disorder,
    "gwet_ac1_pa": observed,
    "gwet_ac1_pe": gwet_ac1.expected,
    "gwet_ac1_se": gwet_ac1.standard_error,
}
"""What is published beside a measure and is none of its own."""

MEASURES = collect(measures, "MEASURE", Measure)


@dataclass(frozen=True)
class Case:
    """What somebody published, or several programs agree on: a number, an interval, or that there is none."""

    dataset: str
    measure: str
    expected: Any
    tolerance: float
    params: dict

    def __str__(self) -> str:
        return "-".join([self.dataset, self.measure, *map(str, self.params.values())])

    def holds(self) -> bool:
        try:
            value = self.value()
        except NotComputable as none:
            return bool(none.why) and self.expected in ("undefined", "undefined_or_1")
        if isinstance(self.expected, str):
            return self.expected == "undefined_or_1" and value == 1
        if isinstance(self.expected, list):
            return all(abs(one - other) <= self.tolerance for one, other in zip(value, self.expected, strict=True))
        return abs(value - self.expected) <= self.tolerance

    def value(self) -> Any:
        found = _data()["datasets"][self.dataset]
        if self.measure == "item_agreement":
            return [item_agreement(tuple(values)) for values in found["units"]]
        if found["kind"] == "ratings":
            return self._of_ratings(_ratings(found))
        if found["kind"] == "segmentation":
            cost, every = boundary_similarity.edits(_borders(found["a"]), _borders(found["b"]), self.params["n_t"])
            return 1 - cost / every
        if self.measure.startswith(("alpha_u_1995", "gamma")):
            return self._of_texts([_marked(one) for one in found["documents"]])
        documents = _documents(self.dataset)
        whole = together(documents)
        if not self.measure.endswith(_JACKKNIFE):
            return self._of_spans(self.measure, whole)
        measure = self.measure.removesuffix(_JACKKNIFE)
        left_out = [self._of_spans(measure, without(whole, one)) for one in documents]
        return jackknife(self._of_spans(measure, whole), left_out)

    def _of_spans(self, measure: str, comparison: Comparison) -> float:
        label = self.params.get("label") or self.params.get("category")
        if measure == "char_krippendorff_alpha_label_binary":
            return krippendorff_alpha(comparison.label(label).points)
        for prefix, continuum in _CONTINUA.items():
            if measure.startswith(prefix):
                name = measure.removeprefix(prefix).removeprefix("mean_pairwise_")
                return MEASURES[name].ratings(getattr(comparison.whole, continuum))
        found = MEASURES[measure]
        return found.label(comparison, label) if label else found.whole(comparison)

    def _of_texts(self, texts: list[Marked]) -> float:
        compute = _BESIDE.get(self.measure) or MEASURES[self.measure].texts
        if category := self.params.get("category"):
            return compute([text.only(category) for text in texts])
        return compute(texts, gamma.Weights(*(self.params[name] for name in ("alpha", "beta", "deltaEmpty"))))

    def _of_ratings(self, ratings: Ratings) -> Any:
        params = dict(self.params)
        if category := params.pop("category", None):
            ratings = ratings.as_one_or_another(category)
        name = self.measure.removeprefix("mean_pairwise_").removesuffix("_category")
        return (_BESIDE.get(name) or MEASURES[name].ratings)(ratings, **params)


def cases() -> list[Case]:
    return [Case(**{"params": {}, **one}) for one in _data()["cases"]]


@cache
def _data() -> dict:
    return json.loads(_FILE.read_text(encoding="utf-8"))


def _ratings(found: dict) -> Ratings:
    counts: Counter[Pattern] = Counter()
    for values, count in found.get("counts") or [(values, 1) for values in found["units"]]:
        counts[tuple(map(_value, values))] += count
    return Ratings(tuple(str(at) for at in range(len(next(iter(counts))))), counts)


def _value(said: Any) -> Any:
    """What somebody said; several labels of one thing are one value."""
    return " and ".join(sorted(said)) or "none" if isinstance(said, list) else said


@cache
def _documents(dataset: str) -> list[Comparison]:
    return [_compared(one) for one in _data()["datasets"][dataset]["documents"]]


def _compared(document: dict) -> Comparison:
    return compare(_places(document), document["length"], Tokens(document.get("tokens", ())))


def _marked(document: dict) -> Marked:
    return mark(_places(document), document["length"], Tokens(()))


def _places(document: dict) -> dict[str, list]:
    places: dict[str, list] = {name: [] for name in document["annotators"]}
    for name, start, end, label in document["spans"]:
        places[name].append((((start, end),), label))
    return places


def _borders(masses: list[int]) -> frozenset[int]:
    """Where segments of these lengths meet."""
    return frozenset(accumulate(masses[:-1]))
