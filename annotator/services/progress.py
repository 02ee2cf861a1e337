"""Progress of a round: by document, by person, as a whole; how fast it goes, and what is open and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.permission import Person
from annotator.domain.round import Assigned, Round, estimate, late, pace
from annotator.services import rounds
from annotator.services.rounds import Board
from annotator.store import projects as stored_projects
from annotator.store import rounds as stored
from annotator.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Figures:
    """How far some documents are: how many in each state, documents completed a day, and the day of the last.

    ``late``: at this pace they will not be complete at the deadline, or it is over. ``missing`` counts, for each
    required attribute as ``label: attribute``, the spans that lack it, and as ``document: attribute`` the layers.
    """

    complete: int
    in_progress: int
    new: int
    per_day: float
    finished_by: str | None
    late: bool
    missing: dict[str, int]

    @property
    def total(self) -> int:
        return self.complete + self.in_progress + self.new


@dataclass(frozen=True, slots=True)
class Progress:
    """A round with its figures: as a whole, for each person by name, for each document by id."""

    board: Board
    whole: Figures
    by_person: dict[str, Figures]
    missing: dict[str, dict[str, int]]
    """For each document's id, what its spans lack."""


def progress(tx: Transaction, person: Person, slug: str, number: int) -> Progress:
    """How far a round is."""
    board = rounds.board(tx, person, slug, number)
    whole: Counter[str] = Counter()
    by_person: defaultdict[str, Counter[str]] = defaultdict(Counter)
    by_document: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document, user, attribute in _lacking(tx, board):
        for counted in (whole, by_person[user], by_document[document]):
            counted[attribute] += 1
    held: dict[str, list[Assigned]] = {name: [] for name in board.people.values()}
    for one in board.assigned:
        held.setdefault(one.name, []).append(one)
    return Progress(
        board,
        _figures(tx, board.round, board.assigned, whole),
        {name: _figures(tx, board.round, assigned, by_person[name]) for name, assigned in held.items()},
        {document: dict(sorted(counted.items())) for document, counted in by_document.items()},
    )


def _lacking(tx: Transaction, board: Board) -> Iterator[tuple[str, str, str]]:
    """Of each required attribute that is not filled in: the document's id, the annotator, and what it is."""
    book = stored_projects.codebook(tx, board.project.id)
    for document, user, label, attributes in stored.codes(tx, board.round.id):
        for name in book.missing(label, attributes):
            yield document, user, f"{label}: {name}"
    for document, user, said in stored.described(tx, board.round.id):
        for name in book.missing_of_document(said):
            yield document, user, f"document: {name}"


def _figures(tx: Transaction, found: Round, assigned: list[Assigned], missing: Counter[str]) -> Figures:
    states = Counter(one.state for one in assigned)
    per_day = pace(assigned, found.created, found.closed or tx.now)
    finished_by = None if found.closed else estimate(assigned, per_day, tx.now)
    return Figures(
        complete=states["complete"],
        in_progress=states["in_progress"],
        new=states["new"],
        per_day=per_day,
        finished_by=finished_by,
        late=not found.closed and late(assigned, found.deadline, finished_by, tx.now),
        missing=dict(sorted(missing.items())),
    )
