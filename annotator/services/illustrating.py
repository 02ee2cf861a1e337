"""Illustrating: a passage of the corpus stands under its label in the codebook, and opens where it is."""

from dataclasses import dataclass

from annotator.domain.errors import Conflict, NotFound
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.domain.text import checked_note
from annotator.services import layers, projects
from annotator.services.passages import Passage, Passages
from annotator.services.reading import Desk
from annotator.store import examples as stored
from annotator.store.engine import Transaction
from annotator.store.examples import Example
from annotator.store.history import Event, Place, add_events


@dataclass(frozen=True, slots=True)
class Shown:
    """An example with its passage, and where it stands."""

    example: Example
    passage: Passage


def wanted(tx: Transaction, person: Person, span_id: str) -> tuple[Desk, Span]:
    """A span that one may read, for whoever may keep it as an example.

    Raises:
        NotFound: there is no such span, or no more, or none that one may know of.
    """
    here, span = layers.span(tx, person, span_id)
    here.standing.require(Act.CHANGE_CODEBOOK)
    return here, span


def keep(
    tx: Transaction, person: Person, span_id: str, *, label: str = "", positive: bool = True, why: str = ""
) -> tuple[Desk, str]:
    """Keep a span as an example of a label (by default its own), or of what is not to be marked with it; once.

    The desk, and the label. Whose span it is is not kept: the words are the example.

    Raises:
        Conflict: it is kept as the opposite already.
    """
    here, span = wanted(tx, person, span_id)
    if person.id is None:
        raise Conflict("operator", "The command line's operator keeps no examples.")
    of = here.codebook.label(label or span.label)
    said = checked_note(" ".join(why.split()), "The reason")
    tx.take_turns(f"{here.project.id} examples")
    one = Example(tx.new_id(), here.project.id, of.name, positive, here.document_id, span.start, span.end, said)
    for other in stored.of_project(tx, here.project.id):
        if _same(one, other) and one.positive == other.positive:
            return here, of.name
        if _same(one, other):
            kept = "an example" if other.positive else "a counter-example"
            title = of.title or of.name
            raise Conflict("example-there", f"This is {kept} of {title} already: take that out first.")
    stored.add(tx, one, user_id=person.id)
    add_events(tx, Place(person.id, one.project_id), [Event("example.make", one.id, None, _told(one))])
    return here, of.name


def withdraw(tx: Transaction, person: Person, slug: str, example_id: str) -> None:
    """Take an example out of the codebook; the span that it was stays."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    one = stored.by_id(tx, example_id)
    if one is None or one.project_id != project.id:
        raise NotFound("no-example", "This example is no longer there, or never was.")
    stored.set_deleted(tx, one.id, person.id)
    add_events(tx, Place(person.id, project.id), [Event("example.withdraw", one.id, _told(one), None)])


def of_project(tx: Transaction, person: Person, slug: str) -> dict[str, list[Shown]]:
    """For the name of each label its examples; those that one has still to read blind are left out."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    passages = Passages(tx, person, project)
    found: dict[str, list[Shown]] = {}
    for one in stored.of_project(tx, project.id):
        passage = passages.at(one.document_id, one.start, one.end)
        if passage.words:
            found.setdefault(one.label, []).append(Shown(one, passage))
    return found


def _same(one: Example, other: Example) -> bool:
    return (one.label, one.document_id, one.start, one.end) == (
        other.label,
        other.document_id,
        other.start,
        other.end,
    )


def _told(one: Example) -> dict[str, object]:
    """An example as the log keeps it."""
    return {
        "label": one.label,
        "positive": one.positive,
        "document": one.document_id,
        "start": one.start,
        "end": one.end,
        "why": one.why,
    }
