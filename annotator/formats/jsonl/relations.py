"""The relations of a document, each between two of its spans."""

from collections.abc import Mapping, Sequence

from annotator.domain.naming import checked_machine_name
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.formats._records.table import Table
from annotator.formats.jsonl.ground import Ground, layer_and_annotator
from annotator.formats.jsonl.once import refuse_twice

_KEYS = frozenset({"id", "type", "source", "target", "annotator", "layer", "codebook_version"})


def relations_from(table: Table, spans: Sequence[Span], ground: Ground) -> tuple[Relation, ...]:
    """The relations of ``table``'s document, in the order of the line.

    Raises:
        Invalid: says which relation, and what is wrong with it.
    """
    by_id = {span.id: span for span in spans}
    relations = tuple(_relation(one, by_id, ground) for one in table.tables("relations"))
    refuse_twice((relation.id for relation in relations), "relation")
    return relations


def _relation(table: Table, spans: Mapping[str, Span], ground: Ground) -> Relation:
    ground.notes.ignored("relations", table, _KEYS)
    source, target = _end(table, "source", spans), _end(table, "target", spans)
    layer, annotator = layer_and_annotator(table, (source.layer, source.annotator))
    return Relation(
        id=ground.id_of(table),
        layer=layer,
        annotator=annotator,
        type=checked_machine_name(table.text("type"), table.place("type")),
        source=source.id,
        target=target.id,
        codebook_version=ground.version_of(table),
        created=ground.incoming.now,
    )


def _end(table: Table, key: str, spans: Mapping[str, Span]) -> Span:
    span = spans.get(table.id(key))
    if span is None:
        raise table.bad(key, f"“{table.id(key)}” is not a span of this document")
    return span
