"""External ids of an entry: their shapes, and where they can be looked up."""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from annotator.domain.errors import Invalid
from annotator.domain.text import checked_line

_SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    "wikidata": (re.compile(r"Q[1-9][0-9]{0,11}"), "a QID, such as Q232"),
    "eli": (re.compile(r"(https?://[^\s/]+/)?(?:[^\s]+/)?eli(/[^\s/]+)+"), "an ELI, such as /eli/reg/2016/679/oj"),
    "celex": (re.compile(r"[0-9CE][0-9]{4}[A-Z]{1,2}[0-9A-Z()/_-]{1,30}"), "a CELEX number, such as 32016R0679"),
}
SCHEMES = tuple(_SHAPES)


def checked_ids(value: Mapping[str, str], what: str = "ids") -> dict[str, str]:
    """``value`` as external ids, in the order of the schemes; empty ones are left out.

    Raises:
        Invalid: a scheme that there is not, or an id of another shape.
    """
    if unknown := value.keys() - set(SCHEMES):
        raise Invalid("bad-entity", f"{what}: “{min(unknown)[:40]}” is none of {', '.join(SCHEMES)}.")
    return {name: _checked(value[name], name, what) for name in SCHEMES if value.get(name)}


def address_of(scheme: str, value: str) -> str | None:
    """Where an id can be looked up; None where it does not say that safely."""
    match scheme:
        case "wikidata":
            return f"https://www.wikidata.org/wiki/{value}"
        case "celex":
            return f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{quote(value, safe='()')}"
    return value if _is_plain_https(value) else None


def _checked(value: str, scheme: str, what: str) -> str:
    line = checked_line(value, f"{what}.{scheme}", 300)
    # An ELI may be written from the host on, or from its own slash.
    shape, meant = _SHAPES[scheme]
    if not shape.fullmatch(line.lstrip("/") if scheme == "eli" else line):
        raise Invalid("bad-entity", f"{what}.{scheme}: “{line[:60]}” is not {meant}.")
    return line


def _is_plain_https(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(re.fullmatch(r"[a-z0-9.-]+", parts.netloc)) and value.isascii()
