"""Taking back what was marked at once: all places of a search that one marked with a label, in one step."""

from dataclasses import dataclass

from annotator.domain.permission import Act, Person
from annotator.services import projects, reading, recording
from annotator.services.coding import part
from annotator.services.recording import Action
from annotator.store import history, layers, relations, spans
from annotator.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of it.

    Attributes:
        spans: how many were taken away.
        kept: how many stay, as they were changed since, or relations begin or end at them.
        complete: the titles of documents that are complete by now, which were left as they are.
    """

    spans: int
    kept: int
    complete: tuple[str, ...]


def take_back(tx: Transaction, person: Person, action: Action, slug: str, batch: str) -> TakenBack:
    """Take away the spans of one's own that ``coding`` made as ``batch``, but for what was changed since.

    In each document it is an action as any other: the past keeps what was there, and undo brings it back.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.ANNOTATE)
    taken = kept = 0
    complete: list[str] = []
    parts = {part(batch, one): one for one in layers.documents_of(tx, project.id, person.id or "")}
    done = history.that_were_done(tx, parts)
    for made, document in parts.items():
        if made not in done:
            continue
        here = reading.desk(tx, person, document)
        if here.state == "complete":
            complete.append(here.title)
            continue
        away, stay = _in_document(tx, person, Action(part(action.id, document), action.body_hash), document, made)
        taken, kept = taken + away, kept + stay
    return TakenBack(taken, kept, tuple(complete))


def _in_document(tx: Transaction, person: Person, action: Action, document: str, made: str) -> tuple[int, int]:
    """How many spans of the action ``made`` were taken away, and how many stay."""
    desk, answer = recording.enter(tx, person, action, document)
    if answer is not None:
        return len(answer.subjects), 0
    standing = spans.by_ids(tx, [one.subject for one in history.events_of(tx, made)])
    joined = {end for one in relations.of_spans(tx, standing) for end in (one.source, one.target)}
    gone = [one.id for one in standing.values() if one.version == 1 and one.id not in joined]
    if gone:
        recording.note_action(tx, desk, action, "done")
        by = recording.user_of(desk)
        recording.finish(
            tx, desk, action, [recording.write(tx, one, recording.state_of(tx, one), None, by=by) for one in gone]
        )
    return len(gone), len(standing) - len(gone)
