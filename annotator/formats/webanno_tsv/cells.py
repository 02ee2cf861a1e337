"""What stands in the cells of a layer: stacked values, each with its annotation's number where one is needed."""

import re
from collections.abc import Iterator

from annotator.formats.webanno_tsv.table import Layer, Row, unescaped

_NUMBERED = re.compile(r"(.*?)(?:\[(\d{1,9}(?:_\d{1,9})?)\])?", re.DOTALL)
_NOT_ESCAPED_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def annotations(layer: Layer, row: Row) -> Iterator[tuple[str, dict[str, str | None]]]:
    """The annotations of ``layer`` on a row: the number of each, where one is needed, and its features."""
    columns = [(name, _values(row, layer.column + index)) for index, name in enumerate(layer.features or ("",))]
    for index, (number, _) in enumerate(columns[0][1]):
        yield number, {name: values[index][1] for name, values in columns if name and index < len(values)}


def goals(layer: Layer, row: Row) -> list[tuple[str, str]]:
    """For each relation on a row the token it comes from and the numbers of its two ends, such as “3_5”."""
    return [(value or "", number) for number, value in _values(row, layer.column + len(layer.features))]


def _values(row: Row, column: int) -> list[tuple[str, str | None]]:
    cell = row.cells[column] if column < len(row.cells) else "_"
    if cell in ("_", ""):
        return []
    found = []
    for piece in _NOT_ESCAPED_BAR.sub("\\1\x00", cell).split("\x00"):
        match = _NUMBERED.fullmatch(piece)
        value, number = (match[1], match[2] or "") if match else (piece, "")
        found.append((number, None if value == "*" else unescaped(value)))
    return found
