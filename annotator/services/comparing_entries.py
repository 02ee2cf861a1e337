"""What became of the registry between two releases: of the entries that something in them is linked to."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.domain.entity import Entity, in_order, spoken_key
from annotator.domain.entity_tree import entities_from_tree, entity_to_tree
from annotator.services.opening_releases import Line
from annotator.services.release_change import Change, How, changes, paired


class Entries:
    """The entries of a release, gathered line by line: each line has those that its spans are linked to."""

    def __init__(self) -> None:
        self._found: dict[str, Entity] = {}

    def gather(self, line: Line) -> None:
        """Take what a line has.

        Raises:
            Invalid: an entry is not as it should be.
        """
        for one in entities_from_tree(line.entities, f"“{line.title[:60]}”, entities"):
            self._found.setdefault(one.key, one)

    def in_order(self) -> list[Entity]:
        """By their keys."""
        return in_order(self._found.values())

    def since(self, old: "Entries") -> Iterator[Change]:
        """What makes these out of ``old``."""
        pairs = paired(old.in_order(), self.in_order(), _key, _called)
        return changes(pairs, _of, _of, _fields)


def _key(one: Entity) -> str:
    return one.key


def _called(one: Entity) -> tuple[str, str]:
    # A project that was made anew may have given other keys: then the name tells.
    return one.sort, spoken_key(one.name)


def _fields(was: Entity, now: Entity) -> tuple[str, ...]:
    before, after = _told(was), _told(now)
    return tuple(name for name in {**after, **before} if before.get(name) != after.get(name))


def _told(one: Entity) -> Mapping[str, Any]:
    return {key: value for key, value in entity_to_tree(one).items() if key != "key"}


def _of(one: Entity, how: How, fields: tuple[str, ...]) -> Change:
    return Change("entry", how, "", "", id=one.key, label=one.sort, words=one.name, fields=fields)
