"""Rules changed while work goes on: the choices of an attribute, whether it is required, what a relation may join.

What a tightened rule does not allow any more is not changed: it is to be looked at again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.codebook_editing import attributes_of, checked, part, put_attribute, put_relation
from annotator.domain.codebook_operation import Coded, OfCodebook
from annotator.domain.errors import Invalid
from annotator.domain.span import Value
from annotator.domain.statement_following import following
from annotator.domain.statement_type import KNOWN_SIGNS


@dataclass(frozen=True, slots=True)
class ChangeChoices(OfCodebook):
    """An attribute gets other choices; ``mapping`` says which new one each old one becomes.

    An old choice that becomes none stays where it was said, to be looked at again. ``of`` is the label, empty for
    an attribute of documents.
    """

    of: str
    attribute: str
    choices: tuple[str, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.of})

    def apply(self, book: Codebook) -> Codebook:
        old = part(attributes_of(book, self.of), self.attribute)
        if old.type not in ("choice", "multichoice"):
            raise Invalid("no-choices", f"“{old.name}” is a {old.type}: it has no choices.")
        if strange := [one for one in self.mapping if one not in old.choices]:
            raise Invalid("unknown-choice", f"“{strange[0][:80]}” is no choice of “{old.name}”.")
        if lost := [one for one in self.mapping.values() if one not in self.choices]:
            raise Invalid("unknown-choice", f"“{lost[0][:80]}” is not among the new choices of “{old.name}”.")
        if self.choices == old.choices and not self.mapping:
            raise Invalid("nothing-to-change", f"These are the choices of “{old.name}” already.")
        told = {self.mapping.get(one, one): words for one, words in old.definitions.items()}
        definitions = {one: told[one] for one in self.choices if one in told}
        new = replace(old, choices=self.choices, definitions=definitions, default=self._default(old))
        return following(book, lambda said: self._with(said, new))

    def carried(self, coded: Coded) -> Coded:
        if not self.of or coded.label != self.of:
            return coded
        return replace(coded, attributes=self._mapped(coded.attributes))

    def carried_of_document(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        return values if self.of else self._mapped(values)

    def tree(self) -> dict[str, Any]:
        return {
            "kind": "choices",
            "of": self.of,
            "attribute": self.attribute,
            "choices": list(self.choices),
            "mapping": dict(self.mapping),
        }

    def told(self, book: Codebook) -> str:
        old = part(attributes_of(book, self.of), self.attribute)
        mapped = ", ".join(f"{one} is {other}" for one, other in self.mapping.items() if one != other)
        return f"changed the choices of {old.title or old.name}" + (f": {mapped}" if mapped else "")

    def _with(self, book: Codebook, new: Attribute) -> Codebook:
        signs = book.statement_type.signs if book.statement_type else {}
        changed = put_attribute(replace(book, statements=None), self.of, new, instead=new.name)
        made = book.statements
        if made is not None and self.of in made.stances and self.attribute == made.polarity:
            values = replace(changed, statements=replace(made, signs={})).polarities
            made = replace(made, signs=self._signed(made.signs, signs, values))
        return checked(replace(changed, statements=made))

    def _signed(
        self, said: Mapping[str, str], signs: Mapping[str, str], values: Sequence[str]
    ) -> Mapping[str, str]:
        """The signs of ``values``: those of the old ones that became them, unsaid where they are usual."""
        usual = {} if said else {one: KNOWN_SIGNS[one] for one in values if one in KNOWN_SIGNS}
        mapped = {**signs, **{self.mapping.get(one, one): sign for one, sign in signs.items()}}
        new = {**usual, **{one: sign for one, sign in mapped.items() if one in values}}
        return said if new == usual and not said else new

    def _default(self, old: Attribute) -> Value | None:
        match old.default:
            case str(value):
                return new if (new := self.mapping.get(value, value)) in self.choices else None
            case list(values):
                return self._several(values)
        return old.default

    def _mapped(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        match values.get(self.attribute):
            case str(value):
                new: Value = self.mapping.get(value, value)
            case list(several):
                new = self._several(several)
            case _:
                return values
        return {**values, self.attribute: new}

    def _several(self, values: list[str]) -> list[str]:
        new = [self.mapping.get(one, one) for one in values]
        ordered = [one for one in self.choices if one in new]
        return [*ordered, *(one for one in dict.fromkeys(new) if one not in self.choices)]


@dataclass(frozen=True, slots=True)
class Require(OfCodebook):
    """An attribute is asked for, or not any more."""

    of: str
    attribute: str
    required: bool = True

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.of})

    def apply(self, book: Codebook) -> Codebook:
        old = part(attributes_of(book, self.of), self.attribute)
        if old.required == self.required:
            raise Invalid(
                "nothing-to-change", f"“{old.name}” is {'' if old.required else 'not '}required already."
            )
        return put_attribute(book, self.of, replace(old, required=self.required), instead=old.name)

    def tree(self) -> dict[str, Any]:
        return {"kind": "require", "of": self.of, "attribute": self.attribute, "required": self.required}

    def told(self, book: Codebook) -> str:
        old = part(attributes_of(book, self.of), self.attribute)
        title = old.title or old.name
        return f"made {title} required" if self.required else f"made {title} optional"


@dataclass(frozen=True, slots=True)
class Tighten(OfCodebook):
    """A relation type joins other labels than before."""

    relation: str
    source: tuple[str, ...]
    target: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.relation, *self.source, *self.target})

    def apply(self, book: Codebook) -> Codebook:
        old = book.relation(self.relation)
        if not self.source or not self.target:
            raise Invalid("no-ends", "A relation type begins at one label at least, and ends at one.")
        if (old.source, old.target) == (self.source, self.target):
            raise Invalid("nothing-to-change", f"“{old.name}” joins just these already.")
        return put_relation(book, replace(old, source=self.source, target=self.target), instead=old.name)

    def tree(self) -> dict[str, Any]:
        return {
            "kind": "tighten",
            "relation": self.relation,
            "from": list(self.source),
            "to": list(self.target),
        }

    def told(self, book: Codebook) -> str:
        title = book.relation(self.relation).title or self.relation
        return f"let {title} join {', '.join(self.source)} with {', '.join(self.target)}"
