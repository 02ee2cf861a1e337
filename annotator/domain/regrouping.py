"""A change of documents' metadata, the same for any number of them: their groups, and keys of one's own."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.domain.errors import Invalid
from annotator.domain.filing import GROUPS, LONGEST, groups
from annotator.domain.meta import checked_meta
from annotator.domain.text import checked_line

Meta = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of metadata.

    ``into`` and ``out_of`` name groups by their kind (``collection``, ``tag``); ``values`` are set under their
    keys, None takes a key away.
    """

    into: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    out_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Meta = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or any(self.into.values()) or any(self.out_of.values()))

    def of(self, meta: Meta) -> dict[str, Any]:
        """Metadata as this makes it; what it does not touch stays as it is."""
        made = {**meta, **self.values}
        for kind, key in GROUPS.items():
            there = groups(meta, key)
            out_of = self.out_of.get(kind, ())
            now = tuple(dict.fromkeys(one for one in (*there, *self.into.get(kind, ())) if one not in out_of))
            if now != there:
                made[key] = list(now)
        empty = {key for key, value in self.values.items() if value is None}
        empty |= {key for key in GROUPS.values() if made.get(key) == [] and meta.get(key) != []}
        return {key: value for key, value in made.items() if key not in empty}

    def tree(self) -> dict[str, Any]:
        """As it is kept and as the API has it."""
        kinds = {
            key: {
                does: list(named[kind])
                for does, named in (("add", self.into), ("remove", self.out_of))
                if named.get(kind)
            }
            for kind, key in GROUPS.items()
        }
        said = {key: value for key, value in kinds.items() if value}
        return said | ({"meta": dict(self.values)} if self.values else {})


def change_of(*, into: Mapping[str, Iterable[str]], out_of: Mapping[str, Iterable[str]], values: Meta) -> Change:
    """A change as people say it.

    Raises:
        Invalid: nothing is to change, a name is none, or a value cannot be kept.
    """
    if own := [key for key in values if key in GROUPS.values()]:
        raise Invalid("bad-change", f"“{own[0]}” is changed by groups that documents come into or leave.")
    if not all(key.strip() for key in values):
        raise Invalid("bad-change", "A metadata key has a name.")
    made = Change(_named(into), _named(out_of), checked_meta(values))
    if not made:
        raise Invalid("no-change", "Say what is to change: a collection, a tag or a metadata key.")
    return made


def difference(before: Meta, after: Meta) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stood under the keys that differ, and what stands there; a key that is not there is left out."""
    changed = [key for key in {**before, **after} if not _same(before, after, key)]
    was, became = ({key: meta[key] for key in changed if key in meta} for meta in (before, after))
    return was, became


def taken_back(now: Meta, before: Meta, after: Meta) -> tuple[dict[str, Any], int]:
    """Metadata without a change, and how many of its keys were changed again since and stay as they are."""
    made, left = dict(now), 0
    for key in {**before, **after}:
        if not _same(now, after, key):
            left += 1
        elif key in before:
            made[key] = before[key]
        else:
            del made[key]
    return made, left


def _same(one: Meta, other: Meta, key: str) -> bool:
    # As JSON has it: there, true and 1 are not the same.
    told = [json.dumps(meta[key], sort_keys=True) if key in meta else None for meta in (one, other)]
    return told[0] == told[1]


def _named(given: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {
        kind: tuple(dict.fromkeys(checked_line(name, f"The name of a {kind}", LONGEST) for name in names))
        for kind, names in given.items()
    }
