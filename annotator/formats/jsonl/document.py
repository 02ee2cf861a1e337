"""A document from the object that stands on its line."""

from annotator.domain.block import KINDS, Block, checked_blocks, recognise
from annotator.domain.corpus import Document
from annotator.domain.entity_tree import entities_from_tree
from annotator.domain.errors import Invalid
from annotator.domain.meta import checked_meta
from annotator.domain.text import Canonical, canonical, checked_line, refuse_blank
from annotator.domain.title import recognised_title
from annotator.formats._base import Incoming
from annotator.formats._records.table import Table
from annotator.formats.jsonl.ground import Ground, codebook_version
from annotator.formats.jsonl.layers import layers_from
from annotator.formats.jsonl.notes import Notes
from annotator.formats.jsonl.precedents import precedents_from
from annotator.formats.jsonl.relations import relations_from
from annotator.formats.jsonl.spans import spans_from
from annotator.formats.jsonl.statements import statements_from

_OWN = frozenset({"id", "title", "text", "meta", "codebook_version", "blocks"})
_KEYS = _OWN | {"layers", "spans", "relations", "entities", "statements", "precedents", "codebooks"}
_BLOCK_KEYS = frozenset({"kind", "start", "end"})


def document_from(table: Table, line: int, incoming: Incoming, notes: Notes) -> Document:
    """The document of one line, with everything on it held against its text.

    Raises:
        Invalid: says which key, and what is wrong there.
    """
    notes.ignored("document", table, _KEYS)
    text = _text(table, line, notes)
    blocks = _blocks(table, text, notes)
    ground = Ground(text, codebook_version(table), incoming, notes)
    spans = spans_from(table, ground)
    relations = relations_from(table, spans, ground)
    return Document(
        id=table.id() if "id" in table.tree else incoming.new_id(),
        title=_title(table) or recognised_title(text.text, blocks),
        text=text.text,
        meta=checked_meta(table.mapping("meta")),
        blocks=blocks,
        codebook_version=ground.codebook_version,
        created=incoming.now,
        layers=layers_from(table, spans, relations, ground),
        spans=spans,
        relations=relations,
        entities=entities_from_tree(table.items("entities")),
        statements=statements_from(table, spans, ground),
        precedents=precedents_from(table, ground),
    )


def _text(table: Table, line: int, notes: Notes) -> Canonical:
    text = canonical(table.text("text"))
    refuse_blank(text.text)
    notes.text_changed(line, text)
    return text


def _title(table: Table) -> str | None:
    return checked_line(table.text("title"), "title") if table.has("title") else None


def _blocks(table: Table, text: Canonical, notes: Notes) -> tuple[Block, ...]:
    if not table.has("blocks"):
        return recognise(text.text)
    blocks = [_block(one, text, notes) for one in table.tables("blocks")]
    return checked_blocks(blocks, text.text)


def _block(table: Table, text: Canonical, notes: Notes) -> Block:
    notes.ignored("blocks", table, _BLOCK_KEYS)
    named = table.text("kind")
    kind = next((kind for kind in KINDS if kind == named), None)
    if kind is None:
        raise Invalid("unknown-block", f"{table.where}: “{named[:40]}” is none of {', '.join(KINDS)}.")
    return Block(kind, text.offset(table.whole("start")), text.offset(table.whole("end")))
