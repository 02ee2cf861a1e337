"""A WebAnno TSV file taken apart: its layers, its text, and its rows, before anything is made of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from annotator.domain.errors import Invalid
from annotator.domain.offsets import utf16_length

Kind = Literal["span", "relation", "chain"]

_KINDS: dict[str, Kind] = {"#T_SP=": "span", "#T_RL=": "relation", "#T_CH=": "chain"}
_PLACE = re.compile(r"([0-9]{1,12})-([0-9]{1,12})")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer and the index of the first of its columns; ``base`` is what the relations of a layer join."""

    kind: Kind
    name: str
    features: tuple[str, ...]
    base: str
    column: int

    @property
    def short(self) -> str:
        return self.name.rsplit(".", 1)[-1]

    @property
    def width(self) -> int:
        return max(1, len(self.features) + bool(self.base))


@dataclass(frozen=True, slots=True)
class Row:
    """A token, or a part of one: its place in UTF-16 units, and a cell for each column."""

    line: int
    id: str
    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """A whole file."""

    layers: list[Layer] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    text: str = ""


def parsed(text: str) -> Table:
    """The layers, rows and text of a file.

    Raises:
        Invalid: names the line that is none of the format's.
    """
    table = Table()
    sentence: list[str] = []
    length = 0
    for number, line in _lines(text):
        kind = _KINDS.get(line[:6])
        if kind is not None:
            table.layers.append(_layer(line[6:], kind, table.layers))
        elif line.startswith("#Text="):
            sentence.append(unescaped(line[6:]))
        elif not line.startswith("#"):
            row = _row(line, number)
            if sentence:
                table.text, length = _with_sentence(table.text, length, "\n".join(sentence), row)
                sentence = []
            table.rows.append(row)
    return table


def unescaped(words: str) -> str:
    """What stands behind the backslashes of the format."""
    return _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]), words)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.rstrip("\r")
        if words.strip():
            yield number, words


def _layer(line: str, kind: Kind, before: list[Layer]) -> Layer:
    name, *features = line.split("|")
    base = next((one.removeprefix("BT_") for one in features if one.startswith("BT_")), "")
    column = before[-1].column + before[-1].width if before else 0
    return Layer(
        kind, name.strip(), tuple(one for one in features if one and not one.startswith("BT_")), base, column
    )


def _row(line: str, number: int) -> Row:
    key, _, rest = line.partition("\t")
    place, _, rest = rest.partition("\t")
    _token, _, rest = rest.partition("\t")
    found = _PLACE.fullmatch(place.strip())
    if found is None:
        raise Invalid("bad-tsv", f"Line {number}: an id, START-END, a token and its layers belong here.")
    return Row(number, key.strip(), int(found[1]), int(found[2]), tuple(rest.split("\t")))


def _with_sentence(text: str, length: int, sentence: str, first: Row) -> tuple[str, int]:
    """``text`` with a sentence whose first token is ``first``, and its length in UTF-16 units.

    What stands between two sentences is not written down: it is white space, with a line end before the next.
    """
    # A sentence starts with its first token, but for blanks.
    before = sentence[: len(sentence) - len(sentence.lstrip())]
    gap = first.start - utf16_length(before) - length
    if gap < 0:
        raise Invalid("bad-tsv", f"Line {first.line}: the sentence overlaps the one before.")
    if gap > _WIDEST_GAP:
        raise Invalid("bad-tsv", f"Line {first.line}: {gap} characters are missing before this sentence.")
    between = " " * (gap - 1) + "\n" if gap else ""
    return text + between + sentence, length + gap + utf16_length(sentence)


_WIDEST_GAP = 10_000
