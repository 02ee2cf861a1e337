"""Where an annotation stands: by a position, by a quotation, or by both, which then have to agree."""

from typing import Any

from annotator.domain.offsets import from_utf16
from annotator.domain.span import is_offset
from annotator.formats._marked import shown

_Place = tuple[int, int]


class Unplaced(Exception):  # noqa: N818 - the reason why something has no place, not a fault
    """Why an annotation cannot be placed."""


def placed(target: Any, text: str) -> _Place:
    """The place of a target in ``text``, in code points.

    Raises:
        Unplaced: says why there is none.
    """
    selectors = _selectors(target)
    quote = next((one for one in selectors if one.get("type") == "TextQuoteSelector"), None)
    position = next((one for one in selectors if one.get("type") == "TextPositionSelector"), None)
    exact = quote.get("exact") if quote else None
    if position is None:
        if not isinstance(exact, str) or quote is None:
            kinds = ", ".join(str(one.get("type")) for one in selectors) or "no selector"
            raise Unplaced(f"{shown(kinds)} says no place in the text")
        return _quoted(exact, str(quote.get("prefix", "")), str(quote.get("suffix", "")), text)
    start, end = position.get("start"), position.get("end")
    if not is_offset(start) or not is_offset(end):
        raise Unplaced("its position is no pair of whole numbers")
    return _agreed((start, end), exact, text)


def _selectors(target: Any) -> list[dict[str, Any]]:
    selector = target.get("selector") if isinstance(target, dict) else None
    found = selector if isinstance(selector, list) else [selector]
    return [one for one in found if isinstance(one, dict)]


def _agreed(place: _Place, exact: Any, text: str) -> _Place:
    if not isinstance(exact, str) or text[slice(*place)] == exact:
        return place
    offset = from_utf16(text)
    try:
        other = (offset(place[0]), offset(place[1]))
    except ValueError:
        other = place
    if text[slice(*other)] == exact:
        return other
    raise Unplaced(f"the text at {place[0]}-{place[1]} is “{shown(text[slice(*place)])}”, not “{shown(exact)}”")


def _quoted(exact: str, prefix: str, suffix: str, text: str) -> _Place:
    whole = f"{prefix}{exact}{suffix}"
    found = text.find(whole) if exact else -1
    if found < 0:
        raise Unplaced(f"“{shown(exact)}” stands nowhere in the text")
    if text.find(whole, found + 1) >= 0:
        raise Unplaced(f"“{shown(exact)}” stands more than once in the text")
    return found + len(prefix), found + len(prefix) + len(exact)
