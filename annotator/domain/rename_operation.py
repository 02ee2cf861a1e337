"""Attributes and relation types renamed: what is said with them, and what they join, goes along."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.codebook import Attribute, Codebook, RelationType
from annotator.domain.codebook_editing import attributes_of, checked, part, put_attribute, put_relation
from annotator.domain.codebook_operation import Coded, Renaming
from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_machine_name
from annotator.domain.span import Value
from annotator.domain.statement_following import following, unsaid
from annotator.domain.statement_type import ROLES


@dataclass(frozen=True, slots=True)
class RenameAttribute(Renaming):
    """An attribute gets another machine name, and another title where one is given.

    ``of`` is the label, empty for an attribute of documents; ``beside`` are other labels that carry a position,
    where the attribute says the same: which way the position goes, or in whose words it is told.
    """

    of: str
    attribute: str
    name: str
    title: str = ""
    beside: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.of, *self.beside})

    @property
    def inverse(self) -> "RenameAttribute":
        return RenameAttribute(self.of, self.name, self.attribute, beside=self.beside)

    def meant(self, book: Codebook) -> "RenameAttribute":
        made = book.statement_type
        if made is None or self.of not in made.stances or self.attribute not in (made.polarity, made.voice):
            return replace(self, beside=())
        asked = [
            label.name for label in book.labels if any(one.name == self.attribute for one in label.attributes)
        ]
        return replace(self, beside=tuple(one for one in made.stances if one != self.of and one in asked))

    def apply(self, book: Codebook) -> Codebook:
        old = part(attributes_of(book, self.of), self.attribute)
        name = _new_name(old, self.name, self.title)
        titles = dict.fromkeys((self.of, *self.beside), self.title or None)
        return following(book, lambda said: _with_attribute(said, titles, old.name, name))

    def taken_back(self, before: Codebook, now: Codebook) -> Codebook:
        labels = (self.of, *self.beside)
        titles = {
            of: part(attributes_of(before, of), self.attribute).title if self.title else None for of in labels
        }
        book = _with_attribute(now, titles, self.name, self.attribute)
        return unsaid(book) if before.statements is None else book

    def carried(self, coded: Coded) -> Coded:
        if not self.of or coded.label not in (self.of, *self.beside):
            return coded
        return replace(coded, attributes=self.carried_values(coded.attributes))

    def carried_of_document(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        return values if self.of else self.carried_values(values)

    def carried_values(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """What is said, with the attribute under its new name; as it is, where something is said under that."""
        if self.name in values:
            return values
        return {self.name if name == self.attribute else name: value for name, value in values.items()}

    def tree(self) -> dict[str, Any]:
        about = {"of": self.of, "attribute": self.attribute}
        beside = {"beside": list(self.beside)} if self.beside else {}
        return {"kind": "rename-attribute", **about, "name": self.name, "title": self.title, **beside}

    def told(self, book: Codebook) -> str:
        return (
            f"renamed {_title(part(attributes_of(book, self.of), self.attribute))} to {self.name}{_called(self)}"
        )


@dataclass(frozen=True, slots=True)
class RenameRelation(Renaming):
    """A relation type gets another machine name, and another title where one is given."""

    relation: str
    name: str
    title: str = ""

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.relation, self.name})

    @property
    def inverse(self) -> "RenameRelation":
        return RenameRelation(self.name, self.relation)

    def apply(self, book: Codebook) -> Codebook:
        old = book.relation(self.relation)
        new = replace(old, name=_new_name(old, self.name, self.title), title=self.title or old.title)
        return following(book, lambda said: _with_relation(said, old, new))

    def taken_back(self, before: Codebook, now: Codebook) -> Codebook:
        new = now.relation(self.name)
        title = before.relation(self.relation).title if self.title else new.title
        book = _with_relation(now, new, replace(new, name=self.relation, title=title))
        return unsaid(book) if before.statements is None else book

    def carried_relation(self, kind: str) -> str:
        return self.name if kind == self.relation else kind

    def tree(self) -> dict[str, Any]:
        return {"kind": "rename-relation", "relation": self.relation, "name": self.name, "title": self.title}

    def told(self, book: Codebook) -> str:
        return f"renamed {_title(book.relation(self.relation))} to {self.name}{_called(self)}"


def _new_name(old: Attribute | RelationType, name: str, title: str) -> str:
    new = checked_machine_name(name, "The new name")
    if new == old.name and title in ("", old.title):
        raise Invalid("nothing-to-rename", f"“{new}” is its name already.")
    return new


def _with_attribute(book: Codebook, titles: Mapping[str, str | None], name: str, other: str) -> Codebook:
    """``book`` with an attribute called ``other``; for each label its title there, or None: as it is."""
    made = book.statements
    if made is not None and made.stance in titles:
        polarity, voice = (other if one == name else one for one in (made.polarity, made.voice))
        made = replace(made, polarity=polarity, voice=voice)
    changed = replace(book, statements=None)
    for of, title in titles.items():
        old = part(attributes_of(changed, of), name)
        new = replace(old, name=other, title=old.title if title is None else title)
        changed = put_attribute(changed, of, new, instead=name)
    return checked(replace(changed, statements=made))


def _with_relation(book: Codebook, old: RelationType, new: RelationType) -> Codebook:
    made = book.statements
    if made is not None:
        for role in ROLES:
            if getattr(made, role) == old.name:
                made = replace(made, **{str(role): new.name})  # type: ignore[arg-type]  # all roles are names
    changed = put_relation(replace(book, statements=None), new, instead=old.name)
    return checked(replace(changed, statements=made))


def _title(one: Attribute | RelationType) -> str:
    return one.title or one.name


def _called(operation: RenameAttribute | RenameRelation) -> str:
    return f", called “{operation.title}”" if operation.title else ""
