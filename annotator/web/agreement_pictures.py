"""The pictures of agreement, each a drawing by itself: for slides and papers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import render_template

from annotator.services.agreement_overview import Overview
from annotator.services.figures import Figure, all_measures
from annotator.services.over_time import Change
from annotator.services.saying import number
from annotator.services.varying import Group
from annotator.web.agreement_joined import ASPECTS
from annotator.web.agreement_tiles import TILES, labels, measure_of_labels
from annotator.web.paragraphs import spoken
from annotator.web.wording import label_of


@dataclass(frozen=True, slots=True)
class Row:
    """A bar with its interval and its name; without a figure a line across, or a title."""

    name: str
    figure: Figure | None = None
    line: bool = False


def picture(found: Overview, name: str) -> str:
    """The picture of this name."""
    if name in ("pairs", "confusions"):
        return render_template(f"agreement/{name}.svg", found=found, number=number, label_of=_titles(found))
    title, rows, bands = _BARS[name]
    if name == "parts":
        measure = all_measures()[_measure_of_parts(found)]
        title, bands = f"{measure.title} {title}", measure.bands
    return render_template(
        "agreement/bars.svg", title=title, rows=list(rows(found)), bands=bands, base=_base(found), number=number
    )


def _titles(found: Overview) -> Callable[[str], str]:
    return lambda name: label_of(found.codebook, name)


def _base(found: Overview) -> str:
    agreement = found.agreement
    versions = ", ".join(map(str, agreement.codebook_versions))
    return f"{agreement.documents} documents; {', '.join(agreement.annotators)}; codebook {versions}"


def _whole(found: Overview) -> Iterator[Row]:
    figures = {one.title: found.agreement.figures[name] for _, name in TILES for one in [all_measures()[name]]}
    return (Row(title, figure) for title, figure in sorted(figures.items(), key=lambda one: one[1].value is None))


def _labels(found: Overview) -> Iterator[Row]:
    title_of = _titles(found)
    measure = measure_of_labels(found)
    return (Row(title_of(label), one.figures[measure]) for label, one, _ in labels(found))


def _attributes(found: Overview) -> Iterator[Row]:
    title_of = _titles(found)
    for label, one in found.agreement.labels.items():
        for name, of in one.attributes.items():
            yield Row(f"{title_of(label)}: {spoken(name)}", of.figures["krippendorff_alpha"])
    for name, said in found.agreement.attributes.items():
        yield Row(f"document: {spoken(name)}", said.figures.figures["krippendorff_alpha"])


def _documents(found: Overview) -> Iterator[Row]:
    return (Row(one.document.title, Figure(one.share)) for one in found.parts.documents)


def _parts(found: Overview) -> Iterator[Row]:
    parts, measure = found.parts, _measure_of_parts(found)
    courses: Mapping[str, Iterable[Group | Change]] = {**parts.course, **parts.by_condition}
    for by, groups in {**courses, "place in the text": parts.by_position}.items():
        if groups:
            yield Row(spoken(by))
            yield from (_part(one, measure) for one in groups)


def _part(one: Group | Change, measure: str) -> Row:
    if isinstance(one, Change):
        return Row(one.told, line=True)
    return Row(one.title or one.value or "not given", one.figures[measure])


def _measure_of_parts(found: Overview) -> str:
    """By which parts are drawn: where spans of one annotator overlap, only F1 is there for all of them."""
    return "span_f1_exact" if found.agreement.overlapping else "u_alpha"


def _statements(found: Overview) -> Iterator[Row]:
    joints = found.agreement.joints.statements
    return (Row(title, joints[name].figures["krippendorff_alpha"]) for name, title in ASPECTS if name in joints)


def _relations(found: Overview) -> Iterator[Row]:
    joints = found.agreement.joints.relations
    return (Row(spoken(name), one.figures["krippendorff_alpha"]) for name, one in joints.items())


_BARS: Mapping[str, tuple[str, Callable[[Overview], Iterator[Row]], bool]] = {
    "whole": ("Agreement as a whole, with 95 % intervals", _whole, True),
    "labels": ("Alpha by label, with 95 % intervals", _labels, True),
    "attributes": ("Krippendorff’s alpha of attributes, with 95 % intervals", _attributes, True),
    "statements": ("Krippendorff’s alpha of statements, with 95 % intervals", _statements, True),
    "relations": ("Krippendorff’s alpha of relations, with 95 % intervals", _relations, True),
    "documents": ("Share of each document in the disagreement", _documents, False),
    "parts": ("over time and by condition, with 95 % intervals", _parts, True),
}
"""For each picture made of bars its title, its bars, and whether Krippendorff’s bounds belong into it."""
