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

    ``of`` is the label, empty for an attribute of documents.
    """

    of: str
    attribute: str
    name: str
    title: str = ""

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.of})

    @property
    def inverse(self) -> "RenameAttribute":
        return RenameAttribute(self.of, self.name, self.attribute)

    def apply(self, book: Codebook) -> Codebook:
        old = part(attributes_of(book, self.of), self.attribute)
        new = replace(old, name=_new_name(old, self.name, self.title), title=self.title or old.title)
        return following(book, lambda said: _with_attribute(said, self.of, old, new))

    def taken_back(self, before: Codebook, now: Codebook) -> Codebook:
        new = part(attributes_of(now, self.of), self.name)
        title = part(attributes_of(before, self.of), self.attribute).title if self.title else new.title
        book = _with_attribute(now, self.of, new, replace(new, name=self.attribute, title=title))
        return unsaid(book) if before.statements is None else book

    def carried(self, coded: Coded) -> Coded:
        if not self.of or coded.label != self.of:
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
        return {"kind": "rename-attribute", **about, "name": self.name, "title": self.title}

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


def _with_attribute(book: Codebook, of: str, old: Attribute, new: Attribute) -> Codebook:
    made = book.statements
    if made is not None and of == made.stance:
        polarity, voice = (new.name if one == old.name else one for one in (made.polarity, made.voice))
        made = replace(made, polarity=polarity, voice=voice)
    changed = put_attribute(replace(book, statements=None), of, new, instead=old.name)
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
