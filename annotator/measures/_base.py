"""What a measure of agreement is, and how it says that a number cannot be had."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.domain.comparison import Comparison, Continuum
from annotator.domain.marked import Marked
from annotator.domain.match import Match
from annotator.domain.rating import Ratings
from annotator.domain.said import say


class NotComputable(Exception):  # noqa: N818 - an answer, not a fault
    """There is no number, and why, in words for people."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


NO_PAIR = say("no document was completed by two annotators")
NOTHING_MARKED = say("nobody marked anything")
ONE_VALUE = say(
    "everybody used one and the same value (percent agreement 100 %): "
    "without variation there is nothing beyond chance to measure"
)
NEVER_BOTH = say("there is no place that two annotators marked")
OVERLAP = say("spans of one annotator overlap, so that a place has no one label: see each label by itself")


@dataclass(frozen=True, slots=True)
class Worked:
    """How a figure came about: the numbers that it is made of, each with what it is in words, and the sum done."""

    steps: Sequence[tuple[str, float]]
    formula: str


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
        worked: how it is computed here, number by number.
        worked_label: the same of one label.
        bands: Krippendorff's bounds speak about it, as it is corrected for chance.
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
    worked: Callable[[Comparison], Worked] | None = None
    worked_label: Callable[[Comparison, str], Worked] | None = None
    bands: bool = False
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

    def worked(self, of: str = say("characters, once for each annotator who read them")) -> Worked:
        """The same in words; ``of`` is what the total counts."""
        return Worked(
            (
                (of, self.total),
                (say("of these, where two annotators differ"), self.observed),
                (say("as many would differ by chance"), self.expected),
            ),
            f"1 − {shown(self.observed)} / {shown(self.expected)}",
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


def mean_worked(comparison: Comparison, shared: Callable[[Match], int], every: str, part: str) -> Worked:
    """How the mean over pairs of annotators comes about, where each has ``shared`` of all its spans."""
    pairs = {pair: match for pair, match in by_pair(comparison).items() if match.first + match.second}
    of_pairs = [(shared(match), match.first + match.second) for match in pairs.values()]
    steps = [(every, float(sum(spans for _, spans in of_pairs))), (part, float(sum(same for same, _ in of_pairs)))]
    if len(pairs) == 1:
        ((same, spans),) = of_pairs
        return Worked(steps, _share(same, spans))
    shares = [same / spans for same, spans in of_pairs]
    steps += [
        (say("%(one)s and %(other)s: %(share)s", one=pair[0], other=pair[1], share=_share(same, spans)), share)
        for pair, (same, spans), share in zip(pairs, of_pairs, shares, strict=True)
    ]
    return Worked(steps, f"({' + '.join(f'{share:.3f}' for share in shares)}) / {len(shares)}")


def _share(part: int, of: int) -> str:
    return f"{shown(part)} / {shown(of)}"


def shown(value: float) -> str:
    """A count as people read it; of a fraction one digit."""
    return f"{value:,.1f}".removesuffix(".0")


def by_pair(comparison: Comparison, label: str | None = None) -> dict[tuple[str, str], Match]:
    """How the spans of each two annotators match, of one label or of all."""
    pooled: defaultdict[tuple[str, str], Match] = defaultdict(Match)
    for (one, other, of), match in comparison.matches.items():
        if label in (None, of):
            pooled[one, other] = pooled[one, other].plus(match)
    return dict(pooled)
