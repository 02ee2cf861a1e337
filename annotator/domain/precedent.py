"""A precedent: a decision that is kept as a rule under its label, with the passage that it was made about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_machine_name
from annotator.domain.text import checked_note

_LAST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Precedent:
    """A rule as it leaves a project and comes into one: its place is in the text of the document that has it."""

    label: str
    number: int
    rule: str
    start: int
    end: int


def by_label(one: Precedent) -> tuple[str, int]:
    """The order in which rules are listed: by label and number, which tell each from all others."""
    return one.label, one.number


def checked_rule(rule: str) -> str:
    """What a person wrote as a rule, without blanks around it.

    Raises:
        Invalid: nothing is written there.
    """
    checked = checked_note(rule.strip(), "The rule")
    if not checked:
        raise Invalid("no-rule", "Write the rule in a sentence or two.")
    return checked


def checked_precedent(one: Precedent, length: int, where: str) -> Precedent:
    """A rule from a file, held against a text of ``length`` code points.

    Raises:
        Invalid: names ``where``, and what is wrong there.
    """
    if not 1 <= one.number <= _LAST_NUMBER:
        raise Invalid("bad-precedent", f"{where}: {one.number} is not the number of a rule.")
    if not 0 <= one.start < one.end <= length:
        raise Invalid(
            "span-outside-text", f"{where}: {one.start}-{one.end} is not in a text of {length} characters."
        )
    if not one.rule or one.rule != one.rule.strip():
        raise Invalid("no-rule", f"{where}: a rule has words, and no blanks around them.")
    label = checked_machine_name(one.label, where)
    return replace(one, label=label, rule=checked_note(one.rule, where))


def in_order(several: Iterable[Precedent]) -> tuple[Precedent, ...]:
    """Rules by label and number.

    Raises:
        Invalid: two have the same number under one label.
    """
    ordered = tuple(sorted(several, key=by_label))
    for one, other in pairwise(ordered):
        if by_label(one) == by_label(other):
            raise Invalid("duplicate-id", f"There are two rules {one.number} of “{one.label}”.")
    return ordered


def numbered_anew(one: Precedent, taken: Collection[tuple[str, int]]) -> Precedent:
    """A rule under its own number, or under the next one of its label where that is taken."""
    if by_label(one) not in taken:
        return one
    last = max(number for label, number in taken if label == one.label)
    return replace(one, number=last + 1)
