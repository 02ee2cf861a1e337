"""Suggesting: what may be marked in a document, offered to whoever asks; accepted or refused by them alone.

Suggestions are made of one's own layers, of the registry as one sees it, of how citations are written, and by a
model that learned from gold. Only the last tells of others' work: which model may suggest to whom, and where, is
asked of ``store/blindness.py``, so that a blind round stays blind.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.errors import Conflict
from annotator.domain.permission import Act, Person
from annotator.domain.suggestion import Known, Place, Suggestion, suggestions
from annotator.services import annotating, entities, linking, proposing, reading, recording
from annotator.services.annotating import Draft
from annotator.services.entities import Registry
from annotator.services.recording import Action, Change
from annotator.store import spans, suggesting
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk
from annotator.store.suggesting import JUDGED, Judged

__all__ = ["accept", "refuse", "suggested"]


def suggested(
    tx: Transaction, person: Person, document_id: str, *, model: int | None = None
) -> tuple[Desk, list[Suggestion]]:
    """What may be marked in a document that one annotates, in reading order.

    Of models the newest that may suggest here is asked, or the one of the number ``model``.

    Raises:
        Forbidden: their role does not annotate.
    """
    desk = reading.desk(tx, person, document_id)
    desk.standing.require(Act.ANNOTATE)
    return desk, _at(tx, desk, model)


def accept(
    tx: Transaction,
    person: Person,
    action: Action,
    document_id: str,
    draft: Draft,
    *,
    model: int | None = None,
) -> Change:
    """Mark what is suggested in one's own layer; the log keeps what was suggested, by what and how sure.

    Args:
        tx: a transaction that writes.
        person: whoever annotates.
        action: theirs.
        document_id: of the document.
        draft: the span that the suggestion makes.
        model: the number of the model that suggested it before them, though another was trained since.

    Raises:
        Conflict: it is not suggested, or no longer.
    """

    def marked(desk: Desk, one: Suggestion) -> Change:
        (linked,) = linking.found_by_words(tx, desk, [draft])
        return annotating.mark(tx, desk, action, [linked], accepted=_told(one, "accept"))

    return _judged(tx, person, action, _Asked(document_id, draft, model), marked)


def refuse(
    tx: Transaction,
    person: Person,
    action: Action,
    document_id: str,
    draft: Draft,
    *,
    model: int | None = None,
) -> Change:
    """Let a suggestion go: it is not made again here, whichever model would, until that is undone.

    Raises:
        Conflict: it is not suggested, or no longer.
    """

    def let_go(desk: Desk, one: Suggestion) -> Change:
        begun = recording.begun(tx, desk)
        recording.note_action(tx, begun, action, "done")
        told = Event(JUDGED, recording.layer_of(begun), None, _told(one, "refuse"))
        return recording.finish(tx, begun, action, [told])

    return _judged(tx, person, action, _Asked(document_id, draft, model), let_go)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody judges."""

    document_id: str
    draft: Draft
    model: int | None

    @property
    def places(self) -> list[Place]:
        return [(start, end, self.draft.label) for start, end in self.draft.fragments]


def _judged(
    tx: Transaction, person: Person, action: Action, asked: _Asked, does: Callable[[Desk, Suggestion], Change]
) -> Change:
    """What is suggested just so is judged, once."""
    desk, answer = recording.enter(tx, person, action, asked.document_id)
    if answer is not None:
        return answer
    found = next((one for one in _at(tx, desk, asked.model) if [one.place] == asked.places), None)
    if found is None:
        raise Conflict("not-suggested", "This is suggested no longer: look at the suggestions again.")
    return does(desk, found)


def _at(tx: Transaction, desk: Desk, model: int | None) -> list[Suggestion]:
    own = spans.in_layer(tx, desk.layer_id) if desk.layer_id else []
    before = suggesting.judged(tx, desk.project.id, desk.person)
    known = [*_own(tx, desk), *_registered(entities.of_desk(tx, desk), desk.codebook)]
    return suggestions(
        desk.reading.text,
        desk.reading.blocks,
        known,
        cited=[(label, _share(before, label)) for label in _of_instruments(desk.codebook)],
        proposed=_proposed(tx, desk, model),
        marked=[(start, end, one.label) for one in own for start, end in one.fragments],
        refused=_refused(before, desk.document_id),
    )


def _proposed(tx: Transaction, desk: Desk, number: int | None) -> list[Suggestion]:
    model, found = proposing.at_desk(tx, desk, number)
    return [
        Suggestion(start, end, label, "model", sure, model.number) for start, end, label, sure in found if model
    ]


def _told(one: Suggestion, does: str) -> dict[str, object]:
    return {
        "does": does,
        "start": one.start,
        "end": one.end,
        "label": one.label,
        "source": one.source,
        "confidence": one.confidence,
    } | ({} if one.model is None else {"model": one.model})


def _own(tx: Transaction, desk: Desk) -> Iterator[Known]:
    """What one marked before; as sure as of all one's marks of these words have this label."""
    marked = suggesting.own_marked(tx, desk.project.id, desk.person)
    times: Counter[str] = Counter()
    for words, _, often in marked:
        times[words] += often
    offered = {label.name for label in desk.codebook.offered}
    for words, label, often in marked:
        if label in offered:
            yield Known(words, label, "own", round(often / times[words], 2))


def _registered(found: Registry, book: Codebook) -> Iterator[Known]:
    """The names of entries, under the labels that may mention them; less sure where a name is of several."""
    meant: dict[str, set[tuple[str, str]]] = {}
    for label in book.offered:
        sorts = linking.sorts_of(book, label.name)
        if len(sorts) != 1:
            continue  # such a label may mention anything: a name does not tell that it is meant
        for entry in found.standing:
            if entry.entity.sort in sorts:
                for name in entry.entity.names:
                    meant.setdefault(name, set()).add((label.name, entry.entity.key))
    for name, several in meant.items():
        for label_name in sorted({label for label, _ in several}):
            yield Known(name, label_name, "registry", round(1 / len(several), 2))


def _of_instruments(book: Codebook) -> list[str]:
    """The labels that mention instruments alone."""
    return [one.name for one in book.offered if linking.sorts_of(book, one.name) == {"instrument"}]


def _share(before: Iterable[Judged], label: str) -> float:
    """How many of the citations suggested under a label one accepted, one of two to begin with."""
    of_label = [
        one.told["does"] for one in before if (one.told["source"], one.told["label"]) == ("citation", label)
    ]
    return round((of_label.count("accept") + 1) / (len(of_label) + 2), 2)


def _refused(before: Iterable[Judged], document_id: str) -> set[Place]:
    return {
        (one.told["start"], one.told["end"], one.told["label"])
        for one in before
        if one.document_id == document_id and one.told["does"] == "refuse"
    }
