"""Progress of a round: by document, by person, as a whole; how fast it goes, and what is open and why."""

from collections import Counter
from dataclasses import dataclass

from annotator.domain.permission import Person
from annotator.domain.round import Assigned, Round, estimate, pace
from annotator.services import rounds
from annotator.services.rounds import Board
from annotator.store import projects as stored_projects
from annotator.store import rounds as stored
from annotator.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Figures:
    """How far some documents are: how many in each state, documents completed a day, and the day of the last.

    ``missing`` counts, for each required attribute as ``label: attribute``, the spans that lack it, and as
    ``document: attribute`` the layers.
    """

    complete: int
    in_progress: int
    new: int
    per_day: float
    finished_by: str | None
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
    book = stored_projects.codebook(tx, board.project.id)
    lacking: Counter[tuple[str, str, str]] = Counter()
    for document, user, label, attributes in stored.codes(tx, board.round.id):
        lacking.update((document, user, f"{label}: {name}") for name in book.missing(label, attributes))
    for document, user, said in stored.described(tx, board.round.id):
        lacking.update((document, user, f"document: {name}") for name in book.missing_of_document(said))
    people = dict.fromkeys([*board.people.values(), *(one.name for one in board.assigned)])
    return Progress(
        board,
        _figures(tx, board.round, board.assigned, lacking),
        {
            name: _figures(
                tx,
                board.round,
                [one for one in board.assigned if one.name == name],
                Counter({key: count for key, count in lacking.items() if key[1] == name}),
            )
            for name in people
        },
        {
            document: _by_attribute(Counter({key: count for key, count in lacking.items() if key[0] == document}))
            for document in {key[0] for key in lacking}
        },
    )


def _figures(
    tx: Transaction, found: Round, assigned: list[Assigned], lacking: Counter[tuple[str, str, str]]
) -> Figures:
    states = Counter(one.state for one in assigned)
    per_day = pace(assigned, found.created, found.closed or tx.now)
    return Figures(
        complete=states["complete"],
        in_progress=states["in_progress"],
        new=states["new"],
        per_day=per_day,
        finished_by=None if found.closed else estimate(assigned, per_day, tx.now),
        missing=_by_attribute(lacking),
    )


def _by_attribute(lacking: Counter[tuple[str, str, str]]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for (_, _, attribute), count in lacking.items():
        counted[attribute] += count
    return dict(sorted(counted.items()))
