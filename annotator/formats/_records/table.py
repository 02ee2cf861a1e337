"""A JSON object and its place in the line, which every refusal names."""

from collections.abc import Iterator
from dataclasses import dataclass
from reprlib import repr as brief
from typing import Any

from annotator.domain.errors import Invalid
from annotator.domain.span import is_offset
from annotator.domain.text import checked_line

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Table:
    """Reads the values of ``tree`` by key and type; a key whose value is null counts as missing, but for an id."""

    tree: dict[str, Any]
    where: str = ""

    def has(self, key: str) -> bool:
        return self.tree.get(key) is not None

    def text(self, key: str) -> str:
        value = self.tree.get(key)
        if not isinstance(value, str):
            raise self.bad(key, "missing" if value is None else f"{brief(value)} is not text")
        return value

    def id(self, key: str = "id") -> str:
        """An id: text on one line, or a whole number, which is kept as its digits."""
        value = self.tree.get(key)
        if is_offset(value):
            return str(value)
        if key not in self.tree:
            raise self.bad(key, "missing")
        if not isinstance(value, str) or checked_line(value, self.place(key), _LONGEST_ID) != value:
            raise self.bad(key, f"{brief(value)} is not an id: text without blanks around it, or a whole number")
        return value

    def whole(self, key: str) -> int:
        value = self.tree.get(key)
        if is_offset(value):
            return value
        raise self.bad(key, "missing" if value is None else f"{brief(value)} is not a whole number")

    def items(self, key: str) -> list[Any]:
        value = [] if self.tree.get(key) is None else self.tree[key]
        if not isinstance(value, list):
            raise self.bad(key, f"{brief(value)} is not a list")
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        value = {} if self.tree.get(key) is None else self.tree[key]
        if not isinstance(value, dict):
            raise self.bad(key, f"{brief(value)} is not an object")
        return value

    def tables(self, key: str) -> Iterator["Table"]:
        """The objects of a list."""
        for index, item in enumerate(self.items(key)):
            if not isinstance(item, dict):
                raise self.bad(f"{key}[{index}]", f"{brief(item)} is not an object")
            yield Table(item, self.place(f"{key}[{index}]"))

    def place(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def bad(self, key: str, what: str) -> Invalid:
        """The refusal of the value of ``key``."""
        return Invalid("bad-value", f"{self.place(key)}: {what}.")
