"""One thing that two releases tell differently, and how what is in both is found."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

How = Literal["added", "removed", "changed"]
What = Literal["document", "layer", "span", "relation", "statement", "entry"]
HOWS: tuple[How, ...] = ("added", "removed", "changed")
WHATS: tuple[What, ...] = ("document", "layer", "span", "relation", "statement", "entry")


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is in one release and not in the other, or other there.

    Attributes:
        what: a document, a layer, a span, a relation, a statement, or an entry of the registry.
        how: what became of it.
        document: the id of the document that it is in; empty for an entry, which is the project's.
        title: of that document.
        layer: that it is in; empty for a document and an entry.
        annotator: whose it is, as it now stands; empty for a document and an entry.
        id: its own, in the release that has it; of an entry, its key.
        label: of a span, the type of a relation, the polarity of a statement, the sort of an entry.
        words: that it marks, or how they begin; of a relation its ends, of a statement actor, stance and
            instrument, of an entry its name.
        fields: what about it changed.
    """

    what: What
    how: How
    document: str
    title: str
    layer: str = ""
    annotator: str = ""
    id: str = ""
    label: str = ""
    words: str = ""
    fields: tuple[str, ...] = ()


def changes(
    pairs: Iterable[tuple[T | None, T | None]],
    of_old: Callable[[T, How, tuple[str, ...]], Change],
    of_new: Callable[[T, How, tuple[str, ...]], Change],
    fields: Callable[[T, T], tuple[str, ...]],
) -> Iterator[Change]:
    """What became of each, as ``of_old`` tells of what is gone and ``of_new`` of what is there now.

    What is in both is told where ``fields`` says what about it is other.
    """
    for old, new in pairs:
        if old is None and new is not None:
            yield of_new(new, "added", ())
        elif old is not None and new is None:
            yield of_old(old, "removed", ())
        elif old is not None and new is not None and (other := fields(old, new)):
            yield of_new(new, "changed", other)


def paired(was: Sequence[T], now: Sequence[T], *keys: Callable[[T], Any]) -> Iterator[tuple[T | None, T | None]]:
    """Each of both sides with its other, by each of ``keys`` in turn: its id first, then what it is."""
    found: dict[int, T] = {}
    left = list(was)
    for key in keys:
        open_ = {at: key(one) for at, one in enumerate(now) if at not in found}
        left = _taken(left, open_, found, key)
    yield from ((found.get(at), one) for at, one in enumerate(now))
    yield from ((one, None) for one in left)


def _taken(left: list[T], open_: dict[int, Any], found: dict[int, T], key: Callable[[T], Any]) -> list[T]:
    """Gives the open places of ``found`` those of ``left`` that are alike; what is left then."""
    alike: dict[Any, list[int]] = {}
    for at, value in open_.items():
        alike.setdefault(value, []).append(at)
    rest = []
    for one in left:
        if places := alike.get(key(one)):
            found[places.pop(0)] = one
        else:
            rest.append(one)
    return rest
