"""What is different between two versions of a codebook, as values; ``codebook_saying`` tells them in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any, Literal

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.statement_type import StatementType

How = Literal["added", "removed", "changed", "moved"]
Part = Codebook | Label | Attribute | RelationType | StatementType


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different.

    Attributes:
        where: the titles of the parts that it is in, from the outermost: a label, an attribute of it.
        what: the name of the field, such as ``rules``, or of the part as a whole, such as ``labels``.
        how: what became of it.
        number: of a rule or an example, which it is (from 1): where it was removed, in the old version.
        key: of a choice, an attribute, a label or a relation type, its machine name.
        before: what stood there.
        after: what stands there now.
    """

    where: tuple[str, ...]
    what: str
    how: How
    number: int = 0
    key: str = ""
    before: Any = None
    after: Any = None


def differences(old: Codebook, new: Codebook) -> list[Difference]:
    """What makes ``new`` out of ``old``, in the codebook's order; nothing where they say the same."""
    return list(_of_part((), old, new))


def _of_part(where: tuple[str, ...], old: Part, new: Part) -> Iterator[Difference]:
    for field in fields(new):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name != "version" and before != after:
            yield from _of_field(where, field.name, before, after)


def _of_field(where: tuple[str, ...], what: str, before: Any, after: Any) -> Iterator[Difference]:
    if what == "statements":
        yield from _of_part((*where, "Statements"), before or StatementType(), after or StatementType())
    elif isinstance(after, Mapping):
        yield from _of_mapping(where, what, before, after)
    elif not isinstance(after, tuple):
        yield Difference(where, what, "changed", before=before, after=after)
    elif any(not isinstance(one, str) for one in (*before, *after)):
        yield from _of_parts(where, what, before, after)
    elif what in ("rules", "include", "exclude"):
        yield from _of_list(where, what, before, after)
    else:
        yield from _of_names(where, what, before, after)


def _of_mapping(
    where: tuple[str, ...], what: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield Difference(where, what, "changed", key=key, before=before.get(key), after=after.get(key))


def _of_parts(
    where: tuple[str, ...], what: str, before: Sequence[Any], after: Sequence[Any]
) -> Iterator[Difference]:
    was, now = {one.name: one for one in before}, {one.name: one for one in after}
    for name, one in was.items():
        if name not in now:
            yield Difference(where, what, "removed", key=name, before=one.title or name)
    for name, one in now.items():
        if name not in was:
            yield Difference(where, what, "added", key=name, after=one.title or name)
        else:
            yield from _of_part((*where, one.title or name), was[name], one)
    yield from _of_order(where, what, list(was), list(now))


def _of_names(
    where: tuple[str, ...], what: str, before: Sequence[str], after: Sequence[str]
) -> Iterator[Difference]:
    for name in dict.fromkeys(before):
        if name not in after:
            yield Difference(where, what, "removed", key=name)
    for name in dict.fromkeys(after):
        if name not in before:
            yield Difference(where, what, "added", key=name)
    yield from _of_order(where, what, before, after)


def _of_order(
    where: tuple[str, ...], what: str, before: Sequence[str], after: Sequence[str]
) -> Iterator[Difference]:
    if (was := [one for one in before if one in after]) != (now := [one for one in after if one in before]):
        yield Difference(where, what, "moved", before=tuple(was), after=tuple(now))


def _of_list(
    where: tuple[str, ...], what: str, before: Sequence[str], after: Sequence[str]
) -> Iterator[Difference]:
    for _, old_start, old_end, new_start, new_end in _replaced(before, after):
        both = min(old_end - old_start, new_end - new_start)
        for step in range(both):
            old, new = old_start + step, new_start + step
            yield Difference(where, what, "changed", new + 1, before=before[old], after=after[new])
        for old in range(old_start + both, old_end):
            yield Difference(where, what, "removed", old + 1, before=before[old])
        for new in range(new_start + both, new_end):
            yield Difference(where, what, "added", new + 1, after=after[new])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return (step for step in matcher.get_opcodes() if step[0] != "equal")
