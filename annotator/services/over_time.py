"""Over time: agreement by day, round and codebook version, with what became of labels in between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.codebook import Label
from annotator.services.selecting import completed_at, newest_version
from annotator.services.varying import Group, group
from annotator.store import completed
from annotator.store import projects as stored
from annotator.store.completed import Completed
from annotator.store.engine import Transaction
from annotator.store.projects import Project

_MOST_DAYS = 14
_DAY, _MONTH = len("2026-11-28"), len("2026-11")


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the codebook that changed labels: when it was made, and what became of them."""

    version: int
    made: str
    told: str


Course = Sequence[Group | Change]
"""Groups one after the other, and between them the changes of labels that came between."""


def by_time(tx: Transaction, project: Project, chosen: Sequence[Completed], names: Sequence[str]) -> Course:
    """The figures ``names`` by the day on which documents could first be compared; of many days by the month.

    What was completed before a change of a label never stands together with what was completed after it.
    """
    # What was completed at the very moment of a change was begun before it: all of a project can arrive at once.
    changes = label_changes(tx, project)
    dated = sorted(((completed_at(one), one) for one in chosen), key=lambda dated: dated[0])
    days = {moment[:_DAY] for moment, _ in dated}
    length = _DAY if len(days) <= _MOST_DAYS else _MONTH
    groups: dict[tuple[str, int], list[tuple[str, Completed]]] = {}
    for moment, one in dated:
        before = sum(change.made < moment for change in changes)
        groups.setdefault((moment[:length], before), []).append((moment, one))
    found = []
    for (when, _), here in sorted(groups.items()):
        first, last = here[0][0], here[-1][0]
        of_time = group(tx, f"{first}/{last}", [one for _, one in here], names)
        found.append(((first, 0), replace(of_time, title=when)))
    return _course(found, [((change.made, 1), change) for change in changes])


def by_round(tx: Transaction, project: Project, chosen: Sequence[Completed], names: Sequence[str]) -> Course:
    """The figures ``names`` of each round, in the order of the rounds."""
    begun = completed.rounds_begun(tx, project.id)
    found = []
    for number, ids in completed.in_rounds(tx, project.id, [one.document_id for one in chosen]).items():
        here = [one for one in chosen if one.document_id in ids]
        if here:
            found.append((begun[number], group(tx, str(number), here, names)))
    return _course(found, [(change.made, change) for change in label_changes(tx, project)]) if found else []


def by_version(tx: Transaction, project: Project, chosen: Sequence[Completed], names: Sequence[str]) -> Course:
    """The figures ``names`` by the newest codebook version that a document's spans were made under."""
    groups: dict[int, list[Completed]] = {}
    for one in chosen:
        if newest := newest_version(tx, one):
            groups.setdefault(newest, []).append(one)
    found = [(number, group(tx, str(number), here, names)) for number, here in sorted(groups.items())]
    return _course(found, [(change.version, change) for change in label_changes(tx, project)]) if found else []


def label_changes(tx: Transaction, project: Project) -> list[Change]:
    """What became of labels, for each version of the codebook that changed any."""
    found = []
    before: dict[str, Label] | None = None
    for version in stored.codebook_history(tx, project.id):
        now = {label.name: label for label in stored.codebook(tx, project.id, version.number).labels}
        if before is not None and (told := _told(before, now)):
            found.append(Change(version.number, version.created, f"Version {version.number} {told}."))
        before = now
    return found


def _told(before: dict[str, Label], now: dict[str, Label]) -> str:
    changes = [f"added {name}" for name in now if name not in before]
    changes += [f"took {name} away" for name in before if name not in now]
    changes += [f"changed {name}" for name in now if name in before and now[name] != before[name]]
    return ", ".join(changes)


def _course(groups: Iterable[tuple[Any, Group]], changes: Sequence[tuple[Any, Change]]) -> Course:
    """Groups and changes, each with its place in time or in order; what comes together begins with the change."""
    found: list[Group | Change] = []
    left = list(changes)
    for began, one in groups:
        while left and left[0][0] <= began:
            found.append(left.pop(0)[1])
        found.append(one)
    return [*found, *(change for _, change in left)]
