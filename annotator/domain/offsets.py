"""Code points and UTF-16 units.

An offset is an index into a document's text in Unicode code points, as Python's ``str`` counts.
Browsers count UTF-16 units; ``web/static/annotate/offsets.js`` is the twin of this module, and both are
tested with the same table of cases.
"""

from bisect import bisect_right
from collections.abc import Callable

_LAST_ONE_UNIT_CODE_POINT = 0xFFFF


def utf16_length(text: str) -> int:
    """Length of ``text`` in UTF-16 units."""
    return len(text) + sum(ord(character) > _LAST_ONE_UNIT_CODE_POINT for character in text)


def code_point_offset(text: str, units: int) -> int:
    """The code-point offset of the UTF-16 offset ``units``.

    Inside a surrogate pair the offset of the character's start is returned.

    Raises:
        ValueError: ``units`` lies outside the text.
    """
    if units < 0:
        raise ValueError("an offset is not negative")
    passed = 0
    for index, character in enumerate(text):
        width = 2 if ord(character) > _LAST_ONE_UNIT_CODE_POINT else 1
        if passed + width > units:
            return index
        passed += width
    if passed != units:
        raise ValueError(f"UTF-16 offset {units} lies outside a text of {passed} units")
    return len(text)


def utf16_offset(text: str, offset: int) -> int:
    """The UTF-16 offset of the code-point ``offset``.

    Raises:
        ValueError: ``offset`` lies outside the text.
    """
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} lies outside a text of {len(text)} code points")
    return utf16_length(text[:offset])


def from_utf16(text: str) -> Callable[[int], int]:
    """What ``code_point_offset`` says of ``text``, for many offsets: the text is walked through once.

    An offset inside a surrogate pair raises ``ValueError`` too: nobody marks half a character.
    """
    # The UTF-16 offsets behind each character of two units, in order.
    behind = [
        index + number + 2
        for number, index in enumerate(
            index for index, character in enumerate(text) if ord(character) > _LAST_ONE_UNIT_CODE_POINT
        )
    ]
    pairs = set(behind)
    length = len(text) + len(behind)

    def offset(units: int) -> int:
        if not 0 <= units <= length:
            raise ValueError(f"the offset {units} lies outside a text of {length} UTF-16 units")
        if units + 1 in pairs:
            raise ValueError(f"the offset {units} lies inside a character of two UTF-16 units")
        return units - bisect_right(behind, units)

    return offset
