"""What Label Studio asks about a region: a control for each attribute of each label, whatever version it is of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.span import Span, Value

_KINDS = {"number": "number", "text": "textarea"}
_TRUTH = ("true", "false")


@dataclass(slots=True)
class Control:
    """One control; ``kind`` is ``number``, ``textarea`` or ``choices``."""

    name: str
    label: str
    kind: str
    several: bool = False
    choices: dict[str, None] = field(default_factory=dict)


class Controls:
    """The controls of codebooks. Where versions disagree, choices add up, and another kind is another control."""

    def __init__(self, codebooks: Sequence[Codebook]) -> None:
        self._found: dict[tuple[str, str, str], Control] = {}
        self._kinds: dict[tuple[int, str, str], str] = {}
        for book in reversed(codebooks):
            for label in book.labels:
                for attribute in label.attributes:
                    self._add(book.version, label.name, attribute)

    def all(self) -> list[Control]:
        return list(self._found.values())

    def of(self, span: Span, attribute: str) -> Control:
        """The control that holds what ``span`` says for ``attribute``."""
        kind = self._kinds.get((span.codebook_version, span.label, attribute)) or _kind_of(
            span.attributes[attribute]
        )
        # A span may have come in under a version that is not kept here.
        name = f"{span.label}.{attribute}"
        return self._found.get((span.label, attribute, kind)) or Control(name, span.label, kind)

    def _add(self, version: int, label: str, attribute: Attribute) -> None:
        kind = _KINDS.get(attribute.type, "choices")
        self._kinds[version, label, attribute.name] = kind
        known = any(key[:2] == (label, attribute.name) for key in self._found)
        name = f"{label}.{attribute.name}.{kind}" if known else f"{label}.{attribute.name}"
        control = self._found.setdefault((label, attribute.name, kind), Control(name, label, kind))
        control.several |= attribute.type == "multichoice"
        if kind == "choices":
            control.choices |= dict.fromkeys(attribute.choices or _TRUTH)


def _kind_of(value: Value) -> str:
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else "choices"
