"""Keeping what an import brought: layers with their spans and relations, under the people they name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from annotator.domain.block import touched
from annotator.domain.corpus import Document
from annotator.domain.errors import Invalid
from annotator.domain.layer import GOLD
from annotator.domain.permission import Person
from annotator.services import imported_gold
from annotator.store import history, layers, relations, spans, users
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place


class People:
    """The people that an import names; whoever this site lacks is made, deactivated."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._known: dict[str, Person] = {}

    def id_of(self, name: str) -> str:
        found = self.named(name).id
        if found is None:
            raise Invalid("unknown-user", f"“{name[:80]}” cannot own a layer.")
        return found

    def named(self, name: str) -> Person:
        if name not in self._known:
            account = users.by_name(self._tx, name)
            self._known[name] = account.person if account else users.add(self._tx, name, active=False)
        return self._known[name]


def keep_layers(tx: Transaction, document: Document, document_id: str, place: Place, people: People) -> None:
    """Keep the layers of ``document`` with all that stands in them."""
    layer_ids: dict[str, str] = {}
    for layer in document.layers:
        name = people.named(layer.annotator).name if layer.name == layer.annotator else layer.name
        layer_ids[layer.name] = layers.add(
            tx,
            document_id,
            name,
            people.id_of(layer.annotator),
            layer.state,
            created=layer.created,
            updated=layer.updated,
            attributes=layer.attributes,
        )
    if lost := ({span.layer for span in document.spans} | {one.layer for one in document.relations}) - set(
        layer_ids
    ):
        raise Invalid("unknown-layer", f"“{document.title[:60]}”: the layer “{min(lost)[:80]}” is not declared.")
    ids = ids_here(tx, [span.id for span in document.spans], spans.taken_ids)
    rows = [
        spans.row_of(
            span,
            span_id=ids[span.id],
            document_id=document_id,
            layer_id=layer_ids[span.layer],
            user_id=people.id_of(span.annotator),
            blocks=touched(document.blocks, span.start, span.end),
        )
        for span in document.spans
    ]
    spans.add(tx, rows)
    told = [
        Event("attributes.import", layer_ids[layer.name], None, layer.attributes)
        for layer in document.layers
        if layer.attributes
    ]
    told += [Event("span.import", row["id"], None, spans.changeable(row)) for row in rows]
    joined: list[dict[str, Any]] = [
        {
            "id": tx.new_id(),
            "key": relation.id,
            "document_id": document_id,
            "layer_id": layer_ids[relation.layer],
            "user_id": people.id_of(relation.annotator),
            "type": relation.type,
            "source_id": ids[relation.source],
            "target_id": ids[relation.target],
            "codebook_version": relation.codebook_version,
            "created": relation.created,
        }
        for relation in document.relations
    ]
    relations.add(tx, joined)
    told += [Event("relation.import", row["id"], None, relations.changeable(row)) for row in joined]
    if GOLD in layer_ids:
        brought = [replace(span, id=ids[span.id]) for span in document.spans]
        told += imported_gold.count_as_decided(tx, document_id, layer_ids[GOLD], brought, people.id_of)
    history.add_events(tx, place, told)


def ids_here(
    tx: Transaction, keys: Sequence[str], taken: Callable[[Transaction, Iterable[str]], set[str]]
) -> dict[str, str]:
    """For each id of a file the one it has here: the same, where it is a UUID that nothing else has."""
    proper = [key for key in keys if _is_uuid(key)]
    usable = set(proper) - taken(tx, proper)
    return {key: key if key in usable else tx.new_id() for key in keys}


def _is_uuid(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False
