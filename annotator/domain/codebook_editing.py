"""Parts of a codebook put in, taken out and moved: what an editor does, one part at a time.

Each function makes another codebook, checked as a whole as one from a file is.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.errors import Conflict, NotFound
from annotator.domain.statement_tree import statements_from_tree


class Named(Protocol):
    @property
    def name(self) -> str: ...


Part = TypeVar("Part", bound=Named)


def checked(book: Codebook) -> Codebook:
    """``book``, where it makes sense as a whole.

    Raises:
        Invalid: two labels have one key, a label stands below itself, a choice is said twice, and so on.
    """
    return codebook_from_tree(codebook_to_tree(book), book.version)


def put_label(book: Codebook, label: Label, *, instead: str = "") -> Codebook:
    """Put ``label`` where the one called ``instead`` stood, or at the end."""
    return checked(replace(book, labels=_put(book.labels, label, instead)))


def put_relation(book: Codebook, relation: RelationType, *, instead: str = "") -> Codebook:
    """Put a relation type where the one called ``instead`` stood, or at the end."""
    return checked(replace(book, relations=_put(book.relations, relation, instead)))


def put_attribute(book: Codebook, of: str, attribute: Attribute, *, instead: str = "") -> Codebook:
    """Put an attribute of the label ``of`` (empty: of documents) where ``instead`` stood, or at the end."""
    return checked(_attributes(book, of, lambda parts: _put(parts, attribute, instead)))


def put_statements(book: Codebook, tree: Any) -> Codebook:
    """``book`` where ``tree`` says what makes a statement; None: it says nothing, and what is usual holds."""
    return replace(book, statements=statements_from_tree(tree, book.labels, book.relations))


def take_label(book: Codebook, name: str) -> Codebook:
    """``book`` without a label that nothing else of it needs.

    Raises:
        Conflict: a relation type begins or ends at it, or a label stands below it.
    """
    tied = [one.title or one.name for one in book.relations if name in (*one.source, *one.target)]
    tied += [one.title or one.name for one in book.labels if one.parent == name]
    if tied:
        raise Conflict("label-tied", f"“{name}” is needed by {', '.join(tied)}: change that first.")
    return checked(replace(book, labels=_taken(book.labels, name)))


def take_relation(book: Codebook, name: str) -> Codebook:
    """``book`` without a relation type."""
    return checked(replace(book, relations=_taken(book.relations, name)))


def take_attribute(book: Codebook, of: str, name: str) -> Codebook:
    """``book`` without an attribute of the label ``of``, or of documents."""
    return checked(_attributes(book, of, lambda parts: _taken(parts, name)))


def move_label(book: Codebook, name: str, by: int) -> Codebook:
    """``book`` with a label ``by`` places further down; at the ends it stays."""
    return replace(book, labels=_moved(book.labels, name, by))


def move_relation(book: Codebook, name: str, by: int) -> Codebook:
    """The same for a relation type."""
    return replace(book, relations=_moved(book.relations, name, by))


def move_attribute(book: Codebook, of: str, name: str, by: int) -> Codebook:
    """The same for an attribute of the label ``of``, or of documents."""
    return _attributes(book, of, lambda parts: _moved(parts, name, by))


def attributes_of(book: Codebook, of: str) -> tuple[Attribute, ...]:
    """The attributes of the label ``of``, or of documents where it is empty."""
    return book.label(of).attributes if of else book.document_attributes


def part(parts: Sequence[Part], name: str) -> Part:
    """The part called ``name``.

    Raises:
        NotFound: there is none of that name.
    """
    found = next((one for one in parts if one.name == name), None)
    if found is None:
        raise NotFound("no-part", f"“{name[:80]}” is not in the codebook, or no longer.")
    return found


def _attributes(
    book: Codebook, of: str, change: Callable[[tuple[Attribute, ...]], tuple[Attribute, ...]]
) -> Codebook:
    if not of:
        return replace(book, document_attributes=change(book.document_attributes))
    label = part(book.labels, of)
    return replace(book, labels=_put(book.labels, replace(label, attributes=change(label.attributes)), of))


def _put(parts: tuple[Part, ...], one: Part, instead: str) -> tuple[Part, ...]:
    if not instead:
        return (*parts, one)
    place = parts.index(part(parts, instead))
    return (*parts[:place], one, *parts[place + 1 :])


def _taken(parts: tuple[Part, ...], name: str) -> tuple[Part, ...]:
    gone = part(parts, name)
    return tuple(one for one in parts if one is not gone)


def _moved(parts: tuple[Part, ...], name: str, by: int) -> tuple[Part, ...]:
    moving = part(parts, name)
    place = parts.index(moving)
    others = [one for one in parts if one is not moving]
    others.insert(max(0, place + by), moving)
    return tuple(others)
