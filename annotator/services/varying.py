"""Varying: how agreement differs by document, condition, place in the text, round and codebook version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.domain.codebook import Label
from annotator.services import counting, disagreeing
from annotator.services.figures import Figure, Figures
from annotator.services.selecting import keys_of, value_of
from annotator.store import completed
from annotator.store import projects as stored
from annotator.store.completed import Completed
from annotator.store.engine import Transaction
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the documents, by what they have in common, and how far their annotators agree."""

    value: str
    documents: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Share:
    """A document's part in all disagreements."""

    document: Completed
    differing: int
    same: int
    share: float


def by_document(tx: Transaction, chosen: Iterable[Completed]) -> list[Share]:
    """How many pairs of readings differ on each document, the most first."""
    found = []
    for document in chosen:
        places = disagreeing.places(tx, document)
        same = sum(count for place, count in places.items() if place.kind == "same")
        found.append((document, places.total() - same, same))
    every = sum(differing for _, differing, _ in found)
    shares = [Share(one, differing, same, differing / every if every else 0.0) for one, differing, same in found]
    return sorted(shares, key=lambda one: (-one.differing, one.document.title))


def by_condition(tx: Transaction, chosen: Sequence[Completed], names: Sequence[str]) -> dict[str, list[Group]]:
    """The figures ``names`` for each value of each metadata key that divides the documents."""
    return {key: _groups(tx, [(value_of(one, key), one) for one in chosen], names) for key in keys_of(chosen)}


def by_round(tx: Transaction, project: Project, chosen: Sequence[Completed], names: Sequence[str]) -> list[Group]:
    """The figures ``names`` of each round, in the order of the rounds."""
    found = []
    for number, (_, ids) in completed.in_rounds(tx, project.id).items():
        here = [one for one in chosen if one.document_id in ids]
        if here:
            found.append(_group(tx, str(number), here, names))
    return found


THIRDS = ("beginning", "middle", "end")


def by_position(
    tx: Transaction, chosen: Sequence[Completed], names: Sequence[str]
) -> dict[str, dict[str, Figure]]:
    """The figures ``names`` of the beginnings, middles and ends of the texts; what lies across is cut."""
    found = {}
    for at, third in enumerate(THIRDS):
        found[third] = Figures(counting.passages(tx, one).thirds[at] for one in chosen).whole(names)
    return found


def by_version(tx: Transaction, chosen: Sequence[Completed], names: Sequence[str]) -> list[Group]:
    """The figures ``names`` by the newest codebook version that a document's spans were made under."""
    newest = {one.document_id: max(counting.counted(tx, one).versions, default=0) for one in chosen}
    valued = [(newest[one.document_id], one) for one in chosen if newest[one.document_id]]
    return _groups(tx, valued, names)


def label_changes(tx: Transaction, project: Project) -> list[str]:
    """What became of labels, a line for each version of the codebook that changed any."""
    told = []
    before: dict[str, Label] | None = None
    for version in stored.codebook_versions(tx, project.id):
        now = {label.name: label for label in stored.codebook(tx, project.id, version).labels}
        if before is not None:
            changes = [f"added {name}" for name in now if name not in before]
            changes += [f"took {name} away" for name in before if name not in now]
            changes += [f"changed {name}" for name in now if name in before and now[name] != before[name]]
            if changes:
                told.append(f"Version {version} {', '.join(changes)}.")
        before = now
    return told


def _groups(tx: Transaction, valued: Sequence[tuple[Any, Completed]], names: Sequence[str]) -> list[Group]:
    found: dict[Any, list[Completed]] = {}
    for value, document in valued:
        found.setdefault(value, []).append(document)
    return [_group(tx, str(value), here, names) for value, here in sorted(found.items())]


def _group(tx: Transaction, value: str, here: Sequence[Completed], names: Sequence[str]) -> Group:
    figures = Figures(counting.counted(tx, one).together for one in here)
    return Group(value, len(here), figures.whole(names))
