"""Two versions that were made of one codebook, brought together: nothing that either of them says is lost.

What only one of them changed is taken from it. Where both changed the same thing, the first one counts, and it is
said; what one of them added or changed is never taken away by the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.errors import Invalid
from annotator.domain.statement_tree import statements_from_tree, statements_to_tree

_CHOSEN = ("choice", "multichoice")


@dataclass(frozen=True, slots=True)
class Merged:
    """A codebook made of two, and a line for each thing about which both said something else."""

    codebook: Codebook
    conflicts: tuple[str, ...]


class _Three(NamedTuple):
    """The same thing in all three codebooks."""

    base: Any
    mine: Any
    theirs: Any


def merged(base: Codebook, mine: Codebook, theirs: Codebook) -> Merged:
    """What ``mine`` and ``theirs`` made of ``base``, together, under the version of ``theirs``."""
    conflicts: list[str] = []
    both: Codebook = _part((), _Three(base, mine, theirs), conflicts)
    both = _fitting(both.at_version(theirs.version), conflicts)
    return Merged(both, tuple(conflicts))


def _part(where: tuple[str, ...], three: _Three, conflicts: list[str]) -> Any:
    both = replace(
        three.mine,
        **{
            one.name: _field((*where, one.name), _Three(*(getattr(side, one.name) for side in three)), conflicts)
            for one in fields(three.mine)
        },
    )
    return _checked(both, three.mine, where, conflicts) if isinstance(both, Attribute) else both


def _field(where: tuple[str, ...], three: _Three, conflicts: list[str]) -> Any:
    base, mine, theirs = three
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if isinstance(mine, Mapping):
        return _mapping(*three)
    if not isinstance(mine, tuple):
        if where == ("statements",):
            conflicts.append("What makes a statement: both changed it; it is as it is here")
        elif where != ("version",):
            conflicts.append(f"{', '.join(where)}: “{mine}” here, “{theirs}” in the version made meanwhile")
        return mine
    if all(isinstance(one, str) for one in (*base, *mine, *theirs)):
        return _lines(*three)
    return tuple(_parts(where[:-1], three, conflicts))


def _mapping(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    changed = {key: value for key, value in mine.items() if base.get(key) != value}
    kept = {key: value for key, value in theirs.items() if key in mine or base.get(key) != value}
    return kept | changed


def _lines(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    stay = [one for one in mine if one not in base or one in theirs]
    return (*stay, *(one for one in theirs if one not in base and one not in mine))


def _parts(where: tuple[str, ...], three: _Three, conflicts: list[str]) -> Iterator[Any]:
    base, mine, theirs = three
    was, here, there = ({one.name: one for one in parts} for parts in three)
    # The order is that of whoever changed it, mine where both did.
    order = theirs if [one.name for one in mine] == [one.name for one in base] else mine
    for name in dict.fromkeys(one.name for one in (*order, *mine, *theirs)):
        before, one, other = was.get(name), here.get(name), there.get(name)
        if one is not None and other is not None:
            yield _part((*where, name), _Three(before or one, one, other), conflicts)
        elif before is None:
            yield one or other
        elif before not in (one, other):
            conflicts.append(f"{', '.join((*where, name))}: changed by one, removed by the other; it is kept")
            yield one or other


def _checked(both: Attribute, mine: Attribute, where: tuple[str, ...], conflicts: list[str]) -> Attribute:
    """An attribute whose fields fit each other; where they do not, as it is in mine."""
    told = {choice: words for choice, words in both.definitions.items() if choice in both.choices}
    both = replace(both, definitions=told)
    if _fits(both):
        return both
    conflicts.append(f"{', '.join(where)}: type, choices and default together; those here are kept")
    return mine


def _fits(one: Attribute) -> bool:
    if (one.type in _CHOSEN) != bool(one.choices):
        return False
    try:
        return one.default is None or one.checked(one.default, one.name) == one.default
    except Invalid:
        return False


def _fitting(book: Codebook, conflicts: list[str]) -> Codebook:
    """``book`` without what leads nowhere: a parent or an end that is no label, a key that two labels have."""
    names, keys = {label.name for label in book.labels}, set()
    parents = {label.name: label.parent for label in book.labels}
    labels = []
    for label in book.labels:
        fitting = label
        if label.shortcut in keys:
            conflicts.append(f"{label.name}: the key “{label.shortcut}” is another label's already")
            fitting = replace(fitting, shortcut="")
        keys |= {fitting.shortcut} - {""}
        if _lost(label.name, parents):
            conflicts.append(f"{label.name}: the label that it stood below is not above it any more")
            fitting, parents[label.name] = replace(fitting, parent=None), None
        labels.append(fitting)
    relations = tuple(
        replace(
            one,
            source=tuple(end for end in one.source if end in names),
            target=tuple(end for end in one.target if end in names),
        )
        for one in book.relations
    )
    return _with_statements(replace(book, labels=tuple(labels), relations=relations), conflicts)


def _with_statements(book: Codebook, conflicts: list[str]) -> Codebook:
    """``book``, without its words on what makes a statement where they speak of what is not there any more."""
    if book.statements is None:
        return book
    try:
        made = statements_from_tree(statements_to_tree(book.statements), book.labels, book.relations)
    except Invalid as refusal:
        conflicts.append(f"What makes a statement is not said any more: {refusal.message}")
        made = None
    return replace(book, statements=made)


def _lost(name: str, parents: Mapping[str, str | None]) -> bool:
    """Whether what stands above a label is no label, or leads back to it."""
    seen, above = {name}, parents[name]
    while above is not None:
        if above not in parents or above in seen:
            return True
        seen.add(above)
        above = parents[above]
    return False
