"""Merging entries that turned out to be the same, seen before it is done, and undone exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.domain.entity import Alias, Entity, spoken_key
from annotator.domain.errors import Conflict, Invalid
from annotator.domain.permission import Act, Person
from annotator.services import entities
from annotator.services.entities import Registry
from annotator.store import linked
from annotator.store.engine import Transaction
from annotator.store.entities import Entry
from annotator.store.linked import Passage


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge will do: ``gone`` becomes another name of ``kept``, and these passages mean ``kept``."""

    gone: Entry
    kept: Entry
    passages: Sequence[Passage]

    @property
    def documents(self) -> int:
        return len({one.document_id for one in self.passages})


def preview(tx: Transaction, person: Person, slug: str, key: str, into: str) -> Preview:
    """What merging ``key`` into another entry will touch.

    Raises:
        Invalid: an entry with itself, or an actor with an instrument.
        Conflict: one of the two was merged already.
    """
    found, gone = entities.entry(tx, person, slug, key)
    found.project.standing.require(Act.CHANGE_REGISTRY)
    kept = _kept(found, gone, into)
    return Preview(gone, kept, linked.passages(tx, found.project.id, _meaning(found, key)))


def merge(tx: Transaction, person: Person, slug: str, key: str, into: str, *, version: int | None = None) -> Entry:
    """Let an entry be another one; where that was only proposed, it is accepted with it."""
    project, gone = entities.to_change(tx, person, slug, key, version)
    project.standing.require(Act.CHANGE_REGISTRY)
    kept = _kept(entities.of(tx, project), gone, into)
    entities.put(tx, project, gone, replace(gone.entity, merged_into=into), kind="entity.merge")
    return kept if kept.accepted else entities.accept(tx, person, slug, into)


def unmerge(tx: Transaction, person: Person, slug: str, key: str) -> Entry:
    """Undo a merge: the entry stands again, and whatever is linked to it means it again."""
    project, one = entities.to_change(tx, person, slug, key, None)
    project.standing.require(Act.CHANGE_REGISTRY)
    if one.entity.merged_into is None:
        raise Conflict("not-merged", f"“{one.entity.name}” is not merged into another entry.")
    return entities.put(tx, project, one, replace(one.entity, merged_into=None), kind="entity.unmerge")


def merged_into(found: Registry, key: str) -> list[Entry]:
    """The entries that mean ``key`` since a merge, by key."""
    return [found.entries[one] for one in sorted(_meaning(found, key)) if one != key]


def all_names(found: Registry, key: str) -> Entity:
    """An entry with the names of all that was merged into it as well."""
    one = found.entries[key].entity
    known = {spoken_key(name) for name in one.names}
    more = [
        alias
        for other in merged_into(found, key)
        for alias in (Alias(other.entity.name), *other.entity.aliases)
        if spoken_key(alias.text) not in known
    ]
    return replace(one, aliases=(*one.aliases, *dict.fromkeys(more)))


def _meaning(found: Registry, key: str) -> set[str]:
    """The keys that mean the entry ``key``, its own among them."""
    return {one for one in found.entries if (entry := found.meant(one)) is not None and entry.entity.key == key}


def _kept(found: Registry, gone: Entry, into: str) -> Entry:
    kept = found.entries.get(into)
    if kept is None or kept.deleted:
        raise Invalid("unknown-entity", f"There is no entry “{into[:64]}” in the registry.")
    if kept.entity.key == gone.entity.key:
        raise Invalid("same-entity", "An entry cannot be merged with itself.")
    if kept.entity.sort != gone.entity.sort:
        raise Invalid("other-sort", f"One is an {gone.entity.sort}, the other an {kept.entity.sort}.")
    for one in (gone, kept):
        if one.entity.merged_into is not None:
            raise Conflict("merged-already", f"“{one.entity.name}” was merged into another entry already.")
    return kept
