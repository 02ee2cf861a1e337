"""The figures of what is marked as drawings: on the page, in a file of it, and from the command line."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader

from annotator.services.frequency import Frequency
from annotator.web.wording import label_of

TITLES = {
    "labels": "Labels by {by}",
    "together": "Paragraphs in which labels stand together",
    "mentions": "What is mentioned most",
}
_MOST_ROWS = 40
"""A picture shows so many groups; the CSV has all of them."""


def picture(found: Frequency, name: str) -> str:
    """One of the figures, drawn on white for a file."""
    drawing = "bars" if name == "mentions" else "matrix"
    return _drawings().get_template(f"figures/{drawing}.svg").render(name=name, **shown(found, as_file=True))


def shown(found: Frequency, *, as_file: bool) -> dict[str, Any]:
    """What the drawings are made of."""
    return {
        "found": found,
        "as_file": as_file,
        "title_of": lambda name: TITLES[name].format(by=found.by),
        "label_of": lambda name: label_of(found.codebook, name),
        "rows": {
            "labels": [(group or "not given", _of(of)) for group, of in found.groups[:_MOST_ROWS]],
            "together": [(label_of(found.codebook, one), _with(found, one)) for one in found.labels],
        },
        "base": _base(found),
    }


@cache
def _drawings() -> Environment:
    # No application stands behind the command line: a drawing asks for none.
    return Environment(loader=PackageLoader("annotator.web"), autoescape=True)


def _of(counts: Mapping[str, int]) -> Callable[[str], int]:
    return lambda label: counts.get(label, 0)


def _with(found: Frequency, one: str) -> Callable[[str], int]:
    return lambda other: found.both(one, other)


def _base(found: Frequency) -> str:
    layer = "all layers" if found.layer == "all" else f"layer {found.layer}"
    return f"{found.spans} spans in {found.documents} documents; {layer}"
