"""Rounds: made, given out, evened out again, ended. Each change is told in the log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.assignment import EVERYBODY, assign
from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.domain.permission import RULES, Act, Person
from annotator.domain.round import Assigned, Round, checked_deadline, checked_overlap, checked_round_name
from annotator.services import filters, models, projects
from annotator.services.filters import Chosen
from annotator.store import documents, filtering, history, members, reached
from annotator.store import rounds as stored
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place
from annotator.store.members import Member
from annotator.store.projects import Project

CALIBRATION = 5
"""As many documents everybody annotates in a calibration round."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new round is to be.

    Without ``documents`` those that ``filter`` lets through (by name, or as written), without one all that stand
    in no round yet; without ``people`` all annotators. ``unsure_first``: queues begin with what the newest model
    is least sure of, as it is now; without it they have the project's order.
    """

    name: str = ""
    documents: Sequence[str] = ()
    people: Collection[str] = ()
    overlap: int = 2
    deadline: str = ""
    blind: bool = True
    suggests: bool = False
    seed: int = 1
    by_hand: bool = False
    filter: str = ""
    unsure_first: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The documents that stand in no round yet, and in one already, by id and title; and who may annotate."""

    free: list[tuple[str, str]]
    taken: list[tuple[str, str]]
    people: list[Member]


@dataclass(frozen=True, slots=True)
class Offer:
    """How many documents stand in no round yet, and in one already; ``choices`` where they are few enough.

    ``unsure_first``: there is a model, by whose uncertainty they can be ordered.
    """

    free: int
    taken: int
    people: list[Member]
    choices: Choices | None
    unsure_first: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """A round without its documents: how many there are, how many readings of them, and how many are complete."""

    round: Round
    documents: int
    people: int
    readings: int
    complete: int


@dataclass(frozen=True, slots=True)
class Board:
    """A round with everything that stands in it."""

    project: Project
    round: Round
    documents: list[tuple[str, str]]
    people: dict[str, str]
    assigned: list[Assigned] = field(default_factory=list)


def all_of(tx: Transaction, person: Person, slug: str) -> tuple[Project, list[Board]]:
    """The rounds of a project, the newest first."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_PROGRESS)
    return project, [_board(tx, project, one) for one in stored.in_project(tx, project.id)]


def summaries(tx: Transaction, person: Person, slug: str) -> tuple[Project, list[Summary]]:
    """The rounds of a project, the newest first, counted without a look at each of their documents."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_PROGRESS)
    return project, [_summary(tx, project, one) for one in stored.in_project(tx, project.id)]


def _summary(tx: Transaction, project: Project, found: Round) -> Summary:
    tallies = reached.tallies(tx, project.id, found.id, None)
    return Summary(
        round=found,
        documents=stored.count_documents(tx, project.id, found.id),
        people=len(stored.people(tx, found.id)),
        readings=sum(one.number for one in tallies),
        complete=sum(one.number for one in tallies if one.state == "complete"),
    )


def board(tx: Transaction, person: Person, slug: str, number: int) -> Board:
    """One round."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_PROGRESS)
    return _board(tx, project, _found(tx, project, number))


def board_page(
    tx: Transaction, person: Person, slug: str, number: int, *, after: int, limit: int
) -> tuple[Board, int]:
    """One round with some of its documents, and how many there are."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_PROGRESS)
    found = _found(tx, project, number)
    some = stored.some_documents(tx, project.id, found.id, first=after, most=limit)
    given = stored.assigned(tx, found.id, [document for document, _ in some])
    every = stored.count_documents(tx, project.id, found.id)
    return Board(project, found, some, stored.people(tx, found.id), given), every


def choices(tx: Transaction, person: Person, slug: str, let: str = "") -> Choices:
    """What a new round could have, of the documents that a filter lets through."""
    project = _managed(tx, person, slug)
    taken = stored.in_rounds(tx, project.id)
    among = filtering.conditions(tx, project, filters.chosen(tx, project, let).filter)
    listed = [(one.id, one.title) for one in documents.listed_under(tx, project.id, person, among)]
    return Choices(
        free=[one for one in listed if one[0] not in taken],
        taken=[one for one in listed if one[0] in taken],
        people=list(_who_may_annotate(tx, project).values()),
    )


def offer(tx: Transaction, person: Person, slug: str, let: str = "", *, most: int) -> Offer:
    """What a new round could have; its documents one by one only where there are ``most`` of them or fewer."""
    project = _managed(tx, person, slug)
    wanted = filters.chosen(tx, project, let).filter
    among = filtering.conditions(tx, project, wanted)
    every, unsure_first = filtering.count(tx, among), models.offers_order(tx, project)
    if every <= most:
        found = choices(tx, person, slug, let)
        return Offer(len(found.free), len(found.taken), found.people, found, unsure_first)
    taken = stored.count_in_rounds(tx, project.id, among) if wanted else stored.count_in_any_round(tx, project.id)
    return Offer(every - taken, taken, who_may_annotate(tx, person, slug), None, unsure_first)


