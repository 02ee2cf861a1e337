"""Training sets: documents given to parts such as train, dev and test, the same for the same seed.

What belongs together is never parted: texts that are nearly the same, and documents of one publication where the
split is by publication. Documents that are pinned go where they are put, and what belongs to them goes along; the
others fill the parts up to their shares.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from types import MappingProxyType
from typing import Literal, get_args

from annotator.domain.errors import Invalid
from annotator.domain.pinning import Pin, pins_from, refuse_parted

By = Literal["document", "publication", "date"]
WAYS: tuple[By, ...] = get_args(By)

_MOST_PARTS = 10
_LEAST_TOTAL = 0.99
_LONGEST_SEED = 18


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a training set and the share of the documents that it is to have."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of a document when it is given to a part; ``family`` is that of texts nearly the same."""

    id: str
    family: int
    publication: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """How to part a corpus."""

    parts: tuple[Part, ...]
    by: By = "document"
    seed: int = 0
    pins: tuple[Pin, ...] = ()


def parts_from(text: str, pins: Sequence[Pin] = ()) -> tuple[Part, ...]:
    """Parts from shares that add up to one, ``train=0.8,test=0.2``, or whole numbers, ``train=8,test=2``.

    A part that ``pins`` put documents into may have a share of 0: then it gets no others. Shares that were
    rounded, as three times 0.33, are scaled.

    Raises:
        Invalid: says which piece is not a name and a share, what they all add up to, or which pin names no part.
    """
    if not text.strip():
        raise Invalid("bad-split", "Say the parts and their shares, as train=0.8,test=0.2.")
    named = {pin.part for pin in pins}
    parts = tuple(_part(piece.strip(), named) for piece in text.split(","))
    names = [one.name for one in parts]
    if not 1 < len(parts) <= _MOST_PARTS:
        raise Invalid("bad-split", f"A split has 2 to {_MOST_PARTS} parts: “{text[:80]}” has {len(parts)}.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Invalid("bad-split", f"The part “{twice[:40]}” is named twice in “{text[:80]}”.")
    if stray := next((pin for pin in pins if pin.part not in names), None):
        raise Invalid(
            "bad-split", f"Line {stray.line}: “{stray.part[:40]}” is none of the parts {', '.join(names)}."
        )
    total = _total(parts, text)
    return tuple(Part(one.name, one.share / total) for one in parts)


def _total(parts: Sequence[Part], text: str) -> float:
    total = sum(one.share for one in parts)
    if not total:
        raise Invalid("bad-split", f"A part has to take the documents that are not named: “{text[:80]}”.")
    shares = any(not one.share.is_integer() for one in parts)
    if shares and not _LEAST_TOTAL <= round(total, 6) <= 1:
        raise Invalid(
            "bad-split",
            f"The shares of “{text[:80]}” add up to {total:.6g}, not to 1; whole numbers, as 8 and 2, need not.",
        )
    return total


def split_from(parts: str, by: str, seed: str, pins: str = "") -> Split:
    """A split as people type it; ``pins`` are lines of ``document,part``.

    Raises:
        Invalid: says which piece makes no sense.
    """
    found = next((way for way in WAYS if way == by), None)
    if found is None:
        raise Invalid("bad-split", f"A split is by {', '.join(WAYS)}, not by “{by[:40]}”.")
    if not (seed.removeprefix("-").isascii() and seed.removeprefix("-").isdigit() and len(seed) <= _LONGEST_SEED):
        raise Invalid("bad-split", f"The seed of a split is a whole number, not “{seed[:40]}”.")
    put = pins_from(pins)
    return Split(parts_from(parts, put), found, int(seed), put)


def _part(piece: str, pinned: Collection[str]) -> Part:
    name, _, number = piece.partition("=")
    try:
        share = float(number)
    except ValueError:
        share = -1.0
    alone = share == 0 and name.lower() in pinned
    if not (name.isascii() and name.isalnum() and (alone or 0 < share < float("inf"))):
        raise Invalid("bad-split", f"“{piece[:40]}” is not a part and its share above 0, as train=0.8 is.")
    return Part(name.lower(), share)


def assigned(
    units: Sequence[Unit], split: Split, pinned: Mapping[str, Pin] = MappingProxyType({})
) -> dict[str, str]:
    """For each document the name of its part; ``pinned`` are those of which it is said.

    Raises:
        Invalid: documents that belong together are pinned to different parts.
    """
    put, loose = dict[str, str](), []
    for group in _groups(units, split.by):
        ids = [unit.id for unit in group]
        refuse_parted(ids, pinned)
        pin = next((pinned[one] for one in ids if one in pinned), None)
        if pin is None:
            loose.append(group)
        else:
            put.update(dict.fromkeys(ids, pin.part))
    return put | _shared_out(loose, split, _wanting(put, split, len(units)))


def _wanting(put: Mapping[str, str], split: Split, total: int) -> Sequence[Part]:
    """The parts with the share that each is to have of what nobody put anywhere."""
    if not put:
        return split.parts
    there = Counter(put.values())
    wanting = [max(0.0, part.share * total - there[part.name]) for part in split.parts]
    if not any(wanting):
        return split.parts
    return [replace(part, share=one / sum(wanting)) for part, one in zip(split.parts, wanting, strict=True)]


def _shared_out(groups: Sequence[Sequence[Unit]], split: Split, parts: Sequence[Part]) -> dict[str, str]:
    total = sum(len(group) for group in groups)
    reached, given = 0, dict[str, str]()
    for group in sorted(groups, key=lambda group: _place(group, split)):
        # The part is the one in which the middle of the group falls.
        part = _part_at((reached + len(group) / 2) / total, parts)
        given.update((unit.id, part) for unit in group)
        reached += len(group)
    return given


def refuse_empty(given: Mapping[str, str], split: Split) -> None:
    """Refuse a split of which a part gets no document.

    Raises:
        Invalid: names the parts.
    """
    if empty := [part.name for part in split.parts if part.name not in given.values()]:
        what = "have" if len(empty) > 1 else "has"
        raise Invalid("empty-part", f"{', '.join(empty)} {what} no document: what belongs together is not parted.")


def _groups(units: Sequence[Unit], by: By) -> list[list[Unit]]:
    """The documents that stay together, each group in their order."""
    head: dict[str, int] = {}
    first = {unit.family: unit.family for unit in units}

    def root(family: int) -> int:
        while first[family] != family:
            first[family] = first[first[family]]
            family = first[family]
        return family

    if by == "publication":
        for unit in units:
            known = head.setdefault(unit.publication, unit.family)
            low, high = sorted((root(known), root(unit.family)))
            first[high] = low
    groups: dict[int, list[Unit]] = {}
    for unit in units:
        groups.setdefault(root(unit.family), []).append(unit)
    return list(groups.values())


def _place(group: Sequence[Unit], split: Split) -> tuple[str, bytes]:
    """Where a group stands: by its earliest date if dates count, otherwise by lot."""
    ids = min(unit.id for unit in group)
    lot = blake2b(f"{split.seed}\n{ids}".encode(), digest_size=8).digest()
    return (min(unit.date for unit in group) if split.by == "date" else "", lot)


def _part_at(place: float, parts: Sequence[Part]) -> str:
    reached = 0.0
    taking = [part for part in parts if part.share]
    for part in taking:
        reached += part.share
        if place < reached:
            return part.name
    return taking[-1].name
