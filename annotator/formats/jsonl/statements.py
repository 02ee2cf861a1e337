"""Statements on a line: what the file says that its spans and relations add up to.

Only those whose actor and instrument are known. What another stance lacks is asked of the codebook, which a line
does not hold: a project that draws its own from the lines would tell of other gaps, and no longer give the same
bytes. The stance itself is on the line as a span; with what is missing it is in ``statements-csv`` and in the API.
"""

from collections.abc import Mapping, Sequence

from annotator.domain.span import Span
from annotator.domain.statement import Slot, Statement
from annotator.formats._records.table import Table
from annotator.formats.jsonl.ground import Ground

_SLOTS = ("actor", "instrument", "reporter", "addressee")
_KEYS = frozenset({"id", "stance", "annotator", "layer", *_SLOTS, "polarity", "voice"})
_SLOT_KEYS = frozenset({"span", "entity"})


def statements_from(table: Table, spans: Sequence[Span], ground: Ground) -> tuple[Statement, ...]:
    """What a line says that its spans and relations add up to; whoever keeps it makes that anew.

    Raises:
        Invalid: one is about a span that the line does not have.
    """
    by_id = {span.id: span for span in spans}
    return tuple(_statement(one, by_id, ground) for one in table.tables("statements"))


def _statement(table: Table, spans: Mapping[str, Span], ground: Ground) -> Statement:
    ground.notes.ignored("statements", table, _KEYS)
    stance = _span(table, "stance", spans)
    slots = {name: _slot(table, name, spans, ground) for name in _SLOTS}
    return Statement(
        id=table.id(),
        layer=stance.layer,
        annotator=stance.annotator,
        stance=stance,
        **slots,
        polarity=table.text("polarity") if table.has("polarity") else None,
        voice=table.text("voice") if table.has("voice") else None,
        missing=(),
    )


def _slot(table: Table, name: str, spans: Mapping[str, Span], ground: Ground) -> Slot | None:
    if not table.has(name):
        return None
    slot = Table(table.mapping(name), table.place(name))
    ground.notes.ignored(f"statements.{name}", slot, _SLOT_KEYS)
    span = _span(slot, "span", spans) if slot.has("span") else None
    return Slot(span, slot.text("entity") if slot.has("entity") else None)


def _span(table: Table, key: str, spans: Mapping[str, Span]) -> Span:
    span_id = table.id(key)
    if span_id not in spans:
        raise table.bad(key, f"“{span_id[:80]}” is not a span of this document")
    return spans[span_id]
