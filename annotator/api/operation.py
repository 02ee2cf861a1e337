"""An operation: one method at one address, with everything that a reader of the description must know."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from msgspec import Struct
from werkzeug.wrappers import Response

from annotator.api.answers import Answer

View = Callable[..., Response]
Choices = Callable[[], list[str]]


class NoQuery(Struct, forbid_unknown_fields=True):
    """An address that takes no query."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a handler takes and answers; the types of its parameters ``query`` and ``body`` say what is sent."""

    method: str
    rule: str
    handler: Callable[..., Answer]
    answers: Any = None
    status: int = 200
    also: int | None = None
    """Another status of the same answer: 200 where the same thing was there already."""
    refusals: tuple[int, ...] = ()
    if_match: bool = False
    form: type[Struct] | None = None
    """Of a body that is a form with files instead of JSON."""
    public: bool = False
    media_types: Choices | None = None
    """Of an answer that is a file; its types come with the formats."""
    choices: Mapping[str, Choices] = field(default_factory=dict)
    """What a parameter may be, where that is known only when the program runs."""

    @property
    def name(self) -> str:
        return f"{self.handler.__module__.rpartition('.')[2]}_{self.handler.__name__}"

    @property
    def summary(self) -> str:
        return self._said[0]

    @property
    def description(self) -> str:
        return " ".join(self._said[1].split()).replace("``", "`")

    @property
    def query(self) -> type[Struct]:
        found: type[Struct] = get_type_hints(self.handler).get("query", NoQuery)
        return found

    @property
    def body(self) -> type[Struct] | None:
        return get_type_hints(self.handler).get("body")

    @property
    def _said(self) -> tuple[str, str]:
        first, _, more = (inspect.getdoc(self.handler) or "").partition("\n\n")
        return first.removesuffix("."), more
