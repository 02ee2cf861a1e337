"""A JSON object and its place in the line, which every refusal names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from annotator.domain.errors import Invalid
from annotator.domain.span import is_offset
from annotator.domain.text import checked_line

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Table:
    """Reads the values of ``tree`` by key and type; a key whose value is null counts as missing."""

    tree: dict[str, Any]
    where: str = ""

    def has(self, key: str) -> bool:
        return self.tree.get(key) is not None

    def text(self, key: str) -> str:
        value = self.tree.get(key)
        if not isinstance(value, str):
            self.refuse(key, "missing" if value is None else f"{value!r:.40} is not text")
        return value

    def id(self, key: str = "id") -> str:
        """An id: text on one line, or a whole number, which is kept as its digits."""
        value = self.tree[key]
        if is_offset(value):
            return str(value)
        if not isinstance(value, str) or checked_line(value, self.place(key), _LONGEST_ID) != value:
            self.refuse(key, f"{value!r:.40} is not an id: text without blanks around it, or a whole number")
        return value

    def whole(self, key: str) -> int:
        value = self.tree.get(key)
        if not is_offset(value):
            self.refuse(key, "missing" if value is None else f"{value!r:.40} is not a whole number")
        return int(value)

    def items(self, key: str) -> list[Any]:
        value = [] if self.tree.get(key) is None else self.tree[key]
        if not isinstance(value, list):
            self.refuse(key, f"{value!r:.40} is not a list")
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        value = {} if self.tree.get(key) is None else self.tree[key]
        if not isinstance(value, dict):
            self.refuse(key, f"{value!r:.40} is not an object")
        return value

    def tables(self, key: str) -> Iterator["Table"]:
        """The objects of a list."""
        for index, item in enumerate(self.items(key)):
            if not isinstance(item, dict):
                self.refuse(f"{key}[{index}]", f"{item!r:.40} is not an object")
            yield Table(item, self.place(f"{key}[{index}]"))

    def place(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def refuse(self, key: str, what: str) -> NoReturn:
        raise Invalid("bad-value", f"{self.place(key)}: {what}.")
