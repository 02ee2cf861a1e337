"""A statement: who takes which stance on which legal instrument, read off a layer's spans and relations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from uuid import UUID, uuid5

from annotator.domain.codebook import Codebook
from annotator.domain.link import IS, SLOTS
from annotator.domain.relation import Relation
from annotator.domain.span import Span, Value, reading_order
from annotator.domain.statement_type import ROLES, Role, StatementType

_LINKED: Mapping[Role, str] = dict(zip(ROLES, SLOTS, strict=True))
"""An entry linked to the stance under these names fills the place of a role where no span does."""

_IDS = UUID("5f0c7c1e-3a52-4f0e-9d59-7d3c1b1c8a60")


@dataclass(frozen=True, slots=True)
class Slot:
    """What fills a place in a statement: a span, the key of an entry of the registry, or a span with its entry."""

    span: Span | None
    entity: str | None

    @property
    def key(self) -> str:
        """What tells it apart from whatever else may fill the place."""
        return f"span {self.span.id}" if self.span else f"entity {self.entity}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One stance of one actor on one instrument.

    Attributes:
        id: the same for the same stance, actor and instrument, wherever it is asked for.
        layer: the layer that it stands in.
        annotator: who marked the stance.
        stance: the span that carries the position.
        actor: who holds it.
        instrument: what it is about.
        polarity: which way it goes.
        voice: in whose words it is told.
        reporter: who reports it: the first one, where there are several.
        addressee: whom it is said to: the first one, where there are several.
        missing: what is not said yet of ``actor``, ``instrument``, ``polarity`` and ``voice``.
    """

    id: str
    layer: str
    annotator: str
    stance: Span
    actor: Slot | None
    instrument: Slot | None
    polarity: str | None
    voice: str | None
    reporter: Slot | None
    addressee: Slot | None
    missing: tuple[str, ...]


def statements(book: Codebook, spans: Iterable[Span], relations: Iterable[Relation]) -> list[Statement]:
    """The statements in the layers of one document, in reading order: one for each stance, holder and target.

    A stance without a holder or a target is a statement too, with what is missing.
    """
    made = book.statement_type
    if made is None:
        return []
    ordered = sorted(spans, key=reading_order)
    joined = _joined(book, made, ordered, relations)
    return [
        one
        for span in ordered
        if span.label in made.stances
        for one in _expanded(book, made, span, joined.get((span.layer, span.id), {}))
    ]


def complete(book: Codebook, spans: Iterable[Span], relations: Iterable[Relation]) -> list[Statement]:
    """The statements whose actor and instrument are known."""
    return [one for one in statements(book, spans, relations) if one.actor and one.instrument]


def begins_at_stance(book: Codebook, made: StatementType, role: Role) -> bool:
    """Whether the relation of a role leads from the stance: all but the holder's do, where both is allowed."""
    kind = book.relation(getattr(made, role))
    if role == "holder":
        return made.stance not in kind.target
    return made.stance in kind.source


_Joined = dict[Role, dict[str, Slot]]
"""What the relations at a stance fill each role with, by the slot's key."""


def _joined(
    book: Codebook, made: StatementType, spans: Iterable[Span], relations: Iterable[Relation]
) -> dict[tuple[str, str], _Joined]:
    """What each stance is joined with, in reading order, by its layer and id."""
    places = {(span.layer, span.id): (place, span) for place, span in enumerate(spans)}
    roles = {getattr(made, role): role for role in ROLES if getattr(made, role)}
    forward = {role: begins_at_stance(book, made, role) for role in roles.values()}
    found = []
    for one in relations:
        role = roles.get(one.type)
        if role is None:
            continue
        stance, other = (one.source, one.target) if forward[role] else (one.target, one.source)
        if (one.layer, stance) in places and (one.layer, other) in places:
            found.append((*places[one.layer, other], role, (one.layer, stance)))
    joined: dict[tuple[str, str], _Joined] = {}
    for _, span, role, stance_at in sorted(found, key=lambda one: one[0]):
        slot = Slot(span, span.links.get(IS))
        joined.setdefault(stance_at, {}).setdefault(role, {})[slot.key] = slot
    return joined


def _expanded(book: Codebook, made: StatementType, stance: Span, joined: _Joined) -> Iterator[Statement]:
    slots = {role: _slots(role, stance, joined) for role in ROLES}
    polarity, voice = (_said(stance.attributes.get(name)) for name in (made.polarity, made.voice))
    is_open = {
        "polarity": bool(made.polarity) and polarity is None,
        "voice": made.voice in book.missing(stance.label, stance.attributes),
    }
    holders: Sequence[Slot | None] = slots["holder"] or [None]
    targets: Sequence[Slot | None] = slots["target"] or [None]
    for actor, instrument in product(holders, targets):
        lacks = {"actor": actor is None, "instrument": instrument is None, **is_open}
        yield Statement(
            id=_id(stance, actor, instrument),
            layer=stance.layer,
            annotator=stance.annotator,
            stance=stance,
            actor=actor,
            instrument=instrument,
            polarity=polarity,
            voice=voice,
            reporter=next(iter(slots["reporter"]), None),
            addressee=next(iter(slots["addressee"]), None),
            missing=tuple(name for name, lacking in lacks.items() if lacking),
        )


def _slots(role: Role, stance: Span, joined: _Joined) -> list[Slot]:
    linked = stance.links.get(_LINKED[role])
    return [*joined.get(role, {}).values()] or ([Slot(None, linked)] if linked else [])


def _id(stance: Span, actor: Slot | None, instrument: Slot | None) -> str:
    parts = [stance.layer, stance.id, *(one.key if one else "" for one in (actor, instrument))]
    return str(uuid5(_IDS, "\n".join(parts)))


def _said(value: Value | None) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) and value else None
