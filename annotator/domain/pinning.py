"""Documents that go to a part of a training set because somebody said so, whatever the lot would have given."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.errors import Invalid

_HEAD = ["document", "part"]


@dataclass(frozen=True, slots=True)
class Pin:
    """A line that puts documents into a part.

    Attributes:
        document: what names them: an id, a title, or a filter.
        part: the name of the part.
        line: where it stands, from 1.
    """

    document: str
    part: str
    line: int


def pins_from(text: str) -> tuple[Pin, ...]:
    """Pins from lines of ``document,part``, as ``split.csv`` of an earlier export has them.

    Raises:
        Invalid: says which line is not a document and a part.
    """
    return tuple(_pins(text))


def _pins(text: str) -> Iterator[Pin]:
    for number, line in enumerate(text.splitlines(), start=1):
        said = _cells(line.strip())
        if not any(said) or (number == 1 and [cell.lower() for cell in said] == _HEAD):
            continue
        if len(said) != len(_HEAD) or not all(said):
            raise Invalid(
                "bad-split",
                f"Line {number}: “{line.strip()[:80]}” is not a document and its part, as “An article, test” is.",
            )
        yield Pin(said[0], said[1].lower(), number)


def _cells(line: str) -> list[str]:
    """What stands in a line: as tables write it, or up to the last comma, as titles have commas of their own."""
    if line.startswith('"'):
        try:
            found = next(csv.reader([line], skipinitialspace=True, strict=True))
        except csv.Error:
            found = line.rsplit(",", 1)
        return [cell.strip() for cell in found]
    return [cell.strip() for cell in line.rsplit(",", 1)]


def refuse_parted(group: Sequence[str], pinned: Mapping[str, Pin]) -> None:
    """Refuse to part documents that belong together.

    Args:
        group: the ids of documents that stay together.
        pinned: for each document that is named, the line that names it.

    Raises:
        Invalid: two of the group were put into different parts.
    """
    pins = [pinned[one] for one in group if one in pinned]
    other = next((pin for pin in pins if pin.part != pins[0].part), None)
    if other is not None:
        raise Invalid(
            "parted",
            f"Line {pins[0].line} puts “{pins[0].document[:80]}” into {pins[0].part} and line {other.line} "
            f"“{other.document[:80]}” into {other.part}, but they belong together.",
        )
