"""What a span may be joined with, narrowed by letters: spans, and entries that the text does not mention."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.domain.span import Span
from annotator.services.entities import Registry
from annotator.services.reading import Desk
from annotator.services.tying import End
from annotator.web import joined, slots

_MOST_LETTERS = 200


def letters_of(query: Mapping[str, str]) -> str:
    """The letters that an address asks for; empty for none."""
    return query.get("letters", "")[:_MOST_LETTERS]


def offered(
    desk: Desk, span: Span, ends: Sequence[End], registry: Registry, query: Mapping[str, str]
) -> dict[str, Any]:
    """For the list of what a relation may lead to, as an address asks for it by ``relation`` and ``letters``."""
    relation, letters = query.get("relation"), letters_of(query)
    filling = {one.key: one for one in slots.to_fill(desk, span, relation, registry, ends)}
    found = registry.found(letters, among=[registry.entries[key] for key in filling])
    wanted = letters.strip().casefold()
    return {
        "ends": [one for one in joined.offers(desk, span, ends) if wanted in one.other.quote.casefold()],
        "entries": [filling[one.entity.key] for one in found],
        "narrowed": bool(filling),
        "relation": relation or "",
        "letters": letters,
    }
