"""The agreement report of a release, for people: what was computed, and what it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.services.agreeing import Agreement, reported
from annotator.services.figures import Figure
from annotator.services.saying import methods, sentence, warnings


def markdown(found: Agreement, confusions: Mapping[tuple[str, str], int], day: str) -> bytes:
    """``agreement.md``."""
    return "\n".join([*_head(found, confusions, day), *_parts(found), ""]).encode()


def _head(found: Agreement, confusions: Mapping[tuple[str, str], int], day: str) -> Iterator[str]:
    yield from ("# Agreement", "", sentence(found, confusions))
    for warning in warnings(found):
        yield from ("", f"- {warning}")
    if said := methods(found, day):
        yield from ("", "## For the methods section", "", said)


def _parts(found: Agreement) -> Iterator[str]:
    if not found.documents:
        return
    yield from _table(f"All of {', '.join(found.annotators)}", found.figures)
    for name, said in found.attributes.items():
        yield from _table(f"Of whole documents: {name}", said.figures.figures)
    for name, label in found.labels.items():
        spans = ", ".join(f"{who} {count}" for who, count in label.spans.items())
        yield from _table(f"Label {name} (spans: {spans})", label.figures)
        for attribute, of in label.attributes.items():
            yield from _table(f"Label {name}, {attribute} (of {of.places} places)", of.figures)
    for what, joints in (("Statements", found.joints.statements), ("Relation", found.joints.relations)):
        for name, joined in joints.items():
            yield from _table(
                f"{what}: {name} ({joined.places} compared, {joined.differing} differ)", joined.figures
            )
    for pair in found.pairs:
        yield from _table(f"{' and '.join(pair.annotators)} ({pair.documents} documents)", pair.figures)


def _table(title: str, figures: Mapping[str, Figure]) -> Iterator[str]:
    yield from ("", f"## {title}", "", "| measure | value | 95 % interval | |", "| --- | --- | --- | --- |")
    for name, one in reported(dict(figures)).items():
        yield f"| {name} | {_number(one['value'])} | {_interval(one)} | {one.get('why', '')} |"


def _interval(figure: Mapping[str, Any]) -> str:
    ends: Iterable[Any] = (figure.get("low"), figure.get("high"))
    shown = [_number(end) for end in ends]
    return " to ".join(shown) if all(shown) else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
