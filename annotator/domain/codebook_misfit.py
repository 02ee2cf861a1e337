"""What is marked and does not keep the rules of the codebook's present version: to be looked at again."""

from collections.abc import Mapping

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.errors import Invalid
from annotator.domain.relation import Relation
from annotator.domain.span import Span, Value


def misfits(book: Codebook, span: Span, then: Codebook) -> list[str]:
    """Why a span is to be looked at again, a few words for each reason; ``then`` is the version it was made under.

    A retired label is no reason: what is there stays. What was open under a version that asked for it already was
    left open by whoever made it.
    """
    if book.index(span.label) == len(book.labels):
        return [f"there is no label “{span.label}” any more"]
    found = _of_values(book.label(span.label).attributes, span.attributes, span.label)
    left_open = then.missing(span.label, span.attributes)
    missing = [one for one in book.missing(span.label, span.attributes) if one not in left_open]
    return [*found, *(f"{name} is required now" for name in missing)]


def misfits_of_document(book: Codebook, values: Mapping[str, Value]) -> list[str]:
    """The same of what is said about a document as a whole."""
    return _of_values(book.document_attributes, values, "A document")


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
