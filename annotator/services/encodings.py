"""Encodings: what a file that is not UTF-8 would say in each, so that a person can tell which one is right."""

from annotator.domain.errors import Invalid
from annotator.domain.text import decode

CANDIDATES = ("cp1251", "koi8-r", "cp866", "iso-8859-5", "cp1252", "iso-8859-1", "utf-16-le", "utf-16-be")

_LONGEST_SAMPLE = 120
_BYTES = 4_000


def samples(data: bytes) -> dict[str, str]:
    """For each encoding in which ``data`` can be read at all, how its first words look."""
    found: dict[str, str] = {}
    for name in CANDIDATES:
        try:
            # An even number of bytes, so that no pair is cut.
            text = decode(data[:_BYTES], name)
        except Invalid:
            continue
        words = " ".join(text.split())[:_LONGEST_SAMPLE]
        if words and words not in found.values():
            found[name] = words
    return found
