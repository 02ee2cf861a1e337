"""The figures that stand first on the page of agreement, each with what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.measures._base import Measure, Worked
from annotator.services import agreeing
from annotator.services.agreement_overview import Overview
from annotator.services.figures import Figure, all_measures
from annotator.services.saying import confused_with
from annotator.web.language import N_

TILES = (
    (N_("Whole"), "u_alpha"),
    (N_("Where"), "u_alpha_binary"),
    (N_("What"), "cu_alpha"),
    (N_("Plain"), "span_f1_exact"),
    (N_("Plain"), "span_f1_overlap"),
)
"""What is shown first: what each is about, and its measure."""

BEHIND: Mapping[str, str] = {
    "u_alpha": N_("characters that the two did not mark alike, once for each of them"),
    "u_alpha_binary": N_("characters that only one of two marked, once for each of them"),
    "cu_alpha": N_("characters that two marked under different labels, once for each of them"),
    "span_f1_exact": N_("spans that the other did not mark with the same borders and label"),
    "span_f1_overlap": N_("spans that meet none of the other’s under the same label"),
}
"""What a figure counts as different in the list behind it."""

_MOST_LABELS = 3


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that is shown first.

    Attributes:
        about: what it is about, in a word; of one label its name.
        label: the one that it speaks about; empty where it speaks about all.
        worked: how it is computed with this project's numbers.
        spans: so many were compared.
        behind: so many disagreements there are behind it.
    """

    about: str
    label: str
    measure: Measure
    figure: Figure
    worked: Worked | None
    spans: int
    behind: int


def tiles(found: Overview) -> tuple[list[Tile], list[Tile]]:
    """What is shown first, and what cannot be computed as spans of one annotator overlap.

    Where they do, the labels that annotators agree on the least stand in for all labels together.
    """
    whole = [_of_all(found, about, name) for about, name in TILES]
    if not found.agreement.overlapping:
        return whole, []
    computed = [one for one in whole if one.figure.value is not None]
    of_labels = [_of_label(found, name) for name, *_ in labels(found)]
    computed += [one for one in of_labels if one.figure.value is not None][:_MOST_LABELS]
    return computed, [one for one in whole if one.figure.value is None]


def _of_all(found: Overview, about: str, name: str) -> Tile:
    return Tile(
        about,
        "",
        all_measures()[name],
        found.agreement.figures[name],
        found.parts.worked.get((name, "")),
        sum(sum(one.spans.values()) for one in found.agreement.labels.values()),
        found.parts.counts.behind[name],
    )


def _of_label(found: Overview, label: str) -> Tile:
    own = found.agreement.labels[label]
    return Tile(
        label,
        label,
        all_measures()["u_alpha"],
        own.figures["u_alpha"],
        found.parts.worked.get(("u_alpha", label)),
        sum(own.spans.values()),
        found.parts.counts.labels[label],
    )


def measure_of_labels(found: Overview) -> str:
    """The measure of labels: among the others, or where spans of one annotator overlap against everything else."""
    return "u_alpha" if found.agreement.overlapping else "ku_alpha"


Row = tuple[str, agreeing.OfLabel, Sequence[tuple[str, int]]]
"""A label, its figures, and what it is confused with."""


def labels(found: Overview) -> list[Row]:
    """Each label with its figures and what it is confused with; the worst first, without a figure last."""

    def worst(one: tuple[str, agreeing.OfLabel]) -> tuple[bool, float]:
        figure = one[1].figures[measure_of_labels(found)]
        value = figure.value if figure.value is not None else one[1].figures["span_f1_exact"].value
        return (value is None, value or 0.0)

    ordered = sorted(found.agreement.labels.items(), key=worst)
    return [(name, one, confused_with(name, found.parts.counts.confusions)) for name, one in ordered]
