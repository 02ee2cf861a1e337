"""An entry of a project's registry: an actor or an instrument, whatever it is called in the texts.

A merge only says into which entry another one was merged. Whoever reads a link follows it, so that undoing the
merge brings back exactly what was there.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Literal, get_args

from annotator.domain.naming import name_key

Sort = Literal["actor", "instrument"]
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an entry; ``language`` is a tag such as ``ru`` or ``kk-Latn``, empty where nobody said."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or an instrument under its canonical name.

    ``key`` is unique in the project. ``date`` is a year, a month or a day; ``ids`` are its ids elsewhere, by
    scheme. ``merged_into`` is the key of the entry that it turned out to be.
    """

    key: str
    sort: Sort
    name: str
    kind: str = ""
    aliases: tuple[Alias, ...] = ()
    jurisdiction: str = ""
    date: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    merged_into: str | None = None

    @property
    def names(self) -> Iterator[str]:
        """All that it is called, the canonical name first."""
        yield self.name
        yield from (alias.text for alias in self.aliases)

    @property
    def names_keys(self) -> frozenset[str]:
        """The forms under which its names are matched."""
        return frozenset(spoken_key(name) for name in self.names)


# Remembered: each span that is marked is held against the names of all entries.
@lru_cache(20_000)
def spoken_key(words: str) -> str:
    """The form under which words of a text and a name are the same: case, width and line breaks do not count."""
    return name_key(" ".join(words.split()))


def resolved(key: str, entries: Mapping[str, Entity]) -> Entity | None:
    """The entry that a link to ``key`` means, merges followed; None where there is none."""
    found, seen = entries.get(key), {key}
    while found is not None and found.merged_into is not None and found.merged_into not in seen:
        seen.add(found.merged_into)
        found = entries.get(found.merged_into)
    return found


def meant(links: Mapping[str, str], entries: Mapping[str, Entity]) -> dict[str, str]:
    """``links`` with merges followed."""
    found = {role: resolved(key, entries) for role, key in links.items()}
    return {role: one.key if one else links[role] for role, one in found.items()}


def named(words: str, entries: Iterable[Entity]) -> list[Entity]:
    """The entries that are called just ``words``."""
    wanted = spoken_key(words)
    return [one for one in entries if wanted in one.names_keys]


def found_by(letters: str, entries: Iterable[Entity]) -> list[Entity]:
    """The entries in a name of which ``letters`` stand, those first whose name begins with them."""
    wanted = spoken_key(letters)
    placed = [(place, one) for one in entries if (place := _place(wanted, one)) is not None]
    return [one for _, one in sorted(placed, key=lambda pair: (pair[0], pair[1].name.casefold(), pair[1].key))]


def _place(wanted: str, one: Entity) -> int | None:
    """How well letters fit an entry: 0 they are a name, 1 begin its name, 2 a word of any name, 3 stand in it."""
    keys = [spoken_key(name) for name in one.names]
    if wanted in keys:
        return 0
    if keys[0].startswith(wanted):
        return 1
    if any(key.startswith(wanted) or f" {wanted}" in key for key in keys):
        return 2
    if any(wanted in key for key in (*keys, one.key, *map(name_key, one.ids.values()))):
        return 3
    return None


def key_of(name: str, taken: Collection[str]) -> str:
    """A key for what is called ``name``, none of ``taken``; a name without Latin letters gives a numbered one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub("[^a-z0-9]+", "-", plain.replace("'", ""))[:50].strip("-") or "entry"
    return next(one for one in _numbered(slug) if one not in taken)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))


def in_order(entries: Iterable[Entity]) -> list[Entity]:
    """Entries as files and lists have them: by their key."""
    return sorted(entries, key=lambda one: one.key)


def linked(links: Iterable[Mapping[str, str]], entries: Mapping[str, Entity]) -> Sequence[Entity]:
    """The entries that any of ``links`` point to, by their key."""
    keys = {key for one in links for key in one.values()}
    return in_order(entries[key] for key in keys if key in entries)
