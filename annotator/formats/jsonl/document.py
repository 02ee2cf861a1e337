"""A document from the object that stands on its line."""

from annotator.domain.block import KINDS, Block, checked_blocks, recognise
from annotator.domain.corpus import Document
from annotator.domain.meta import checked_meta
from annotator.domain.text import Canonical, canonical, checked_line, refuse_blank
from annotator.domain.title import recognised_title
from annotator.formats._base import Incoming
from annotator.formats.jsonl.layers import layers_from
from annotator.formats.jsonl.notes import Notes
from annotator.formats.jsonl.relations import relations_from
from annotator.formats.jsonl.spans import spans_from
from annotator.formats.jsonl.table import Table

_KEYS = frozenset(
    {"id", "title", "text", "meta", "codebook_version", "blocks", "layers", "spans", "relations"}
)
_LAST_VERSION = 2**31 - 1


def document_from(table: Table, line: int, incoming: Incoming, notes: Notes) -> Document:
    """The document of one line, with everything on it held against its text.

    Raises:
        Invalid: says which key, and what is wrong there.
    """
    notes.ignored("document", table.tree.keys() - _KEYS)
    raw = table.text("text")
    text = canonical(raw)
    refuse_blank(text.text)
    notes.text_changed(line, text)
    blocks = _blocks(table, text)
    version = _codebook_version(table)
    spans = spans_from(table, text, version, incoming, notes)
    relations = relations_from(table, spans, version, incoming, notes)
    return Document(
        id=table.id() if "id" in table.tree else incoming.new_id(),
        title=checked_line(table.text("title"), "title") if table.has("title") else recognised_title(text.text, blocks),
        text=text.text,
        meta=checked_meta(table.mapping("meta")),
        blocks=blocks,
        codebook_version=version,
        created=incoming.now,
        layers=layers_from(table, spans, relations, incoming, notes),
        spans=spans,
        relations=relations,
    )
