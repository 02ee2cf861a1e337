"""A tree as YAML and JSON hold it, read key by key: what is wrong is refused by its place in the tree."""

from collections.abc import Iterable, Mapping
from reprlib import repr as brief
from typing import Any

from annotator.domain.errors import Invalid
from annotator.domain.text import checked_note


class Table:
    """A mapping of the tree, its place for messages, and the keys it may have."""

    def __init__(self, tree: Any, where: str, known: set[str]) -> None:
        if not isinstance(tree, Mapping):
            raise Invalid("bad-codebook", f"{where}: {brief(tree)} is not a mapping.")
        if unknown := [key for key in tree if key not in known]:
            raise Invalid("bad-codebook", f"{where}: “{unknown[0]!s:.40}” is none of {', '.join(sorted(known))}.")
        self.tree: Mapping[str, Any] = tree
        self.where = where

    def get(self, key: str, default: Any = None) -> Any:
        return self.tree.get(key, default)

    def note(self, key: str) -> str:
        value = self.get(key)
        return (
            ""
            if value is None
            else checked_note(text_of(value, f"{self.where}.{key}"), f"{self.where}.{key}").strip()
        )

    def line(self, key: str) -> str:
        value = self.note(key)
        if "\n" in value or "\t" in value:
            raise Invalid("bad-codebook", f"{self.where}.{key} has more than one line.")
        return value

    def key(self, key: str) -> str:
        """One key of the keyboard, or none."""
        value = self.line(key)
        if len(value) > 1:
            raise Invalid("bad-codebook", f"{self.where}.{key}: “{value[:40]}” is more than one key.")
        return value

    def flag(self, key: str) -> bool:
        value = self.get(key, False)
        if not isinstance(value, bool):
            raise Invalid("bad-codebook", f"{self.where}.{key}: {brief(value)} is neither true nor false.")
        return value

    def items(self, key: str) -> list[Any]:
        value = self.get(key) or []
        if not isinstance(value, list):
            raise Invalid("bad-codebook", f"{self.where}.{key}: {brief(value)} is not a list.")
        return value

    def notes(self, key: str) -> tuple[str, ...]:
        where = f"{self.where}.{key}"
        return tuple(checked_note(text_of(one, where), where) for one in self.items(key))


def text_of(value: Any, where: str) -> str:
    """``value`` as text."""
    # YAML reads `shortcut: 1` as a number: what a person wrote as one word is that word.
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Invalid("bad-codebook", f"{where}: {brief(value)} is not text.")
    return value


def filled(**values: Any) -> dict[str, Any]:
    """Those of ``values`` that say something."""
    return {key: value for key, value in values.items() if value}


def refuse_twice(names: Iterable[str], what: str) -> None:
    """Refuse a name that stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Invalid("bad-codebook", f"There are two of the {what} “{name[:80]}”.")
        seen.add(name)