def who_may_annotate(tx: Transaction, person: Person, slug: str) -> list[Member]:
    """Who could take part in a round."""
    return list(_who_may_annotate(tx, _managed(tx, person, slug)).values())


def create(tx: Transaction, person: Person, slug: str, plan: Plan) -> Round:
    """Make a round and give its documents out."""
    project = _managed(tx, person, slug)
    tx.take_turns(f"round {project.id}")
    let = filters.chosen(tx, project, plan.filter)
    chosen = _chosen_documents(tx, project, person, plan.documents, let)
    if plan.unsure_first:
        unsure = models.uncertainties(tx, project)
        chosen = sorted(chosen, key=lambda one: models.order_key(unsure.get(one)))
    people = _chosen_people(tx, project, plan.people)
    number = stored.next_number(tx, project.id)
    made = Round(
        id=tx.new_id(),
        number=number,
        name=checked_round_name(plan.name, number),
        overlap=checked_overlap(plan.overlap),
        seed=plan.seed,
        blind=plan.blind,
        deadline=checked_deadline(plan.deadline),
        created=tx.now,
        closed=None,
        suggests=plan.suggests,
    )
    given = {} if plan.by_hand else assign(chosen, people, made.overlap, made.seed)
    stored.add(tx, project.id, made, chosen, person)
    for user_id in people:
        stored.set_person(tx, made.id, user_id, takes_part=True)
    stored.give_out(tx, made.id, _pairs(given))
    told: dict[str, object] = {
        "name": made.name,
        "documents": len(chosen),
        "people": len(people),
        "overlap": made.overlap,
    }
    told |= {"blind": made.blind, "suggests": made.suggests} | ({"filter": str(let.filter)} if let else {})
    told |= {"order": "uncertainty"} if plan.unsure_first else {}
    _tell(tx, project, person, Event("round.create", str(number), None, told))
    return made


def calibrate(tx: Transaction, person: Person, slug: str) -> Round:
    """Make a round in which everybody annotates the same few documents, blind."""
    few = stored.first_free(tx, _managed(tx, person, slug).id, CALIBRATION)
    return create(tx, person, slug, Plan("Calibration", few, overlap=EVERYBODY))


def give(
    tx: Transaction, person: Person, slug: str, number: int, *, document: str, user: str, given: bool
) -> None:
    """Put one document into somebody's queue by hand, or take it out; what was done on it stays."""
    project, found = _open(tx, person, slug, number)
    known = dict(stored.documents(tx, found.id))
    people = {name: user_id for user_id, name in stored.people(tx, found.id).items()}
    if document not in known:
        raise NotFound("no-document", "There is no such document in this round.")
    if user not in people:
        raise NotFound("no-user", f"“{user[:80]}” does not take part in this round.")
    (stored.give if given else stored.withdraw)(tx, found.id, [(document, people[user])])
    _tell(tx, project, person, Event("round.assign", document, None, {"user": user, "given": given}))


def take_part(tx: Transaction, person: Person, slug: str, number: int, user: str) -> None:
    """Let one more person take part; they get documents by hand, or when the round is evened out."""
    project, found = _open(tx, person, slug, number)
    ids = {member.name: user_id for user_id, member in _who_may_annotate(tx, project).items()}
    if user not in ids:
        raise Invalid("not-an-annotator", f"“{user[:80]}” does not annotate in this project.")
    stored.set_person(tx, found.id, ids[user], takes_part=True)
    _tell(tx, project, person, Event("round.person", user, None, {"takes part": True}))


def leave(tx: Transaction, person: Person, slug: str, number: int, user: str) -> None:
    """Let somebody go: what they completed stays theirs, the rest is shared out among the others, evenly."""
    project, found = _open(tx, person, slug, number)
    gone = next((user_id for user_id, name in stored.people(tx, found.id).items() if name == user), None)
    if gone is None:
        raise NotFound("no-user", f"“{user[:80]}” does not take part in this round.")
    _let_go(tx, found, gone)
    _tell(tx, project, person, _left(user))


def leave_all(tx: Transaction, person: Person, slug: str, user_id: str) -> None:
    """Let somebody go from every open round of a project that they take part in."""
    project = _managed(tx, person, slug)
    tx.take_turns(f"round {project.id}")
    for found in stored.in_project(tx, project.id):
        name = stored.people(tx, found.id).get(user_id)
        if name is not None and not found.closed:
            _let_go(tx, found, user_id)
            _tell(tx, project, person, _left(name))


def even_out(tx: Transaction, person: Person, slug: str, number: int) -> None:
    """Share out anew, evenly, whatever nobody has begun."""
    project, found = _open(tx, person, slug, number)
    standing = stored.assigned(tx, found.id)
    stored.withdraw(tx, found.id, [(one.document_id, one.user_id) for one in standing if one.state == "new"])
    _fill(tx, found, [one for one in standing if one.state != "new"])
    _tell(tx, project, person, Event("round.even-out", str(number), None, None))


