"""Ids for formats that take no others: the same for the same thing, in every export."""

from uuid import UUID, uuid5

_SPACE = UUID("0b6d2f4e-7d0c-5b1e-9a57-5c1f7f3b9f11")


def guid(*parts: str) -> str:
    """The id of what ``parts`` name, such as a kind, a document's id and a span's."""
    return str(uuid5(_SPACE, "\x1f".join(parts)))
