"""What a layer is made of, in words: times, labels, places, values."""

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.past import State
from annotator.services.reading import Desk
from annotator.web.language import gettext as _
from annotator.web.paragraphs import spoken

_LONGEST = 60


def time(at: str) -> str:
    """An RFC 3339 time as it is read."""
    return f"{at[:10]} {at[11:19]} UTC"


def value(given: Any) -> str:
    """An attribute's value in words."""
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if isinstance(given, list):
        return ", ".join(spoken(one) for one in given)
    return shortened(spoken(str(given)))


def label_title(desk: Desk, name: str) -> str:
    """A label as people know it, in the codebook or not."""
    return label_of(desk.codebook, name)


def label_of(book: Codebook, name: str) -> str:
    """A label as people know it; of what nobody marked, that."""
    number = book.index(name)
    return (book.labels[number].title or name if number < len(book.labels) else name) or "not marked"


def place_of(state: State) -> list[list[int]]:
    """A state's fragments."""
    return state["fragments"] or [[state["start"], state["end"]]]


def words_at(text: str, fragments: Iterable[Sequence[int]]) -> str:
    """The words at some places, shortened."""
    return f"“{shortened(' … '.join(' '.join(text[start:end].split()) for start, end in fragments))}”"


def quote(desk: Desk, state: State) -> str:
    """The words that a span marks in some state of it."""
    return words_at(desk.reading.text, place_of(state))


def shortened(words: str, most: int = _LONGEST) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
