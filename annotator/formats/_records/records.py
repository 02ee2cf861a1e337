"""The objects of a file of JSON: one a line, in one list, or one alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from annotator.domain.errors import Invalid
from annotator.domain.text import decode
from annotator.formats._base import Incoming
from annotator.formats._records.strict import parse_value
from annotator.formats._records.table import Table


def records(incoming: Incoming) -> Iterator[Table]:
    """The objects of a file, each with its place: “line 3” or “[2]”.

    Raises:
        Invalid: something is no JSON, or no object; says where.
    """
    text = decode(incoming.data, incoming.encoding)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip(" \t\r")]
    if _is_one_a_line(lines, text):
        for number, line in lines:
            place = f"line {number}"
            with naming(place):
                value = parse_value(line)
            yield _object(value, place)
        return
    value = parse_value(text) if lines else []
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield _object(item, f"[{index}]")
    else:
        yield _object(value, "")


@contextmanager
def naming(place: str) -> Iterator[None]:
    """Put ``place`` before what a refusal says."""
    try:
        yield
    except Invalid as refusal:
        before = f"{place[:1].upper()}{place[1:]}: " if place else ""
        raise Invalid(refusal.code, f"{before}{refusal.message}") from None


def _is_one_a_line(lines: list[tuple[int, str]], text: str) -> bool:
    """Whether each line is an object, rather than all of them together."""
    if not lines or not lines[0][1].lstrip().startswith("{"):
        return False
    return _is_json(lines[0][1]) or (
        len(lines) > 1 and lines[1][1].lstrip().startswith("{") and not _is_json(text)
    )


def _is_json(words: str) -> bool:
    try:
        parse_value(words)
    except Invalid:
        return False
    return True


def _object(value: object, place: str) -> Table:
    if not isinstance(value, dict):
        raise Invalid("bad-json", f"{place or 'The file'}: an object belongs here, in braces.")
    return Table(value, place)
