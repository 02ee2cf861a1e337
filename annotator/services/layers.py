"""The layers of a document as one person may read them: one's own, and others' and gold where the rules allow.

Everything that shows spans or relations of more than one's own layer asks here.
"""

from annotator.domain.errors import NotFound, no_span
from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Person
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.services import reading
from annotator.store import layers, members, relations, spans
from annotator.store.engine import Transaction
from annotator.store.layers import Desk, Head

__all__ = ["Head", "relations_of", "span", "spans_of", "visible"]

OWN = "me"
"""What one calls one's own layer by."""


def visible(tx: Transaction, person: Person, document_id: str) -> tuple[Desk, list[Head]]:
    """The layers of a document that somebody may know of, by their name."""
    here = reading.desk(tx, person, document_id)
    return here, [head for head in layers.of_document(tx, document_id) if _is_open(here, head.id, head.name)]


def spans_of(
    tx: Transaction, person: Person, document_id: str, annotator: str | None = None
) -> tuple[Desk, list[Span]]:
    """The spans of one layer of a document, or of all that somebody may read, in reading order.

    Raises:
        Forbidden: the layer is not theirs to read, whether there is one or not.
        NotFound: there is nobody of that name in the project.
    """
    here, ids = _asked(tx, person, document_id, annotator)
    return here, spans.in_layers(tx, ids)


def relations_of(
    tx: Transaction, person: Person, document_id: str, annotator: str | None = None
) -> tuple[Desk, list[Relation]]:
    """The relations of one layer of a document, or of all that somebody may read; refused as spans are."""
    here, ids = _asked(tx, person, document_id, annotator)
    return here, relations.in_layers(tx, ids)


def span(tx: Transaction, person: Person, span_id: str) -> tuple[Desk, Span]:
    """A span of any layer that somebody may read.

    Raises:
        NotFound: there is none, or none they may know of, in the same words.
    """
    found = spans.by_id(tx, span_id)
    if found is not None:
        marked, document_id, layer_id = found
        here = layers.desk(tx, document_id, person)
        if here is not None and here.standing.may(Act.READ_CORPUS) and _is_open(here, layer_id, marked.layer):
            return here, marked
    raise no_span()


def _asked(tx: Transaction, person: Person, document_id: str, annotator: str | None) -> tuple[Desk, list[str]]:
    here, heads = visible(tx, person, document_id)
    if annotator is None:
        return here, [head.id for head in heads]
    name = person.name if annotator == OWN else annotator
    _require(tx, here, name)
    return here, [head.id for head in heads if head.name == name]


def _is_open(here: Desk, layer_id: str, name: str) -> bool:
    return layer_id == here.layer_id or here.standing.may(act_of(name))


def _require(tx: Transaction, here: Desk, name: str) -> None:
    if name == here.person.name:
        return
    here.standing.require(act_of(name))
    known = {member.name for member in members.of_project(tx, here.project.id)}
    if name != GOLD and name not in known | set(layers.names(tx, here.project.id)):
        raise NotFound("no-layer", f"There is no layer “{name[:80]}” in this project.")


def act_of(name: str) -> Act:
    """What reading the layer of this name asks for, where it is not one's own."""
    return Act.READ_GOLD if name == GOLD else Act.READ_OTHER_LAYERS
