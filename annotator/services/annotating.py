"""Annotating: spans are marked, changed and taken away, in one's own layer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.domain.block import touched
from annotator.domain.codebook import with_defaults
from annotator.domain.errors import Conflict, Invalid, NotFound, Stale, no_span
from annotator.domain.permission import Person
from annotator.domain.span import Fragments, Span, checked_fragments, refuse_other_words
from annotator.domain.text import checked_note
from annotator.services import entities, recording
from annotator.services.recording import Action, Change
from annotator.store import relations, spans
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk
from annotator.store.suggesting import JUDGED

_MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A span to be made. ``words`` is the text that its maker saw there.

    ``key`` is that of the same span in another edition; a span that is in no other gets one of its own.
    """

    id: str
    fragments: Sequence[tuple[int, int]]
    label: str
    words: str | None = None
    attributes: Mapping[str, Any] | None = None
    note: str = ""
    links: Mapping[str, Any] | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be different about a span; None leaves it as it is."""

    label: str | None = None
    fragments: Sequence[tuple[int, int]] | None = None
    words: str | None = None
    attributes: Mapping[str, Any] | None = None
    note: str | None = None
    links: Mapping[str, Any] | None = None


def create(
    tx: Transaction,
    person: Person,
    action: Action,
    document_id: str,
    drafts: Sequence[Draft],
) -> Change:
    """Mark spans, as one action."""
    desk, answer = recording.enter(tx, person, action, document_id)
    return mark(tx, desk, action, drafts) if answer is None else answer


def mark(
    tx: Transaction,
    desk: Desk,
    action: Action,
    drafts: Sequence[Draft],
    *,
    accepted: Mapping[str, Any] | None = None,
) -> Change:
    """The same at a desk that was entered; ``accepted`` is the suggestion that they follow, kept in the log."""
    if not 0 < len(drafts) <= _MOST_AT_ONCE:
        raise Invalid("no-span", f"Mark at least one span, and at most {_MOST_AT_ONCE} at once.")
    checked = [made(tx, desk, draft) for draft in drafts]
    desk = recording.begun(tx, desk)
    rows = [
        row(desk, span) | ({"key": draft.key} if draft.key else {})
        for span, draft in zip(checked, drafts, strict=True)
    ]
    refuse_taken(tx, rows)
    recording.note_action(tx, desk, action, "done")
    spans.add(tx, rows)
    told = [Event(JUDGED, recording.layer_of(desk), None, accepted)] if accepted else []
    told += [Event("span.create", one["id"], None, spans.changeable(one)) for one in rows]
    return recording.finish(tx, desk, action, told)


Along = Callable[[Desk, Span], Iterable[tuple[Span, Edit]]]
"""What else is to be different, in the same action, where a span is changed."""


def change(
    tx: Transaction,
    person: Person,
    action: Action,
    span_id: str,
    edit: Edit,
    *,
    version: int | None = None,
    along: Along = lambda _desk, _span: (),
) -> Change:
    """Relabel a span, move its borders, or set its attributes, links or note."""
    desk, answer = _enter(tx, person, action, span_id)
    if answer is not None:
        return answer
    span = own_span(tx, desk, span_id, version)
    before = recording.state_of(tx, span_id)
    after = {**before, **edited(tx, desk, span, edit)}
    if after == before:
        return recording.unchanged(tx, desk, span_id)
    if after["label"] != before["label"]:
        _refuse_misfits(tx, desk, span_id, after["label"])
    desk = recording.begun(tx, desk)
    recording.note_action(tx, desk, action, "done")
    told = [_written(tx, desk, *one) for one in along(desk, span)]
    return recording.finish(tx, desk, action, [*told, recording.write(tx, span_id, before, after)])


def delete(tx: Transaction, person: Person, action: Action, span_id: str, *, version: int | None = None) -> Change:
    """Take a span away; it stays in the past, and undo brings it back."""
    desk, answer = _enter(tx, person, action, span_id)
    if answer is not None:
        return answer
    own_span(tx, desk, span_id, version)
    if joined := relations.count_of_span(tx, span_id):
        which, what = (
            ("A relation begins or ends", "it") if joined == 1 else (f"{joined} relations begin or end", "them")
        )
        raise Conflict("span-has-relations", f"{which} at this span: remove {what} first.")
    recording.note_action(tx, desk, action, "done")
    gone = recording.write(tx, span_id, recording.state_of(tx, span_id), None, by=recording.user_of(desk))
    return recording.finish(tx, desk, action, [gone])


def bring_back(tx: Transaction, person: Person, action: Action, span_id: str, edit: Edit) -> Change:
    """Let a deleted span stand again, with what is to be different about it.

    Raises:
        Stale: it stands again already.
    """
    desk, answer = _enter(tx, person, action, span_id)
    if answer is not None:
        return answer
    found, before = spans.ever_by_id(tx, span_id), recording.state_of(tx, span_id)
    if found is None or found[2] != desk.layer_id:
        raise no_span()
    if before["deleted"] is None:
        raise Stale("changed-since", "This span stands again already. Here it is as it stands now.")
    recording.note_action(tx, desk, action, "done")
    after = {**before, **edited(tx, desk, found[0], edit)}
    return recording.finish(tx, desk, action, [recording.write(tx, span_id, before, after)])


def _written(tx: Transaction, desk: Desk, span: Span, edit: Edit) -> Event:
    before = recording.state_of(tx, span.id)
    return recording.write(tx, span.id, before, {**before, **edited(tx, desk, span, edit)})


def _enter(tx: Transaction, person: Person, action: Action, span_id: str) -> tuple[Desk, Change | None]:
    document_id = spans.document_of(tx, span_id)
    if document_id is None:
        raise no_span()
    try:
        return recording.enter(tx, person, action, document_id)
    except NotFound:
        # A stranger to the project is not told that the span is there.
        raise no_span() from None


def own_span(tx: Transaction, desk: Desk, span_id: str, version: int | None = None) -> Span:
    """A span of the layer at a desk, as its changer saw it."""
    found = spans.by_id(tx, span_id)
    if found is None or found[2] != desk.layer_id:
        raise no_span()
    span = found[0]
    if version is not None and version != span.version:
        raise Stale("changed-since", "This span was changed since you looked at it. Here it is as it stands now.")
    return span


def _refuse_misfits(tx: Transaction, desk: Desk, span_id: str, label: str) -> None:
    """Refuse a label that a span's relations cannot begin or end at."""
    kinds = {kind.name: kind for kind in desk.codebook.relations}
    for relation in relations.of_span(tx, span_id):
        kind = kinds.get(relation.type)
        if kind and label not in (kind.source if relation.source == span_id else kind.target):
            raise Conflict(
                "span-has-relations",
                f"A relation “{relation.type}” does not join a span labelled “{label}” there: remove it first.",
            )


