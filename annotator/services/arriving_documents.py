"""A document that arrives, held against the project that it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.domain.corpus import Document, fingerprint
from annotator.domain.counting import counted
from annotator.domain.errors import Conflict, Invalid
from annotator.domain.filing import DATE, is_dated
from annotator.domain.layer import GOLD, Layer
from annotator.domain.naming import checked_user_name, name_key
from annotator.domain.relation import Relation, check_relations
from annotator.domain.span import Span
from annotator.domain.statement import Statement, complete
from annotator.services.import_books import Books
from annotator.services.parsing import Parsed


@dataclass(frozen=True, slots=True)
class Item:
    """A document that can be imported, the file it came in, and what is odd about it."""

    document: Document
    file: Parsed
    findings: tuple[str, ...] = ()


def checked(document: Document, file: Parsed, books: Books, known: set[str], texts: dict[str, str]) -> Item:
    """``document`` with its values as the codebook has them.

    Raises:
        Conflict: a document of its id is there.
        Invalid: names what does not fit, and where.
    """
    if document.id in known:
        raise Conflict("document-there", f"A document with the id “{document.id[:80]}” is there already.")
    _check_names(document)
    spans = tuple(_labelled(document, span, books) for span in document.spans)
    layers = tuple(_described(document, layer, books) for layer in document.layers)
    labels = {span.id: (span.layer, span.label) for span in spans}
    relations = tuple(_joined(relation, labels, books) for relation in document.relations)
    same = texts.get(fingerprint(document.text))
    findings = [f"The same text is there already, as “{same}”."] if same is not None else []
    if document.meta.get(DATE) and not is_dated(document.meta):
        said = str(document.meta[DATE])[:60]
        findings.append(
            f"Its date “{said}” does not begin with a year, as 2005-02-04 does: it is filed under none."
        )
    arrived = replace(document, layers=layers, spans=spans, relations=relations)
    return Item(arrived, file, (*findings, *_other_statements(arrived, books)))


def _other_statements(document: Document, books: Books) -> tuple[str, ...]:
    """Whether the file states something else than its spans and relations do; what they do is what counts."""
    if not document.statements:
        return ()
    added_up = complete(books.latest, document.spans, document.relations)
    differing = {_said(one) for one in document.statements} ^ {_said(one) for one in added_up}
    if not differing:
        return ()
    what = counted(len(differing), "statement is", "statements are")
    return (f"{what} not what its spans and relations say: these count.",)


def _said(one: Statement) -> tuple[str | None, ...]:
    slots = (one.actor, one.instrument, one.reporter, one.addressee)
    return (one.stance.id, *(slot.key if slot else None for slot in slots), one.polarity, one.voice)


def _labelled(document: Document, span: Span, books: Books) -> Span:
    try:
        version, values = books.fitting(
            span.codebook_version, lambda book: book.checked_attributes(span.label, span.attributes)
        )
    except Invalid as refusal:
        where = f"“{document.title[:60]}”, span {span.start}-{span.end}"
        raise Invalid(refusal.code, f"{where}: {refusal.message}") from None
    return replace(span, attributes=values, codebook_version=version)


def _joined(relation: Relation, labels: Mapping[str, tuple[str, str]], books: Books) -> Relation:
    version, _ = books.fitting(relation.codebook_version, lambda book: check_relations([relation], labels, book))
    return replace(relation, codebook_version=version)


def _described(document: Document, layer: Layer, books: Books) -> Layer:
    if not layer.attributes:
        return layer
    try:
        _, values = books.fitting(
            document.codebook_version, lambda book: book.checked_document_attributes(layer.attributes)
        )
    except Invalid as refusal:
        where = f"“{document.title[:60]}”, layer {layer.name}"
        raise Invalid(refusal.code, f"{where}: {refusal.message}") from None
    return replace(layer, attributes=values)


def _check_names(document: Document) -> None:
    names = {layer.name for layer in document.layers}
    for name in (names - {GOLD}) | _annotators(document):
        checked_user_name(name)
    seen: dict[str, str] = {}
    for name in sorted(names):
        twin = seen.setdefault(name_key(name), name)
        if twin != name:
            raise Invalid("same-name", f"“{document.title[:60]}”: “{name}” and “{twin}” are the same person.")


def _annotators(document: Document) -> set[str]:
    found = {layer.annotator for layer in document.layers}
    found |= {span.annotator for span in document.spans}
    return found | {relation.annotator for relation in document.relations}
