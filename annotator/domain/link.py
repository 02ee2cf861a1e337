"""Links: what a span has to do with entries of the project's registry.

A link is a role and the key of an entry. ``is``: the span mentions the entry. The other roles fill a slot of a
statement with an entry that is not mentioned in the text.
"""

from collections.abc import Mapping, Sequence
from reprlib import repr as brief
from typing import Any

from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_slug

IS = "is"
SLOTS = ("actor", "instrument", "addressee", "reporter")
ROLES = (IS, *SLOTS)

Links = Mapping[str, str]


def checked_links(value: Mapping[str, Any], what: str = "links") -> dict[str, str]:
    """``value`` as links, in the order of the roles.

    Raises:
        Invalid: a role that there is not, or what cannot be the key of an entry.
    """
    if unknown := value.keys() - set(ROLES):
        raise Invalid("unknown-role", f"{what}: “{min(unknown)[:40]}” is none of {', '.join(ROLES)}.")
    return {role: _key(value[role], f"{what}.{role}") for role in ROLES if role in value}


def shared_links(several: Sequence[Links]) -> dict[str, str]:
    """The links that all of these have."""
    first, *others = several or [{}]
    return {role: key for role, key in first.items() if all(other.get(role) == key for other in others)}


def _key(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise Invalid("bad-link", f"{what}: {brief(value)} is not the key of an entry.")
    try:
        return checked_slug(value)
    except Invalid as refusal:
        raise Invalid("bad-link", f"{what}: {refusal.message}") from None
