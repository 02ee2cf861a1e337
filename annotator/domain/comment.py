"""A comment: what somebody asks or answers about a span, a document or a label; a thread of them ends resolved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.domain.naming import name_key

_MENTION = re.compile(r"@([^\W_](?:[\w.@+-]*\w)?)")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; ``changed`` and ``withdrawn`` say when. The text of one that is withdrawn is not shown."""

    id: str
    user_id: str
    by: str
    text: str
    created: str
    changed: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies, the first one first, about a label, a document, or a span of it.

    ``layer`` is the span's. ``resolved`` says when, and ``resolved_by`` who.
    """

    id: str
    project_id: str
    label: str | None
    document_id: str | None
    span_id: str | None
    layer: str | None
    comments: tuple[Comment, ...]
    resolved: str | None = None
    resolved_by: str | None = None

    @property
    def first(self) -> Comment:
        return self.comments[0]

    def mentions(self, name: str) -> bool:
        """Whether somebody is spoken to in what still stands."""
        return any(mentioned(one.text, [name]) for one in self.comments if not one.withdrawn)


def mentioned(text: str, names: Iterable[str]) -> list[str]:
    """Those of ``names`` to whom ``text`` speaks, as ``@name``."""
    # A full stop after a name ends a sentence, and may also be part of another name.
    found = {name_key(one) for one in _MENTION.findall(text)}
    return [name for name in names if name_key(name) in found]
