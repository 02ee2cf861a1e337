"""What of a codebook REFI-QDA has no place for, counted."""

from collections import Counter
from dataclasses import replace

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Document
from annotator.formats._loss import Counted, Loss

_CODEBOOK = "codebook"


def _as_it_is(document: Document) -> Document:
    return document


def _told(name: str, one: str, many: str, becomes: str) -> Loss:
    return Loss(name, one, many, becomes, _as_it_is, refused=False)


_ATTRIBUTES = _told("codebook_attributes", "attribute of a label", "attributes of labels", "left out")
_KEYS = _told("codebook_keys", "shortcut key", "shortcut keys", "left out")
_RELATIONS = _told("codebook_relations", "relation type", "relation types", "left out")
_STATEMENTS = _told("codebook_statements", "rule for statements", "rules for statements", "left out")
_ABOUT = _told("codebook_about", "attribute of documents", "attributes of documents", "left out")
_NAME = _told("codebook_name", "name of a codebook", "names of codebooks", "left out")


def not_in_codes(book: Codebook) -> list[Counted]:
    """What codes cannot say, and is gone."""
    counts = (
        (_ATTRIBUTES, Counter({one.name: len(one.attributes) for one in book.labels if one.attributes})),
        (_KEYS, Counter(_with_keys(book))),
        (_RELATIONS, Counter({one.name: 1 for one in book.relations})),
        (_STATEMENTS, Counter({_CODEBOOK: 1} if book.statements else {})),
        (_ABOUT, Counter({one.name: 1 for one in book.document_attributes})),
        (_NAME, Counter({_CODEBOOK: 1} if book.name or book.description else {})),
    )
    return [(loss, by) for loss, by in counts if by]


def _with_keys(book: Codebook) -> list[str]:
    labels = [one.name for one in book.labels if one.shortcut]
    return labels + [one.name for one in book.relations if one.shortcut]


def not_in_project(book: Codebook) -> list[Counted]:
    """The same of a project, in which an attribute's values are codes below its label's."""
    kept = replace(_ATTRIBUTES, becomes="codes for the values, without the attribute’s type and definitions")
    return [(kept if loss is _ATTRIBUTES else loss, by) for loss, by in not_in_codes(book)]
