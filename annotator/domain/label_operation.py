"""Labels renamed, retired, merged and split. A label that something was marked with never leaves the codebook."""

from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.codebook import Attribute, Codebook, Label
from annotator.domain.codebook_editing import checked
from annotator.domain.codebook_operation import Coded, OfCodebook, Renaming
from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_machine_name
from annotator.domain.statement_following import following, unsaid
from annotator.domain.statement_type import StatementType


@dataclass(frozen=True, slots=True)
class Rename(Renaming):
    """A label gets another machine name, and another title where one is given."""

    label: str
    name: str
    title: str = ""

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.label, self.name})

    def apply(self, book: Codebook) -> Codebook:
        label = book.label(self.label)
        name = checked_machine_name(self.name, "The new name")
        if name == self.label and self.title in ("", label.title):
            raise Invalid("nothing-to-rename", f"“{name}” is its name already.")
        new = replace(label, name=name, title=self.title or label.title)
        return following(book, lambda said: _renamed(said, label, new))

    def carried(self, coded: Coded) -> Coded:
        return replace(coded, label=self.name) if coded.label == self.label else coded

    @property
    def inverse(self) -> "Rename":
        return Rename(self.name, self.label)

    def taken_back(self, before: Codebook, now: Codebook) -> Codebook:
        label = now.label(self.name)
        title = before.label(self.label).title if self.title else label.title
        book = _renamed(now, label, replace(label, name=self.label, title=title))
        return unsaid(book) if before.statements is None else book

    def tree(self) -> dict[str, Any]:
        return {"kind": "rename", "label": self.label, "name": self.name, "title": self.title}

    def told(self, book: Codebook) -> str:
        title = f", called “{self.title}”" if self.title else ""
        return f"renamed {_title(book, self.label)} to {self.name}{title}"


@dataclass(frozen=True, slots=True)
class Retire(OfCodebook):
    """Nothing new gets a label; what is marked with it stays."""

    label: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.label})

    def apply(self, book: Codebook) -> Codebook:
        label = book.offered_label(self.label)
        return replace(book, labels=_put(book.labels, {self.label: replace(label, retired=True, shortcut="")}))

    def tree(self) -> dict[str, Any]:
        return {"kind": "retire", "label": self.label}

    def told(self, book: Codebook) -> str:
        return f"retired {_title(book, self.label)}"


@dataclass(frozen=True, slots=True)
class Merge(OfCodebook):
    """Labels become one: what is marked with them is marked with that one, which takes over what they ask."""

    labels: tuple[str, ...]
    into: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset({*self.labels, self.into})

    def apply(self, book: Codebook) -> Codebook:
        return following(book, self._merged)

    def _merged(self, book: Codebook) -> Codebook:
        target = book.offered_label(self.into)
        if not self.labels or self.into in self.labels or len(set(self.labels)) < len(self.labels):
            raise Invalid("bad-merge", "Merge one or more labels into another one.")
        attributes = target.attributes
        parent = target.parent
        for name in self.labels:
            source = book.label(name)
            attributes = _together(attributes, source, target)
            parent = source.parent if parent == name else parent
        parts = {name: replace(book.label(name), retired=True, shortcut="") for name in self.labels}
        parts[self.into] = replace(target, attributes=attributes, parent=parent)
        merged = replace(book, labels=_put(book.labels, parts))
        for name in self.labels:
            merged = _instead(merged, name, self.into, retired=name)
        return checked(merged)

    def carried(self, coded: Coded) -> Coded:
        return replace(coded, label=self.into) if coded.label in self.labels else coded

    def tree(self) -> dict[str, Any]:
        return {"kind": "merge", "labels": list(self.labels), "into": self.into}

    def told(self, book: Codebook) -> str:
        return f"merged {', '.join(_title(book, name) for name in self.labels)} into {_title(book, self.into)}"