def change(
    tx: Transaction,
    person: Person,
    slug: str,
    number: int,
    *,
    blind: bool,
    deadline: str,
    suggests: bool | None = None,
) -> None:
    """Set whether a round is blind, its deadline, and whether a model may suggest; None leaves that as it is."""
    project, found = _open(tx, person, slug, number)
    let = found.suggests if suggests is None else suggests
    values = {"blind": blind, "deadline": checked_deadline(deadline), "suggests": let}
    stored.change(tx, found.id, **values)
    before = {"blind": found.blind, "deadline": found.deadline, "suggests": found.suggests}
    _tell(tx, project, person, Event("round.change", str(number), before, values))


def close(tx: Transaction, person: Person, slug: str, number: int, *, closed: bool) -> None:
    """End a round, or open it again. From its end on the project's own setting says who sees what."""
    project = _managed(tx, person, slug)
    found = _found(tx, project, number)
    if bool(found.closed) == closed:
        return
    stored.change(tx, found.id, closed=tx.now if closed else None)
    told = Event("round.change", str(number), {"closed": bool(found.closed)}, {"closed": closed})
    _tell(tx, project, person, told)


def _let_go(tx: Transaction, found: Round, gone: str) -> None:
    stored.set_person(tx, found.id, gone, takes_part=False)
    standing = stored.assigned(tx, found.id)
    left_over = [one for one in standing if one.user_id == gone and one.state != "complete"]
    stored.withdraw(tx, found.id, [(one.document_id, gone) for one in left_over])
    _fill(tx, found, [one for one in standing if one not in left_over])


def _left(name: str) -> Event:
    return Event("round.person", name, {"takes part": True}, {"takes part": False})


def _fill(tx: Transaction, found: Round, kept: Sequence[Assigned]) -> None:
    """Give out what is missing; with fewer people than the overlap each document gets as many as there are."""
    people = stored.people(tx, found.id)
    fixed: dict[str, set[str]] = {}
    for one in kept:
        fixed.setdefault(one.document_id, set()).add(one.user_id)
    if not people:
        return
    chosen = [document for document, _ in stored.documents(tx, found.id)]
    given = assign(chosen, people, min(found.overlap, len(people)), found.seed, fixed)
    stored.give(
        tx, found.id, _pairs({document: given[document] - fixed.get(document, set()) for document in chosen})
    )


def _pairs(given: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    return [(document, user_id) for document, holders in given.items() for user_id in sorted(holders)]


def _chosen_documents(
    tx: Transaction, project: Project, person: Person, wanted: Sequence[str], let: Chosen
) -> list[str]:
    if let and not wanted:
        let.require_any(tx, project)
        return filtering.ids(tx, project, let.filter)
    listed = [one.id for one in documents.listed(tx, project.id, person)]
    if lost := set(wanted) - set(listed):
        raise NotFound("no-document", f"There is no document “{min(lost)[:80]}” in this project.")
    taken = set() if wanted else stored.in_rounds(tx, project.id)
    chosen = [one for one in listed if (one in wanted if wanted else one not in taken)]
    if not chosen:
        raise Invalid("no-document", "A round needs documents: all of this project's stand in a round already.")
    return chosen


def _chosen_people(tx: Transaction, project: Project, wanted: Collection[str]) -> list[str]:
    those = _who_may_annotate(tx, project)
    if lost := set(wanted) - {member.name for member in those.values()}:
        raise Invalid("not-an-annotator", f"“{min(lost)[:80]}” does not annotate in this project.")
    if wanted:
        return [user_id for user_id, member in those.items() if member.name in wanted]
    # Managers and adjudicators may annotate as well, but where there are annotators it is for them.
    annotators = [user_id for user_id, member in those.items() if member.role == "annotator"]
    return annotators or list(those)


def _who_may_annotate(tx: Transaction, project: Project) -> dict[str, Member]:
    everybody = members.of_project(tx, project.id)
    return {one.id: one for one in everybody if one.active and one.role in RULES[Act.ANNOTATE]}


def _managed(tx: Transaction, person: Person, slug: str) -> Project:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.MANAGE_ROUNDS)
    return project


def _open(tx: Transaction, person: Person, slug: str, number: int) -> tuple[Project, Round]:
    project = _managed(tx, person, slug)
    tx.take_turns(f"round {project.id}")
    found = _found(tx, project, number)
    if found.closed:
        raise Conflict("round-closed", "This round is closed. Open it again to change it.")
    return project, found


def _found(tx: Transaction, project: Project, number: int) -> Round:
    found = stored.by_number(tx, project.id, number)
    if found is None:
        raise NotFound("no-round", "There is no such round in this project.")
    return found


def _board(tx: Transaction, project: Project, found: Round) -> Board:
    return Board(
        project,
        found,
        stored.documents(tx, found.id),
        stored.people(tx, found.id),
        stored.assigned(tx, found.id),
    )


def _tell(tx: Transaction, project: Project, person: Person, told: Event) -> None:
    history.add_events(tx, Place(person.id, project.id), [told])
