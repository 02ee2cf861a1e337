"""The registry of a project: entries are proposed, made, changed, accepted, taken away.

What managers made or accepted is there for everybody. A proposal is seen by whoever made it, and by those who may
read others' layers: while work is blind it would tell of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from annotator.domain.entity import Entity, found_by, key_of, resolved
from annotator.domain.entity_tree import entity_from_tree, entity_to_tree
from annotator.domain.errors import Conflict, Invalid, NotFound, Stale
from annotator.domain.link import checked_links
from annotator.domain.permission import Act, Person, Standing
from annotator.services import projects
from annotator.store import entities, linked
from annotator.store.engine import Transaction
from annotator.store.entities import Entry
from annotator.store.history import Event, Place, add_events
from annotator.store.layers import Desk
from annotator.store.projects import Project

__all__ = ["Entry", "Registry", "registry"]


@dataclass(frozen=True)
class Registry:
    """The registry as one person sees it: ``entries`` by key, also those that were merged or taken away."""

    project: Project
    entries: Mapping[str, Entry]

    @property
    def standing(self) -> list[Entry]:
        """The entries that stand, by name."""
        found = [one for one in self.entries.values() if not one.deleted and one.entity.merged_into is None]
        return sorted(found, key=lambda one: (one.entity.name.casefold(), one.entity.key))

    @property
    def gone(self) -> list[Entry]:
        """The entries that were taken away and that this person may bring back, by name."""
        found = [one for one in self.entries.values() if one.deleted and self.may_change(one)]
        return sorted(found, key=lambda one: (one.entity.name.casefold(), one.entity.key))

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """All of them by key, as links are followed."""
        return {key: one.entity for key, one in self.entries.items()}

    def meant(self, key: str) -> Entry | None:
        """The entry that a link to ``key`` means."""
        found = resolved(key, self.entities)
        return None if found is None else self.entries[found.key]

    def found(self, letters: str, sort: str | None = None, among: Sequence[Entry] | None = None) -> list[Entry]:
        """The entries (by default those that stand) in a name of which ``letters`` stand, the best first."""
        wanted = [
            one.entity for one in (self.standing if among is None else among) if sort in (None, one.entity.sort)
        ]
        return [self.entries[one.key] for one in found_by(letters, wanted)]

    def may_change(self, entry: Entry) -> bool:
        """Whether this person may change an entry: a manager any, others what they proposed, until accepted."""
        who = self.project.standing
        own = who.person.id is not None and entry.user_id == who.person.id and not entry.accepted
        return who.may(Act.CHANGE_REGISTRY) or (own and who.may(Act.ANNOTATE))


def registry(tx: Transaction, person: Person, slug: str) -> Registry:
    """The registry of a project."""
    return of(tx, projects.find(tx, person, slug))


def of(tx: Transaction, project: Project) -> Registry:
    """The registry of a project whose standing is that before all of it."""
    seen = {key: one for key, one in entities.of_project(tx, project.id).items() if _sees(project.standing, one)}
    return Registry(project, seen)


def of_desk(tx: Transaction, desk: Desk) -> Registry:
    """The registry as whoever sits at a desk sees it."""
    # A document may be open where its project is blind: the registry tells of all of it.
    standing = replace(desk.standing, blind=desk.project_is_blind)
    return of(tx, replace(desk.project, standing=standing))


def entry(tx: Transaction, person: Person, slug: str, key: str) -> tuple[Registry, Entry]:
    """An entry that stands or was merged."""
    found = registry(tx, person, slug)
    return found, _known(found, key)


def add(tx: Transaction, person: Person, slug: str, tree: Mapping[str, Any]) -> Entry:
    """Make an entry; by whoever is no manager it is a proposal, under a key that tells of no other.

    Raises:
        Conflict: there is an entry under the key that was asked for.
    """
    project = _entered(tx, person, slug)
    taken = entities.of_project(tx, project.id)
    made = entity_from_tree({**tree, "merged_into": None})
    manages = project.standing.may(Act.CHANGE_REGISTRY)
    if not manages:
        # Were it numbered after those of others, it would tell that they are there.
        made = replace(made, key=f"{key_of(made.name, ())}-{tx.new_id()[:8]}")
    elif tree.get("key") is None:
        made = replace(made, key=key_of(made.name, taken))
    if made.key in taken:
        raise Conflict("entity-there", f"There is an entry “{made.key}” already.")
    entities.add(tx, project.id, [made], user_id=person.id, accepted=manages)
    _tell(tx, person, project, Event("entity.create", made.key, None, entity_to_tree(made)))
    return _fresh(tx, project, made.key)


def change(
    tx: Transaction, person: Person, slug: str, key: str, tree: Mapping[str, Any], *, version: int | None = None
) -> Entry:
    """Write an entry anew; its key stays."""
    project, one = to_change(tx, person, slug, key, version)
    after = entity_from_tree({**tree, "key": key, "merged_into": one.entity.merged_into})
    if after == one.entity:
        return one
    _refuse_late(entities.put(tx, one, after))
    told = Event("entity.change", key, entity_to_tree(one.entity), entity_to_tree(after))
    _tell(tx, person, project, told)
    return _fresh(tx, project, key)


def accept(tx: Transaction, person: Person, slug: str, key: str, *, version: int | None = None) -> Entry:
    """Accept a proposal: it is an entry for everybody from now on."""
    project, one = to_change(tx, person, slug, key, version)
    project.standing.require(Act.CHANGE_REGISTRY)
    if one.accepted:
        return one
    _refuse_late(entities.set_accepted(tx, one, person.id))
    _tell(tx, person, project, Event("entity.accept", key, None, None))
    return _fresh(tx, project, key)


def remove(tx: Transaction, person: Person, slug: str, key: str, *, version: int | None = None) -> None:
    """Take an entry away that nothing is linked to.

    Raises:
        Conflict: spans are linked to it, or another entry was merged into it.
    """
    project, one = to_change(tx, person, slug, key, version)
    merged = [other for other in entities.of_project(tx, project.id).values() if other.entity.merged_into == key]
    if merged:
        raise Conflict("entity-merged", f"“{merged[0].entity.name}” was merged into it: undo that first.")
    if spans := len(linked.passages(tx, project.id, {key})):
        raise Conflict("entity-linked", f"{spans} spans are linked to it: merge it into another entry instead.")
    _refuse_late(entities.set_deleted(tx, one, person.id, deleted=True))
    _tell(tx, person, project, Event("entity.delete", key, entity_to_tree(one.entity), None))


def restore(tx: Transaction, person: Person, slug: str, key: str) -> Entry:
    """Bring back an entry that was taken away."""
    project = _entered(tx, person, slug)
    found = of(tx, project)
    one = found.entries.get(key)
    if one is None:
        raise _no_entry()
    _require(found, one)
    if one.deleted:
        _refuse_late(entities.set_deleted(tx, one, None, deleted=False))
        _tell(tx, person, project, Event("entity.create", key, None, entity_to_tree(one.entity)))
    return _fresh(tx, project, key)


def checked(tx: Transaction, desk: Desk, links: Mapping[str, Any], before: Mapping[str, str]) -> dict[str, str]:
    """``links`` of a span at a desk; what it was linked to ``before`` may stay.

    Raises:
        Invalid: they are none, or there is no such entry, or none that this person knows of.
    """
    wanted = checked_links(links)
    new = set(wanted.values()) - set(before.values())
    if new:
        found = of_desk(tx, desk)
        if lost := [key for key in sorted(new) if (one := found.entries.get(key)) is None or one.deleted]:
            raise Invalid("unknown-entity", f"There is no entry “{lost[0]}” in the registry.")
    return wanted


def _sees(standing: Standing, one: Entry) -> bool:
    own = standing.person.id is not None and one.user_id == standing.person.id
    return one.accepted or own or standing.may(Act.READ_OTHER_LAYERS)


def _entered(tx: Transaction, person: Person, slug: str) -> Project:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.ANNOTATE)
    tx.take_turns(f"registry {project.id}")
    return project


def to_change(tx: Transaction, person: Person, slug: str, key: str, version: int | None) -> tuple[Project, Entry]:
    """An entry that somebody may change, at the version that they saw."""
    project = _entered(tx, person, slug)
    found = of(tx, project)
    one = _known(found, key)
    _require(found, one)
    if version is not None and version != one.version:
        raise Stale("changed-since", "This entry was changed since you looked at it. Here it is as it stands now.")
    return project, one


def _require(found: Registry, one: Entry) -> None:
    if not found.may_change(one):
        found.project.standing.require(Act.CHANGE_REGISTRY)


def _known(found: Registry, key: str) -> Entry:
    one = found.entries.get(key)
    if one is None or one.deleted:
        raise _no_entry()
    return one


def _no_entry() -> NotFound:
    return NotFound("no-entity", "There is no such entry in the registry.")


def _refuse_late(done: bool) -> None:  # noqa: FBT001 - what the store answered
    if not done:
        raise Stale("changed-since", "Somebody changed this entry at the same moment. Look at it again.")


def _fresh(tx: Transaction, project: Project, key: str) -> Entry:
    one = entities.by_key(tx, project.id, key)
    if one is None:
        raise _no_entry()
    return one


def _tell(tx: Transaction, person: Person, project: Project, *events: Event) -> None:
    add_events(tx, Place(person.id, project.id), list(events))


def put(tx: Transaction, project: Project, one: Entry, after: Entity, *, kind: str) -> Entry:
    """Let an entry be ``after``, and tell the log of it as ``kind``."""
    _refuse_late(entities.put(tx, one, after))
    _tell(
        tx,
        project.standing.person,
        project,
        Event(kind, after.key, entity_to_tree(one.entity), entity_to_tree(after)),
    )
    return _fresh(tx, project, after.key)