def made(tx: Transaction, desk: Desk, draft: Draft) -> Span:
    """The span that a draft asks for, checked against the text and the codebook."""
    fragments = _checked_place(desk, draft.fragments, draft.words)
    return Span(
        id=draft.id,
        layer=desk.person.name,
        annotator=desk.person.name,
        label=desk.codebook.offered_label(draft.label).name,
        fragments=fragments,
        attributes=_asked(desk, draft.label, draft.attributes or {}),
        note=checked_note(draft.note, "The note"),
        codebook_version=desk.codebook.version,
        version=1,
        created=tx.now,
        updated=tx.now,
        links=entities.checked(tx, desk, draft.links or {}, {}),
    )


def edited(tx: Transaction, desk: Desk, span: Span, edit: Edit) -> dict[str, Any]:
    """What is to be different about a span, as columns of its table."""
    values: dict[str, Any] = {}
    label, attributes = _coded(desk, span, edit)
    if (label, attributes) != (span.label, span.attributes):
        values |= {"label": label, "attributes": attributes, "codebook_version": desk.codebook.version}
    if edit.note is not None:
        values["note"] = checked_note(edit.note, "The note")
    if edit.links is not None:
        values["links"] = entities.checked(tx, desk, edit.links, span.links)
    if edit.fragments is not None or edit.words is not None:
        place = span.fragments if edit.fragments is None else edit.fragments
        fragments = _checked_place(desk, place, edit.words)
        values |= spans.place_of(fragments, _blocks(desk, fragments))
    return values


def _coded(desk: Desk, span: Span, edit: Edit) -> tuple[str, Mapping[str, Any]]:
    label = span.label if edit.label in (None, span.label) else desk.codebook.offered_label(edit.label).name
    if edit.attributes is not None:
        return label, desk.codebook.checked_attributes(label, edit.attributes)
    if label == span.label:
        return label, span.attributes
    # What the other label also asks, and allows, is kept; the rest has no meaning there (undo has it).
    return label, _asked(desk, label, _shared_attributes(desk, label, span.attributes))


def _asked(desk: Desk, label: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values``, checked, beside the defaults of what is not said; in the codebook's order."""
    attributes = desk.codebook.label(label).attributes
    return desk.codebook.checked_attributes(label, with_defaults(attributes, values))


def _shared_attributes(desk: Desk, label: str, values: Mapping[str, Any]) -> dict[str, Any]:
    shared: dict[str, Any] = {}
    for attribute in desk.codebook.label(label).attributes:
        if attribute.name in values:
            try:
                shared[attribute.name] = attribute.checked(values[attribute.name], label)
            except Invalid:
                continue
    return shared


def _checked_place(desk: Desk, fragments: Sequence[tuple[int, int]], words: str | None) -> Fragments:
    place = checked_fragments(fragments, len(desk.reading.text))
    if words is not None:
        refuse_other_words(desk.reading.text, place, words)
    return place


def _blocks(desk: Desk, fragments: Fragments) -> range:
    return touched(desk.reading.blocks, fragments[0][0], fragments[-1][1])


def row(desk: Desk, span: Span) -> dict[str, Any]:
    """A span as a row of the layer at a desk, made by whoever sits there."""
    return spans.row_of(
        span,
        span_id=span.id,
        document_id=desk.document_id,
        layer_id=recording.layer_of(desk),
        user_id=recording.user_of(desk),
        blocks=_blocks(desk, span.fragments),
    )


def refuse_taken(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Refuse new rows of spans that have the id of another."""
    ids = [one["id"] for one in rows]
    if len(set(ids)) < len(ids) or spans.taken_ids(tx, ids):
        raise Conflict("id-taken", "There is a span with this id already, made by another action.")
