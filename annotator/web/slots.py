"""Places of a statement that an entry of the registry fills, where the text does not mention it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.link import IS, SLOTS
from annotator.domain.span import Span
from annotator.domain.statement_type import ROLES
from annotator.services.entities import Registry
from annotator.services.linking import sorts_of
from annotator.services.reading import Desk
from annotator.services.tying import End
from annotator.web.linked import relation_title
from annotator.web.stated import opposite


@dataclass(frozen=True, slots=True)
class Filled:
    """A place of a stance with the entry that fills it, or could."""

    slot: str
    title: str
    key: str
    name: str


def filled(desk: Desk, span: Span, called: Callable[[str], str]) -> list[Filled]:
    """What fills the places of a stance without being mentioned; ``called`` says what the entry of a key is."""
    titles = _titles(desk, span)
    return [
        Filled(slot, titles.get(slot, slot), key, called(key)) for slot, key in span.links.items() if slot in SLOTS
    ]


def to_fill(desk: Desk, span: Span, relation: str | None, registry: Registry, ends: Iterable[End]) -> list[Filled]:
    """The entries that could fill the place of a stance that a relation leads to; by their names.

    What one of ``ends`` mentions is not among them: the stance is joined with that span.
    """
    made = desk.codebook.statement_type
    role = made.role_of(relation) if made and relation and span.label in made.stances else None
    if made is None or role is None:
        return []
    slot = SLOTS[ROLES.index(role)]
    sorts = {sort for label in opposite(desk.codebook, made, role) for sort in sorts_of(desk.codebook, label)}
    linked = [registry.meant(end.other.links[IS]) for end in ends if IS in end.other.links]
    mentioned = {one.entity.key for one in linked if one is not None}
    entries = [
        one.entity for one in registry.standing if one.entity.sort in sorts and one.entity.key not in mentioned
    ]
    return [
        Filled(slot, relation_title(desk, relation or ""), one.key, one.name)
        for one in sorted(entries, key=lambda one: (one.name.casefold(), one.key))
        if span.links.get(slot) != one.key
    ]


def name_of(registry: Registry, key: str) -> str:
    """What an entry is called, merges followed; the key itself where this person knows of none."""
    found = registry.meant(key)
    return found.entity.name if found else key


def _titles(desk: Desk, span: Span) -> dict[str, str]:
    book: Codebook = desk.codebook
    made = book.statement_type
    if made is None or span.label not in made.stances:
        return {}
    names = {slot: getattr(made, role) for slot, role in zip(SLOTS, ROLES, strict=True)}
    return {slot: relation_title(desk, name) for slot, name in names.items() if name}
