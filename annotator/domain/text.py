"""The canonical text of a document: made once, at import, and immutable from then on.

Line ends become LF, and characters that XML 1.0 or PostgreSQL cannot hold become U+FFFD, one for one.
Nothing is normalised, collapsed or cut away, so that a quotation from the source is found as it stands.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from annotator.domain.errors import Invalid

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# https://www.w3.org/TR/xml/#charsets: all but these; U+0000 is also what PostgreSQL refuses.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical text and what was done to make it: characters replaced, line ends rewritten."""

    text: str
    replaced: int
    line_ends: int
    offset: Callable[[int], int]
    """Maps an offset in the text as it came to one in ``text``."""


def canonical(raw: str) -> Canonical:
    """The canonical form of ``raw``, with the mapping of its offsets."""
    pairs = [match.start() for match in re.finditer("\r\n", raw)]
    text = raw.replace("\r\n", "\n")
    lone = text.count("\r")
    text, replaced = _NOT_XML.subn(REPLACEMENT, text.replace("\r", "\n"))

    def offset(raw_offset: int) -> int:
        # A pair that starts before the offset has lost its second character; inside a pair, its start.
        return raw_offset - bisect_left(pairs, raw_offset)

    return Canonical(text, replaced, len(pairs) + lone, offset)


def decode(data: bytes, encoding: str | None = None) -> str:
    """The characters of ``data``, strictly: by its byte-order mark, else as named, else as UTF-8.

    Raises:
        Invalid: the bytes are not text in that encoding; nothing is guessed.
    """
    found, mark = _byte_order_mark(data)
    name = found or encoding or "utf-8"
    try:
        text = data[mark:].decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Invalid(
            "wrong-encoding",
            f"Not {name.upper()}: byte {error.start + mark} (line {line}) cannot be read. "
            "Name the file's encoding, or save it as UTF-8.",
        ) from None
    except (LookupError, ValueError):
        raise Invalid("unknown-encoding", f"There is no encoding called “{name[:40]}”.") from None
    _refuse_binary(text[:_HEAD])
    return text


def _refuse_binary(head: str) -> None:
    # UTF-16 without its mark is valid UTF-8 where the letters are Latin or Cyrillic: every other byte is 0 or 4.
    if len(_CONTROL.findall(head)) * 4 > len(head):
        raise Invalid(
            "wrong-encoding",
            "Too many control characters for a text: this looks like UTF-16 without its mark, or no text at all.",
        )


def refuse_blank(text: str) -> None:
    """Refuse a document without a word.

    Raises:
        Invalid: the text is empty, or nothing but white space.
    """
    if not text.strip():
        raise Invalid("empty-text", "The text is empty: there is nothing to annotate.")


def _byte_order_mark(data: bytes) -> tuple[str | None, int]:
    # UTF-32's little-endian mark starts with UTF-16's, so it is asked for first.
    for mark, name in (
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return name, len(mark)
    return None, 0


def checked_line(value: str, what: str, limit: int = 500) -> str:
    """``value`` as a single line for people (a title, a name), with blanks around it removed.

    Raises:
        Invalid: it is empty, too long, or has control characters.
    """
    line = value.strip()
    if not line:
        raise Invalid("empty", f"{what} is empty.")
    if len(line) > limit:
        raise Invalid("too-long", f"{what} has {len(line)} characters; {limit} are the most.")
    if found := _NOT_IN_A_LINE.search(line):
        raise Invalid("control-character", f"{what} has the control character U+{ord(found[0]):04X}.")
    return line


def checked_note(value: str, what: str, limit: int = 20_000) -> str:
    """``value`` as text of several lines (a note, an attribute), line ends made LF.

    Raises:
        Invalid: it is too long, or has a character that no export could hold.
    """
    note = value.replace("\r\n", "\n").replace("\r", "\n")
    if len(note) > limit:
        raise Invalid("too-long", f"{what} has {len(note)} characters; {limit} are the most.")
    if found := _NOT_XML.search(note):
        raise Invalid("control-character", f"{what} has the control character U+{ord(found[0]):04X}.")
    return note
