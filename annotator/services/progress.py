"""Progress of a round: by document, by person, as a whole; how fast it goes, and what is open and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.permission import Person
from annotator.domain.round import Round, Tally, estimate, late, left, pace, pace_since
from annotator.services import rounds
from annotator.services.rounds import Board
from annotator.store import projects as stored_projects
from annotator.store import reached
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
    """A round with its figures: as a whole, for each person by name, for each document by id.

    ``board`` has some of its ``documents``, or all. What spans lack is counted by person and as a whole where
    ``missing_by_person`` says so; by document it always is.
    """

    board: Board
    documents: int
    whole: Figures
    by_person: dict[str, Figures]
    missing: dict[str, dict[str, int]]
    """For each document's id, what its spans lack."""
    missing_by_person: bool = True


MANY = 500
"""In a round of more documents what spans lack is counted of those alone that are on the page."""


def progress(tx: Transaction, person: Person, slug: str, number: int) -> Progress:
    """How far a round is, with all its documents."""
    board = rounds.board(tx, person, slug, number)
    return _progress(tx, board, len(board.documents), None)


def progress_page(tx: Transaction, person: Person, slug: str, number: int, *, after: int, limit: int) -> Progress:
    """How far a round is, with some of its documents."""
    board, every = rounds.board_page(tx, person, slug, number, after=after, limit=limit)
    here = [document for document, _ in board.documents]
    return _progress(tx, board, every, here if every > MANY else None)


def _progress(tx: Transaction, board: Board, documents: int, among: Sequence[str] | None) -> Progress:
    whole: Counter[str] = Counter()
    by_person: defaultdict[str, Counter[str]] = defaultdict(Counter)
    by_document: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document, user, attribute in _lacking(tx, board, among):
        by_document[document][attribute] += 1
        if among is None:
            whole[attribute] += 1
            by_person[user][attribute] += 1
    since = pace_since(board.round.created, board.round.closed or tx.now)
    tallies = reached.tallies(tx, board.project.id, board.round.id, since)
    held: dict[str, list[Tally]] = {name: [] for name in board.people.values()}
    for one in sorted(tallies, key=lambda one: one.name.casefold()):
        held.setdefault(one.name, []).append(one)
    return Progress(
        board,
        documents,
        _figures(tx, board.round, tallies, whole),
        {name: _figures(tx, board.round, own, by_person[name]) for name, own in held.items()},
        {document: dict(sorted(counted.items())) for document, counted in by_document.items()},
        missing_by_person=among is None,
    )


def _lacking(tx: Transaction, board: Board, among: Sequence[str] | None) -> Iterator[tuple[str, str, str]]:
    """Of each required attribute that is not filled in: the document's id, the annotator, and what it is."""
    book = stored_projects.codebook(tx, board.project.id)
    for document, user, label, attributes in stored.codes(tx, board.round.id, among):
        for name in book.missing(label, attributes):
            yield document, user, f"{label}: {name}"
    for document, user, said in stored.described(tx, board.round.id, among):
        for name in book.missing_of_document(said):
            yield document, user, f"document: {name}"


def _figures(tx: Transaction, found: Round, tallies: Sequence[Tally], missing: Counter[str]) -> Figures:
    states: Counter[str] = Counter()
    for one in tallies:
        states[one.state] += one.number
    per_day, to_do = pace(tallies, found.created, found.closed or tx.now), left(tallies)
    finished_by = None if found.closed else estimate(to_do, per_day, tx.now)
    return Figures(
        complete=states["complete"],
        in_progress=states["in_progress"],
        new=states["new"],
        per_day=per_day,
        finished_by=finished_by,
        late=not found.closed and late(to_do, found.deadline, finished_by, tx.now),
        missing=dict(sorted(missing.items())),
    )
