"""Entries that come with an import: what the registry lacks is made, what contradicts it is refused."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.domain.corpus import Document, Finding
from annotator.domain.entity import Entity, in_order
from annotator.domain.entity_tree import entity_to_tree
from annotator.domain.errors import Conflict, Invalid
from annotator.domain.permission import Person
from annotator.store import entities
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.projects import Project

_MOST_NAMED = 5


class Arriving:
    """A registry, and what is to come into it."""

    def __init__(self, tx: Transaction, project: Project) -> None:
        self._there = entities.of_project(tx, project.id)
        self.new: dict[str, Entity] = {}

    def take(self, documents: Iterable[Document]) -> None:
        """Take in what the documents of one file bring, or nothing of it.

        Raises:
            Conflict: an entry of that key is there already and says something else.
            Invalid: a span is linked to an entry that neither the file nor the registry has.
        """
        brought = dict(self.new)
        for document in documents:
            for one in document.entities:
                self._refuse_other(one, brought)
                brought.setdefault(one.key, one)
            self._refuse_dangling(document, brought)
        self.new = {key: one for key, one in brought.items() if not self._stands(key)}

    def take_entries(self, brought: Iterable[Entity]) -> None:
        """Take in the entries of a registry's file; refused as those of documents are."""
        kept = dict(self.new)
        for one in brought:
            self._refuse_other(one, kept)
            kept.setdefault(one.key, one)
        known = kept.keys() | self._there.keys()
        for one in kept.values():
            if one.merged_into is not None and one.merged_into not in known:
                raise Invalid(
                    "unknown-entity", f"“{one.key}” is merged into “{one.merged_into}”, which is nowhere."
                )
        self.new = {key: one for key, one in kept.items() if not self._stands(key)}

    def findings(self) -> tuple[Finding, ...]:
        """What comes in, for whoever looks at the plan."""
        if not self.new:
            return ()
        names = [one.name for one in in_order(self.new.values())]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return (Finding("registry", f"new entries: {', '.join(names[:_MOST_NAMED])}{more}"),)

    def _stands(self, key: str) -> bool:
        return key in self._there and not self._there[key].deleted

    def _refuse_other(self, one: Entity, brought: dict[str, Entity]) -> None:
        known = brought.get(one.key) or (self._there[one.key].entity if one.key in self._there else None)
        # Here it may have been merged since: a link to it means what it was merged into.
        if known is not None and replace(known, merged_into=one.merged_into) != one:
            raise Conflict(
                "entity-differs", f"The registry's entry “{one.key}” says something else: {_what(known, one)}."
            )

    def _refuse_dangling(self, document: Document, brought: dict[str, Entity]) -> None:
        for span in document.spans:
            for role, key in span.links.items():
                if key not in brought and not self._stands(key):
                    where = f"“{document.title[:60]}”, span {span.start}-{span.end}"
                    raise Invalid(
                        "unknown-entity", f"{where}: {role} is linked to “{key}”, which no registry has."
                    )


def refuse_made_meanwhile(tx: Transaction, project: Project, new: Iterable[Entity]) -> None:
    """Refuse entries whose keys the registry has got since they were held against it.

    Raises:
        Conflict: names the first of them.
    """
    there = entities.of_project(tx, project.id)
    for one in new:
        if one.key in there and not there[one.key].deleted:
            raise Conflict(
                "entity-differs",
                f"The registry got an entry “{one.key}” while this was read: do it again. Nothing was imported.",
            )


def keep(tx: Transaction, person: Person, project: Project, new: Iterable[Entity]) -> None:
    """Make the entries of a plan; one that was taken away before is brought back."""
    there = entities.of_project(tx, project.id)
    made = in_order(new)
    entities.add(tx, project.id, [one for one in made if one.key not in there], user_id=person.id, accepted=True)
    for one in made:
        if one.key in there:
            entities.set_deleted(tx, there[one.key], None, deleted=False)
    told = [Event("entity.import", one.key, None, entity_to_tree(one)) for one in made]
    add_events(tx, Place(person.id, project.id), told)


def _what(known: Entity, one: Entity) -> str:
    """The first key in which two entries differ, with what each says."""
    mine, theirs = entity_to_tree(known), entity_to_tree(one)
    key = next(key for key in {**mine, **theirs} if key != "merged_into" and mine.get(key) != theirs.get(key))
    return f"{key} is “{mine.get(key, '')!s:.60}” there, and “{theirs.get(key, '')!s:.60}” in the file"
