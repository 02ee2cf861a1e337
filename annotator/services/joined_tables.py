"""Tables of statements and relations: what each two annotators make of one, side by side."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.services import listing_joined
from annotator.services.listing_joined import Joint, Told
from annotator.services.table import Row, Table
from annotator.store import projects
from annotator.store.completed import Completed
from annotator.store.engine import Transaction
from annotator.store.projects import Project

_HEAD = ("document", "title", "start", "end", "one", "other", "differing")


def statements(tx: Transaction, project: Project, chosen: Sequence[Completed]) -> Table:
    """All statements of each two annotators; ``differing`` is empty where they agree in all of it."""
    book = projects.codebook(tx, project.id)
    return _table(("actor", "polarity", "instrument"), listing_joined.statements(tx, project, book, chosen))


def relations(tx: Transaction, project: Project, chosen: Sequence[Completed]) -> Table:
    """All relations of each two annotators; ``differing`` is empty where both have it."""
    book = projects.codebook(tx, project.id)
    return _table(("source", "type", "target"), listing_joined.relations(tx, project, book, chosen))


def _table(told: Sequence[str], joints: Iterable[Joint]) -> Table:
    sides = [f"{name}_{side}" for side in ("one", "other") for name in told]
    return Table((*_HEAD, *sides), _rows(joints))


def _rows(joints: Iterable[Joint]) -> Iterator[Row]:
    for joint in joints:
        document, (one, other) = joint.document, joint.told
        head = (document.document_id, document.title, joint.start, joint.end, joint.one, joint.other)
        yield (*head, " ".join(joint.differing), *_told(one), *_told(other))


def _told(one: Told | None) -> Row:
    return (one.source, one.middle, one.target) if one else (None, None, None)
