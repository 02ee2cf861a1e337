"""The spans of a document, held against its text."""

from reprlib import repr as brief
from typing import Any

from annotator.domain.link import checked_links
from annotator.domain.naming import checked_machine_name
from annotator.domain.span import Fragments, Span, checked_fragments, reading_order, refuse_other_words
from annotator.domain.text import canonical, checked_note
from annotator.formats._records.table import Table
from annotator.formats.jsonl.attributes import attributes_from
from annotator.formats.jsonl.ground import Ground, layer_and_annotator
from annotator.formats.jsonl.once import refuse_twice

IMPORTED = "imported"
"""Whose the spans are that name no annotator, as those of spaCy and Prodigy."""

_PLACE = frozenset({"start", "end", "fragments", "text"})
_KEYS = _PLACE | {"id", "label", "annotator", "layer", "attributes", "note", "links", "codebook_version"}


def spans_from(table: Table, ground: Ground) -> tuple[Span, ...]:
    """The spans of ``table``'s document in reading order.

    Raises:
        Invalid: says which span, and what is wrong with it.
    """
    spans = [_span(one, ground) for one in table.tables("spans")]
    refuse_twice((span.id for span in spans), "span")
    return tuple(sorted(spans, key=reading_order))


def _span(table: Table, ground: Ground) -> Span:
    ground.notes.ignored("spans", table, _KEYS)
    if not (table.has("annotator") or table.has("layer")):
        ground.notes.nameless(IMPORTED)
    layer, annotator = layer_and_annotator(table, (IMPORTED, IMPORTED))
    return Span(
        id=ground.id_of(table),
        layer=layer,
        annotator=annotator,
        label=checked_machine_name(table.text("label"), table.place("label")),
        fragments=_fragments(table, ground),
        attributes=attributes_from(table),
        note=checked_note(table.text("note"), table.place("note")) if table.has("note") else "",
        codebook_version=ground.version_of(table),
        version=1,
        created=ground.incoming.now,
        updated=ground.incoming.now,
        links=checked_links(table.mapping("links"), table.place("links")),
    )


def _fragments(table: Table, ground: Ground) -> Fragments:
    whole = (table.whole("start"), table.whole("end"))
    sent = [_pair(table, item) for item in table.items("fragments")] or [whole]
    if (sent[0][0], sent[-1][1]) != whole:
        raise table.bad("fragments", f"they do not reach from {whole[0]} to {whole[1]}, as start and end do")
    offset = ground.text.offset
    fragments = checked_fragments([(offset(start), offset(end)) for start, end in sent], len(ground.text.text))
    if table.has("text"):
        refuse_other_words(ground.text.text, fragments, canonical(table.text("text")).text)
    return fragments


def _pair(table: Table, item: Any) -> tuple[int, int]:
    if not isinstance(item, list) or len(item) != len(("start", "end")):
        raise table.bad("fragments", f"{brief(item)} is not a pair [start, end]")
    ends = Table(dict(zip(("start", "end"), item, strict=True)), table.place("fragments"))
    return ends.whole("start"), ends.whole("end")
