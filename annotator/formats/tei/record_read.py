"""Reads back what our files say of a document on a tree of others."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from annotator.domain.block import KINDS, Block, checked_blocks
from annotator.domain.errors import Invalid
from annotator.formats.tei.anchor import RANGE
from annotator.formats.tei.body import Body
from annotator.formats.tei.names import BLOCKS
from annotator.formats.tei.tree import child, children


def path_of_text(number: int) -> str:
    """Where the text of the document of this number stands in a corpus; the first is 1."""
    return f"/teiCorpus/TEI[{number}]/text"


def header_in(record: Element) -> Element | None:
    """What a record has in the place of a header."""
    return child(record, "biblFull")


def blocks_in(record: Element, body: Body) -> tuple[Block, ...]:
    """The blocks that a record tells of; those of the tree where they do not fit its text."""
    try:
        return checked_blocks(_told(record, body), body.text.text)
    except Invalid:
        return body.blocks


def _told(record: Element, body: Body) -> Iterator[Block]:
    for group in children(record, "spanGrp"):
        for one in children(group, "span") if group.get("type") == BLOCKS else ():
            found = RANGE.fullmatch(one.get("target") or "")
            kind = next((kind for kind in KINDS if kind == one.get("type")), None)
            if found is None or kind is None or found[1] not in body.places:
                raise Invalid("bad-block", "A block is of no kind, or stands nowhere.")
            start = body.places[found[1]][0] + int(found[2])
            yield Block(kind, body.text.offset(start), body.text.offset(start + int(found[3])))
