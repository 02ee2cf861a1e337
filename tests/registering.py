"""What people do with a registry, in a line each: for tests that need it done."""

from dataclasses import dataclass

from acting import SLUG

from annotator.domain.permission import Person
from annotator.services import entities, linking, merging
from annotator.services.transactions import Store


@dataclass(frozen=True)
class Clerk:
    """One person at a project's registry; every call is a transaction of its own."""

    store: Store
    person: Person

    def add(self, name: str, sort: str = "actor", **more) -> str:
        """Make or propose an entry; its key."""
        with self.store.write() as tx:
            return entities.add(tx, self.person, SLUG, {"sort": sort, "name": name, **more}).entity.key

    def change(self, key: str, *, version: int | None = None, **tree):
        with self.store.write() as tx:
            return entities.change(tx, self.person, SLUG, key, {"sort": "actor", **tree}, version=version)

    def accept(self, key: str):
        with self.store.write() as tx:
            return entities.accept(tx, self.person, SLUG, key)

    def remove(self, key: str) -> None:
        with self.store.write() as tx:
            entities.remove(tx, self.person, SLUG, key)

    def restore(self, key: str):
        with self.store.write() as tx:
            return entities.restore(tx, self.person, SLUG, key)

    def merge(self, key: str, into: str):
        with self.store.write() as tx:
            return merging.merge(tx, self.person, SLUG, key, into)

    def unmerge(self, key: str):
        with self.store.write() as tx:
            return merging.unmerge(tx, self.person, SLUG, key)

    def preview(self, key: str, into: str) -> merging.Preview:
        with self.store.read() as tx:
            return merging.preview(tx, self.person, SLUG, key, into)

    def entry(self, key: str):
        with self.store.read() as tx:
            return entities.entry(tx, self.person, SLUG, key)[1]

    def shown(self, key: str) -> linking.Shown:
        with self.store.read() as tx:
            return linking.shown(tx, self.person, SLUG, key)

    @property
    def registry(self) -> entities.Registry:
        with self.store.read() as tx:
            return entities.registry(tx, self.person, SLUG)

    @property
    def names(self) -> list[str]:
        """What the entries are called that stand."""
        return [one.entity.name for one in self.registry.standing]

    @property
    def counts(self) -> dict[str, int]:
        with self.store.read() as tx:
            return dict(linking.counted(tx, entities.registry(tx, self.person, SLUG)))
