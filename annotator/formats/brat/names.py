"""Names and lines as brat has them."""

import re

_OTHER = re.compile(r"[^A-Za-z0-9_-]")
_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\t]")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def typed(name: str) -> str:
    """A type, attribute or value: ASCII letters, digits, ``-`` and ``_``, any other sign by its number."""
    return _OTHER.sub(lambda found: f"_{ord(found[0]):x}_", name)


def shown(words: str) -> str:
    """Words of the text for people to read, on one line; where they stand is what counts."""
    return _BREAKS.sub(" ", words)


def in_one_line(text: str) -> str:
    """A note on one line: backslash, line break and tab are escaped with a backslash."""
    return _BREAKS.sub(" ", "".join(_ESCAPES.get(char, char) for char in text))
