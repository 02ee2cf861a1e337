"""What a measure of agreement is, and how it says that a number cannot be had."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.domain.comparison import Comparison, Continuum
from annotator.domain.marked import Marked
from annotator.domain.match import Match
from annotator.domain.rating import Ratings


class NotComputable(Exception):  # noqa: N818 - an answer, not a fault
    """There is no number, and why, in words for people."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


NO_PAIR = "no document was completed by two annotators"
NOTHING_MARKED = "nobody marked anything"
ONE_VALUE = "everybody used one and the same value: without variation there is nothing beyond chance to measure"
NEVER_BOTH = "there is no place that two annotators marked"
OVERLAP = "spans of one annotator overlap, so that a place has no one label: see each label by itself"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name for scripts, its title for pages, and what it asks, in plain words.

    Each way to compute it raises ``NotComputable`` instead of answering 0, 1 or NaN where nothing can be computed.

    Attributes:
        source: where its formula stands.
        whole: from all that was marked.
        label: from one label.
        ratings: from ratings of any kind of thing: tokens, code points, attributes of spans that go together.
        texts: from the spans themselves, of all labels or of one, in texts that at least two completed.
        pairs: for two annotators; the figure of more of them is the mean over their pairs.
        worked: the numbers that it is computed from, each with what it is in words.
        asked: computed only where it is named: for papers, or to compare with older work.
    """

    name: str
    title: str
    question: str
    source: str
    whole: Callable[[Comparison], float] | None = None
    label: Callable[[Comparison, str], float] | None = None
    ratings: Callable[[Ratings], float] | None = None
    texts: Callable[[Sequence[Marked]], float] | None = None
    pairs: bool = False
    worked: Callable[[Comparison], Sequence[tuple[str, float]]] | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Disagreeing:
    """What an alpha is made of: ``1 - observed / expected``, both out of ``total`` coincidences of characters."""

    observed: float
    expected: float
    total: float

    @property
    def alpha(self) -> float:
        return 1 - self.observed / self.expected

    def worked(self) -> Sequence[tuple[str, float]]:
        """The same in words."""
        return (
            ("characters, once for each annotator who read them", self.total),
            ("of these, where two annotators differ", self.observed),
            ("as many would differ by chance", self.expected),
        )


def one_label_each(comparison: Comparison) -> Continuum:
    """The continuum of all labels, where every place has at most one from each annotator."""
    if comparison.whole is None:
        raise NotComputable(OVERLAP)
    return comparison.whole


def mean_over_pairs(
    comparison: Comparison, f1: Callable[[Match], float | None], label: str | None = None
) -> float:
    """The mean of ``f1`` over pairs of annotators, of one label or of all; a pair without any span is left out."""
    found = [value for value in map(f1, by_pair(comparison, label).values()) if value is not None]
    if not found:
        raise NotComputable(NOTHING_MARKED if comparison.documents else NO_PAIR)
    return sum(found) / len(found)


def by_pair(comparison: Comparison, label: str | None = None) -> dict[tuple[str, str], Match]:
    """How the spans of each two annotators match, of one label or of all."""
    pooled: defaultdict[tuple[str, str], Match] = defaultdict(Match)
    for (one, other, of), match in comparison.matches.items():
        if label in (None, of):
            pooled[one, other] = pooled[one, other].plus(match)
    return dict(pooled)
