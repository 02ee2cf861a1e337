"""Code points and UTF-16 units.

An offset is an index into a document's text in Unicode code points, as Python's ``str`` counts.
Browsers count UTF-16 units; ``web/static/annotate/offsets.js`` is the twin of this module, and both are
tested with the same table of cases.
"""

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
