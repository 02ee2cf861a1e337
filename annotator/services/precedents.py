"""Precedents: a decision is kept as a rule under its label, for all who annotate to read in the codebook."""

from dataclasses import dataclass

from annotator.domain.errors import Conflict, NotFound
from annotator.domain.permission import Act, Person
from annotator.domain.precedent import checked_rule
from annotator.services import gold, projects, recording
from annotator.services.passages import Passage, Passages
from annotator.services.reading import Desk
from annotator.services.recording import Action
from annotator.store import decisions, history, spans
from annotator.store import precedents as stored
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.precedents import Precedent


@dataclass(frozen=True, slots=True)
class Shown:
    """A precedent with its passage, and where it stands."""

    precedent: Precedent
    passage: Passage


def keep(
    tx: Transaction, person: Person, action: Action, document_id: str, decision_id: str, *, label: str, rule: str
) -> Desk:
    """Keep a decision that stands as a rule under ``label``, once for each action."""
    here = gold.take_turn(tx, person, document_id)
    if recording.seen_before(tx, here, action):
        return here
    tx.take_turns(f"{here.project.id} precedents")
    standing = decisions.standing(tx, here.layer_id) if here.layer_id else []
    decision = next((one for one in standing if one.id == decision_id), None)
    if decision is None:
        raise Conflict("not-decided", "This decision does not stand any more: nothing was kept as a rule.")
    about = {source.span for source in decision.sources} | set(decision.results)
    passage = [span for span in spans.in_document(tx, document_id) if span.id in about]
    if not passage:
        raise Conflict("no-passage", "What was decided about is no longer there.")
    name = here.codebook.label(label).name
    one = Precedent(
        id=tx.new_id(),
        project_id=here.project.id,
        label=name,
        number=stored.next_number(tx, here.project.id, name),
        rule=checked_rule(rule),
        document_id=document_id,
        start=min(span.start for span in passage),
        end=max(span.end for span in passage),
    )
    recording.note_action(tx, here, action, "never")
    stored.add(tx, one, decision_id=decision.id, user_id=recording.user_of(here))
    told = Event("precedent.make", one.id, None, _told(one))
    history.add_events(tx, recording.place_of(here, action), [told])
    return here


def change(tx: Transaction, person: Person, slug: str, precedent_id: str, rule: str) -> None:
    """Write a rule anew; its number stays."""
    one = _own(tx, person, slug, precedent_id)
    rule = checked_rule(rule)
    if rule == one.rule:
        return
    stored.set_rule(tx, one.id, rule)
    told = Event("precedent.change", one.id, _told(one), {**_told(one), "rule": rule})
    add_events(tx, Place(person.id, one.project_id, one.document_id), [told])


def withdraw(tx: Transaction, person: Person, slug: str, precedent_id: str) -> None:
    """Take a rule out of the codebook; its number is not given again."""
    one = _own(tx, person, slug, precedent_id)
    stored.set_deleted(tx, one.id, person.id)
    told = Event("precedent.withdraw", one.id, _told(one), None)
    add_events(tx, Place(person.id, one.project_id, one.document_id), [told])


def of_project(tx: Transaction, person: Person, slug: str) -> dict[str, list[Shown]]:
    """For the name of each label its rules, by number."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    passages = Passages(tx, person, project)
    found: dict[str, list[Shown]] = {}
    for one in stored.of_project(tx, project.id):
        shown = Shown(one, passages.at(one.document_id, one.start, one.end))
        found.setdefault(one.label, []).append(shown)
    return found


def _own(tx: Transaction, person: Person, slug: str, precedent_id: str) -> Precedent:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.WRITE_GOLD)
    tx.take_turns(f"{project.id} precedents")
    one = stored.by_id(tx, precedent_id)
    if one is None or one.project_id != project.id:
        raise NotFound("no-precedent", "This rule is no longer there, or never was.")
    return one


def _told(one: Precedent) -> dict[str, object]:
    """A rule as the log keeps it."""
    return {"label": one.label, "number": one.number, "rule": one.rule}
