"""Codebooks on a line: only where something stands on it that the project's current one does not hold.

Nearly every line does without: what was marked long ago mostly fits the latest version as well. Where a label, an
attribute or a relation type was taken away since, the line brings the versions that it was made under, and the
current one beside them, so that another project knows all of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.corpus import Document
from annotator.domain.errors import Invalid
from annotator.domain.layer import Layer
from annotator.domain.relation import Relation, check_relations
from annotator.domain.span import Span
from annotator.formats._records.table import Table


def codebook_trees(document: Document, books: Sequence[Codebook]) -> list[dict[str, Any]]:
    """The codebooks that a line brings, the oldest first; none where the last of ``books`` holds all of it."""
    if not books:
        return []
    outgrown = set(_outgrown(document, books[-1]))
    brought = [book for book in books[:-1] if book.version in outgrown]
    return [codebook_to_tree(book) for book in (*brought, books[-1])] if brought else []


def codebooks_from(table: Table) -> Iterator[Codebook]:
    """The codebooks that a line brings.

    Raises:
        Invalid: one is no codebook, or does not say which version it is.
    """
    for one in table.tables("codebooks"):
        version = one.whole("version")
        if version < 1:
            raise one.bad("version", f"{version} is not a version")
        try:
            yield codebook_from_tree(one.tree, version)
        except Invalid as refusal:
            raise Invalid(refusal.code, f"{one.where}: {refusal.message}") from None


def each_once(books: Iterable[Codebook]) -> tuple[Codebook, ...]:
    """The codebooks of all lines by version.

    Raises:
        Invalid: two of one version differ.
    """
    found: dict[int, Codebook] = {}
    for book in books:
        if found.setdefault(book.version, book) != book:
            raise Invalid("bad-codebook", f"codebooks: two that differ are version {book.version}.")
    return tuple(book for _, book in sorted(found.items()))


def _outgrown(document: Document, latest: Codebook) -> Iterator[int]:
    """The version of each thing that the latest one does not hold as it is."""
    labels = {span.id: (span.layer, span.label) for span in document.spans}
    for span in document.spans:
        if not _holds_span(latest, span):
            yield span.codebook_version
    for relation in document.relations:
        if not _holds_relation(latest, relation, labels):
            yield relation.codebook_version
    if not all(_holds_layer(latest, layer) for layer in document.layers):
        yield document.codebook_version


def _holds_span(book: Codebook, span: Span) -> bool:
    try:
        return book.checked_attributes(span.label, span.attributes) == span.attributes
    except Invalid:
        return False


def _holds_relation(book: Codebook, relation: Relation, labels: Mapping[str, tuple[str, str]]) -> bool:
    try:
        check_relations([relation], labels, book)
    except Invalid:
        return False
    return True


def _holds_layer(book: Codebook, layer: Layer) -> bool:
    try:
        return book.checked_document_attributes(layer.attributes) == layer.attributes
    except Invalid:
        return False
