"""What goes through the doors of a project: documents with their layers, and a corpus of them."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.domain.block import Block
from annotator.domain.codebook import Codebook
from annotator.domain.entity import Entity
from annotator.domain.layer import Layer
from annotator.domain.precedent import Precedent
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.domain.statement import Statement

METADATA = ("publication", "author", "date", "url", "language")
"""The metadata every tool of the field knows; a document may have any others."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article: immutable ``text``, a title, metadata, blocks, and the layers made on it.

    ``codebook_version`` is the one its annotations were last made under (0: there was none). ``entities`` are the
    registry's entries that its spans are linked to, by key; ``statements`` those that its spans and relations add
    up to, as far as actor and instrument are known; ``precedents`` the rules that were made of decisions about it,
    by label. ``tree`` is the XML element that it came as, where a TEI file of others says more than its words.
    """

    id: str
    title: str
    text: str
    meta: Mapping[str, Any]
    blocks: tuple[Block, ...]
    codebook_version: int
    created: str
    layers: tuple[Layer, ...] = ()
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    tree: bytes | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A corpus as of one moment: what a format writes.

    ``documents`` can be called again for another pass; each pass streams the documents in the project's order.
    ``codebooks`` are those that ``documents`` were made under and the current one, oldest first.
    """

    slug: str
    name: str
    count: int
    codebooks: tuple[Codebook, ...]
    people: tuple[str, ...]
    documents: Callable[[], Iterator[Document]]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd that an import met, and where: nothing was lost, but a person should know."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a format read from one file: documents, the codebooks they were made under, and what was odd.

    ``offered`` are spans that the texts themselves mark, by the id of their document: they stay where they are
    unless somebody wants them as a layer too.
    """

    documents: tuple[Document, ...]
    codebooks: tuple[Codebook, ...] = ()
    findings: tuple[Finding, ...] = ()
    offered: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


def fingerprint(text: str) -> str:
    """SHA-256 of the UTF-8 text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
