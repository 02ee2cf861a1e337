"""What is marked and does not keep the rules of the codebook's present version: to be looked at again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.codebook_operation import Coded, Done
from annotator.domain.errors import Invalid
from annotator.domain.relation import Relation
from annotator.domain.span import Span, Value


def misfits(book: Codebook, span: Span, left: Collection[str] = ()) -> list[str]:
    """Why a span is to be looked at again, a few words for each reason; ``left`` is what its maker left open.

    A retired label is no reason: what is there stays.
    """
    if book.index(span.label) == len(book.labels):
        return [f"there is no label “{span.label}” any more"]
    found = _of_values(book.label(span.label).attributes, span.attributes, span.label)
    missing = [one for one in book.missing(span.label, span.attributes) if one not in left]
    return [*found, *(f"{name} is required now" for name in missing)]


def left_open(then: Codebook, was: Coded, since: Iterable[Done]) -> frozenset[str]:
    """The required attributes that were open, and asked for already, when something was coded; by today's names.

    ``then`` is the version that it was coded under, ``since`` what was done to the codebook in all.
    """
    said = replace(was, attributes=dict.fromkeys(then.missing(was.label, was.attributes), ""))
    for one in since:
        said = one.carried_since(said)
    return frozenset(said.attributes)


def misfits_of_document(
    book: Codebook, values: Mapping[str, Value], left: Collection[str] | None = None
) -> list[str]:
    """The same of what is said about a document as a whole.

    ``left`` is what was left open where its layer was declared complete; None where it was not: nothing is asked.
    """
    found = _of_values(book.document_attributes, values, "A document")
    if left is None:
        return found
    missing = [name for name in book.missing_of_document(values) if name not in left]
    return [*found, *(f"{name} is required now" for name in missing)]


def asked_of_document(then: Codebook, since: Iterable[Done]) -> frozenset[str]:
    """The attributes of documents that were required under the version ``then``, by today's names."""
    said: Mapping[str, Value] = {one.name: "" for one in then.document_attributes if one.required}
    for one in since:
        said = one.of_document_since(said, then.version)
    return frozenset(said)


def misfit_of_relation(book: Codebook, relation: Relation, source: str, target: str) -> str | None:
    """Why a relation between spans of these labels is to be looked at again; None where it may stand."""
    kind = next((one for one in book.relations if one.name == relation.type), None)
    if kind is None:
        return f"there is no relation type “{relation.type}” any more"
    if source not in kind.source or target not in kind.target:
        return f"“{kind.title or kind.name}” does not join {source} with {target} any more"
    return None


def _of_values(attributes: tuple[Attribute, ...], values: Mapping[str, Value], where: str) -> list[str]:
    known = {one.name: one for one in attributes}
    found = []
    for name, value in values.items():
        if name not in known:
            found.append(f"{name} is not asked any more")
            continue
        try:
            known[name].checked(value, where)
        except Invalid:
            found.append(f"{name} cannot be “{value}” any more")
    return found
