"""Stating: who takes which stance on which instrument, said in one action, and read off a layer."""

from dataclasses import dataclass, replace

from annotator.domain.errors import Invalid
from annotator.domain.permission import Person
from annotator.domain.span import Span
from annotator.domain.statement import Statement, begins_at_stance, statements
from annotator.domain.statement_type import Role, StatementType
from annotator.services import annotating, layers, recording, relating
from annotator.services.annotating import Draft, Edit
from annotator.services.recording import Action, Change
from annotator.services.relating import Link
from annotator.store import relations, spans
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement to be made.

    Attributes:
        stance: the id of a stance that stands, or what is to become one.
        ends: for each role, the id of the relation to be made and of the span that it joins.
        polarity: which way it goes; None leaves it open.
    """

    stance: str | Draft
    ends: dict[Role, tuple[str, str]]
    polarity: str | None


def state(tx: Transaction, person: Person, action: Action, document_id: str, claim: Claim) -> Change:
    """Mark a stance, or take one that stands, and join it with its actor and its instrument, as one action.

    Raises:
        Invalid: the codebook does not say what makes a statement, or the spans are not fit for it.
    """
    desk, answer = recording.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    made = desk.codebook.statement_type
    if made is None:
        raise Invalid("no-statements", "The codebook does not say what makes a statement.")
    desk = recording.begun(tx, desk)
    recording.note_action(tx, desk, action, "done")
    stance_id, told = _stance(tx, desk, made, claim)
    for role, (relation_id, span_id) in claim.ends.items():
        told += _join(tx, desk, made, role, Link(relation_id, getattr(made, role), span_id, stance_id))
    return recording.finish(tx, desk, action, told)


def at_least(tx: Transaction, desk: Desk) -> int:
    """So many statements there are in one's layer, or more: each stance makes one."""
    made = desk.codebook.statement_type
    if made is None or desk.layer_id is None:
        return 0
    return spans.count_labelled(tx, desk.layer_id, made.stances)


def of_layer(tx: Transaction, desk: Desk) -> list[Statement]:
    """The statements of one's own layer."""
    made = desk.codebook.statement_type
    if made is None or desk.layer_id is None:
        return []
    joined = relations.in_layers(tx, [desk.layer_id])
    stances = {one.id: one for one in spans.labelled(tx, desk.layer_id, made.stances)}
    ends = {end for one in joined for end in (one.source, one.target) if made.role_of(one.type)}
    others = spans.by_ids(tx, ends - stances.keys())
    return statements(desk.codebook, [*stances.values(), *others.values()], joined)


def of_document(
    tx: Transaction, person: Person, document_id: str, annotator: str | None = None
) -> tuple[Desk, list[Statement]]:
    """The statements of one layer of a document, or of all that somebody may read; refused as spans are."""
    desk, marked = layers.spans_of(tx, person, document_id, annotator)
    _, joined = layers.relations_of(tx, person, document_id, annotator)
    return desk, statements(desk.codebook, marked, joined)


def _stance(tx: Transaction, desk: Desk, made: StatementType, claim: Claim) -> tuple[str, list[Event]]:
    values = {made.polarity: claim.polarity} if claim.polarity and made.polarity else {}
    if isinstance(claim.stance, Draft):
        draft = replace(claim.stance, label=made.stance, attributes=_read(desk, made, values))
        row = annotating.row(desk, annotating.made(tx, desk, draft))
        annotating.refuse_taken(tx, [row])
        spans.add(tx, [row])
        return draft.id, [Event("span.create", draft.id, None, spans.changeable(row))]
    span = annotating.own_span(tx, desk, claim.stance)
    if span.label not in made.stances:
        raise Invalid("no-stance", "This span is not labelled as a stance.")
    return span.id, _turned(tx, desk, span, {**span.attributes, **_read(desk, made, values)})


def _read(desk: Desk, made: StatementType, values: dict[str, str]) -> dict[str, str | bool]:
    """A polarity as its attribute has it: “true” of one that is yes or no is yes."""
    types = {one.name: one.type for one in desk.codebook.label(made.stance).attributes}
    return {name: value == "true" if types.get(name) == "boolean" else value for name, value in values.items()}


def _turned(tx: Transaction, desk: Desk, span: Span, attributes: dict[str, object]) -> list[Event]:
    before = recording.state_of(tx, span.id)
    after = {**before, **annotating.edited(tx, desk, span, Edit(attributes=attributes))}
    return [] if after == before else [recording.write(tx, span.id, before, after)]


def _join(tx: Transaction, desk: Desk, made: StatementType, role: Role, link: Link) -> list[Event]:
    """Join the stance, which is the target of ``link`` as given; nothing where it is joined so already."""
    if begins_at_stance(desk.codebook, made, role):
        link = replace(link, source=link.target, target=link.source)
    if any(
        (one.type, one.source, one.target) == (link.type, link.source, link.target)
        for one in relations.of_span(tx, link.source)
    ):
        return []
    relation = relating.made(tx, desk, link)
    relations.add(tx, [relating.row(desk, relation)])
    return [Event("relation.create", relation.id, None, relating.state_of(relation))]
