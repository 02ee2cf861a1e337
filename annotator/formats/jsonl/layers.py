"""The layers of a document: those that the line lists, or else everybody whom it names."""

from collections.abc import Sequence

from annotator.domain.errors import Invalid
from annotator.domain.layer import STATES, Layer
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.formats._records.table import Table
from annotator.formats.jsonl.attributes import attributes_from
from annotator.formats.jsonl.ground import Ground, layer_and_annotator
from annotator.formats.jsonl.once import refuse_twice

_KEYS = frozenset({"annotator", "layer", "state", "attributes"})


def layers_from(
    table: Table, spans: Sequence[Span], relations: Sequence[Relation], ground: Ground
) -> tuple[Layer, ...]:
    """The layers by name. Where the line lists none, all that are named count as complete.

    Raises:
        Invalid: one is listed twice, or something stands in a layer that is not listed.
    """
    named = {relation.layer: relation.annotator for relation in relations}
    named.update((span.layer, span.annotator) for span in spans)
    now = ground.incoming.now
    if not table.has("layers"):
        return tuple(Layer(name, named[name], "complete", now, now) for name in sorted(named))
    layers = [_layer(one, ground) for one in table.tables("layers")]
    refuse_twice((layer.name for layer in layers), "layer")
    if lost := named.keys() - {layer.name for layer in layers}:
        raise Invalid(
            "unknown-layer", f"Something stands in the layer “{min(lost)}”, which “layers” does not list."
        )
    return tuple(sorted(layers, key=lambda layer: layer.name))


def _layer(table: Table, ground: Ground) -> Layer:
    ground.notes.ignored("layers", table, _KEYS)
    if not table.has("annotator"):
        raise table.bad("annotator", "missing")
    name, annotator = layer_and_annotator(table, ("", ""))
    named = table.text("state")
    state = next((state for state in STATES if state == named), None)
    if state is None:
        raise table.bad("state", f"“{named[:40]}” is none of {', '.join(STATES)}")
    now = ground.incoming.now
    return Layer(name, annotator, state, now, now, attributes_from(table))