@dataclass(frozen=True, slots=True)
class Split(OfCodebook):
    """A label becomes several: each span that has it is decided by somebody, and keeps it until then.

    ``into`` are the new labels: name, title and definition of each.
    """

    label: str
    into: tuple[tuple[str, str, str], ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.label, *self.labels})

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the new labels."""
        return tuple(name for name, _, _ in self.into)

    def apply(self, book: Codebook) -> Codebook:
        return following(book, self._split)

    def _split(self, book: Codebook) -> Codebook:
        label = book.label(self.label)
        if len(self.into) < len(("one", "another")):
            raise Invalid("bad-split", "Split a label into two new ones or more.")
        place = book.index(self.label)
        new = [
            replace(label, name=name, title=title, description=description, shortcut="", include=(), exclude=())
            for name, title, description in self.into
        ]
        old = replace(label, retired=True, shortcut="")
        labels = (*book.labels[:place], old, *new, *book.labels[place + 1 :])
        relations = tuple(
            replace(
                one,
                source=(*one.source, *self.labels) if self.label in one.source else one.source,
                target=(*one.target, *self.labels) if self.label in one.target else one.target,
            )
            for one in book.relations
        )
        statements = book.statements and self._stances(book.statements)
        return checked(replace(book, labels=labels, relations=relations, statements=statements))

    def _stances(self, made: StatementType) -> StatementType:
        """Where the label carries positions, all new ones do, and it does until its spans are decided."""
        if self.label not in made.stances:
            return made
        stance = self.labels[0] if made.stance == self.label else made.stance
        others = (*made.stances, *self.labels)
        return replace(made, stance=stance, also=tuple(one for one in others if one != stance))

    def decided(self, coded: Coded, label: str) -> Coded:
        """A span of the old label as one of the new ones.

        Raises:
            Invalid: it has another label, or ``label`` is none of the new ones.
        """
        if coded.label not in (self.label, *self.labels) or label not in self.labels:
            raise Invalid("not-of-split", f"“{self.label}” is split into {', '.join(self.labels)}.")
        return replace(coded, label=label)

    def tree(self) -> dict[str, Any]:
        return {
            "kind": "split",
            "label": self.label,
            "into": [{"name": name, "title": title, "description": told} for name, title, told in self.into],
        }

    def told(self, book: Codebook) -> str:
        return f"split {_title(book, self.label)} into {', '.join(title or name for name, title, _ in self.into)}"


def _renamed(book: Codebook, label: Label, new: Label) -> Codebook:
    """``book`` with ``new`` for ``label``, and with everything that leads to it."""
    return checked(_instead(replace(book, labels=_put(book.labels, {label.name: new})), label.name, new.name))


def _put(labels: tuple[Label, ...], parts: dict[str, Label]) -> tuple[Label, ...]:
    return tuple(parts.get(label.name, label) for label in labels)


def _instead(book: Codebook, name: str, other: str, *, retired: str = "") -> Codebook:
    """``book`` with what leads to a label leading to ``other``; a parent of a ``retired`` label is let be."""
    labels = tuple(
        replace(label, parent=other) if label.parent == name and label.name not in (other, retired) else label
        for label in book.labels
    )
    relations = tuple(
        replace(one, source=_ends(one.source, name, other), target=_ends(one.target, name, other))
        for one in book.relations
    )
    statements = book.statements
    if statements is not None:
        stance, *also = _ends(statements.stances, name, other)
        statements = replace(statements, stance=stance, also=tuple(also))
    return replace(book, labels=labels, relations=relations, statements=statements)


def _ends(ends: tuple[str, ...], name: str, other: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other if end == name else end for end in ends))


def _together(attributes: tuple[Attribute, ...], source: Label, target: Label) -> tuple[Attribute, ...]:
    """The attributes of ``target``, and those of ``source`` beside them; of one name, with the choices of both."""
    there = {one.name: one for one in attributes}
    for one in source.attributes:
        mine = there.get(one.name)
        if mine is None:
            there[one.name] = replace(one, required=False, default=None)
        elif mine.type != one.type:
            raise Invalid(
                "attributes-clash",
                f"“{one.name}” is a {one.type} of {source.title or source.name} and a {mine.type} of "
                f"{target.title or target.name}: make them one type first.",
            )
        else:
            choices = (*mine.choices, *(choice for choice in one.choices if choice not in mine.choices))
            there[one.name] = replace(mine, choices=choices, definitions={**one.definitions, **mine.definitions})
    return tuple(there.values())


def _title(book: Codebook, name: str) -> str:
    label = book.label(name)
    return label.title or label.name
