"""Many people at once: nothing acknowledged is lost or there twice, and nobody hears of a locked database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from acting import Desk, action, draft, first_document
from patience import PATIENCE
from sqlalchemy import text

from annotator.domain.errors import Busy, Conflict, NotFound, Refused, Stale
from annotator.services import accounts, corpus, inviting, projects
from annotator.services import team as teams
from annotator.services.transactions import Store

THREADS = 8
EACH = 12
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.slow


def test_eight_people_marking_at_once_lose_nothing(store, team):
    desks = [Desk(store, person, first_document(store, team["ana"])) for person in people(store, THREADS)]
    made = at_once([lambda desk=desk: [desk.mark("Kremlin") for _ in range(EACH)] for desk in desks])
    for desk, ids in zip(desks, made, strict=True):
        assert {span.id for span in desk.spans} == set(ids)
        assert len(desk.spans) == EACH
    assert events(store) == {"span.create": THREADS * EACH}


def test_one_person_marking_from_eight_windows_loses_nothing(store, team):
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    made = at_once([lambda: [desk.mark("Kremlin") for _ in range(EACH)]] * THREADS)
    assert {span.id for span in desk.spans} == {one for ids in made for one in ids}
    assert len(desk.spans) == THREADS * EACH
    assert events(store) == {"span.create": THREADS * EACH}


def test_marking_on_all_articles_at_once_loses_nothing(store, team):
    with store.read() as tx:
        documents = [one.id for one in corpus.corpus(tx, team["ana"], "central-asia").documents]
    desks = [Desk(store, team[name], one) for one in documents for name in ("ana", "ben")]
    at_once([lambda desk=desk: [desk.mark("Kazakhstan") for _ in range(4)] for desk in desks])
    assert [len(desk.spans) for desk in desks] == [4] * 10


def test_the_same_action_sent_eight_times_at_once_is_done_once(store, team):
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    one, by = draft("Kremlin", desk.text), action()
    answers = at_once([lambda: desk.create(one, by=by)] * THREADS)
    assert [answer.subjects for answer in answers] == [(one.id,)] * THREADS
    assert [span.id for span in desk.spans] == [one.id]
    assert events(store) == {"span.create": 1}


def test_of_eight_writers_of_one_span_at_one_version_exactly_one_wins(store, team):
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    span = desk.mark("Kremlin")
    answers = at_once([lambda n=n: desk.change(span, version=1, note=f"writer {n}") for n in range(THREADS)])
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert [type(one) for one in refused] == [Stale] * (THREADS - 1)
    winner = next(number for number, answer in enumerate(answers) if not isinstance(answer, Refused))
    assert (desk.span(span).note, desk.span(span).version) == (f"writer {winner}", 2)


def test_undo_pressed_in_eight_windows_takes_back_eight_actions(store, team):
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    for _ in range(THREADS + 1):
        desk.mark("Kremlin")
    answers = at_once([desk.undo] * THREADS)
    assert len({answer.subjects for answer in answers}) == THREADS
    assert len(desk.spans) == 1


def test_a_name_taken_by_two_at_once_is_given_once(store, team):
    def add():
        with store.write() as tx:
            accounts.add_user(tx, accounts.OPERATOR, "somebody", password_hash=None)

    answers = at_once([add] * THREADS)
    assert sum(isinstance(answer, Conflict | Busy) for answer in answers) == THREADS - 1
    with store.read() as tx:
        assert accounts.named(tx, "somebody").name == "somebody"


def test_an_invitation_opened_by_eight_at_once_lets_one_in(store, team):
    with store.write() as tx:
        token = inviting.invite(tx, team["ana"], "central-asia", "viewer")
    names = [f"guest-{number}" for number in range(THREADS)]
    answers = at_once([lambda name=name: inviting.register(store, token, name, PASSWORD) for name in names])
    (found,) = [answer for answer in answers if not isinstance(answer, Refused)]
    with store.read() as tx:
        members = {one.name for one in projects.members(tx, team["ana"], "central-asia")}
        (made,) = inviting.listed(tx, team["ana"], "central-asia")
        guest = accounts.signed_in(tx, found[1]).name
        assert members == {"adjudicator", "ana", "ben", guest}
        assert made.used_by == guest
        assert [name for name in names if accounts.named(tx, name)] == [guest]


def test_an_invitation_accepted_by_four_who_have_accounts_lets_one_in(store, team):
    with store.write() as tx:
        token = inviting.invite(tx, team["ana"], "central-asia", "viewer")
        guests = [accounts.add_user(tx, accounts.OPERATOR, f"guest-{n}", password_hash=None) for n in range(4)]

    def join(guest):
        with store.write() as tx:
            inviting.join(tx, guest, token)

    answers = at_once([lambda guest=guest: join(guest) for guest in guests])
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    with store.read() as tx:
        assert len(projects.members(tx, team["ana"], "central-asia")) == 4


def test_of_the_last_managers_who_take_each_other_out_at_once_one_stays(store, team):
    managers = people(store, 2)
    with store.write() as tx:
        for one in managers:
            projects.set_member(tx, accounts.OPERATOR, "central-asia", one.name, "manager")
        teams.take_out(tx, accounts.OPERATOR, "central-asia", team["ana"].id)

    def take_out(person, other):
        with store.write() as tx:
            teams.take_out(tx, person, "central-asia", other.id)

    answers = at_once([lambda: take_out(*managers), lambda: take_out(*reversed(managers))])
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    with store.read() as tx:
        members = projects.members(tx, accounts.OPERATOR, "central-asia")
        assert sum(one.role == "manager" for one in members) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda tx, person, other: teams.take_out(tx, person, "central-asia", other.id),
        lambda tx, person, other: teams.give_role(tx, person, "central-asia", other.name, "viewer"),
        lambda tx, person, other: projects.set_member(tx, person, "central-asia", other.name, "viewer"),
    ],
    ids=["taking out", "giving a role", "setting a role"],
)
def test_whoever_was_taken_out_meanwhile_changes_nobody(store, team, change):
    manager, other = people(store, 2)
    with store.write() as tx:
        projects.set_member(tx, accounts.OPERATOR, "central-asia", manager.name, "manager")
    under_way = Event()

    def late():
        with store.write() as tx:
            under_way.set()
            change(tx, manager, other)

    with ThreadPoolExecutor(1) as pool:
        with store.write() as tx:
            teams.take_out(tx, team["ana"], "central-asia", manager.id)
            waiting = pool.submit(late)
            # PostgreSQL's has begun by then and waits for its turn; SQLite's one writer has not even begun.
            under_way.wait(0.5)
            sleep(0.1)
        assert isinstance(waiting.exception(timeout=PATIENCE), NotFound)
    with store.read() as tx:
        members = projects.members(tx, team["ana"], "central-asia")
        assert [one.role for one in members if one.id == other.id] == ["annotator"]


def test_two_stores_over_one_file_write_by_turns(sqlite_template, sqlite_store, tmp_path):
    others = Store(f"sqlite:///{tmp_path / 'annotator.sqlite3'}")

    def make(store, name):
        for number in range(EACH):
            with store.write() as tx:
                projects.create(tx, accounts.OPERATOR, f"{name}-{number}", "")

    at_once([lambda: make(sqlite_store, "one"), lambda: make(others, "two")])
    with others.read() as tx:
        assert len(projects.all_for(tx, accounts.OPERATOR)) == 2 * EACH
    others.close()


def at_once(calls):
    """What each call gave or was refused with; all begin together. Any other fault is the test's."""
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def people(store, count):
    """That many annotators of the demo's project."""
    with store.write() as tx:
        made = [
            accounts.add_user(tx, accounts.OPERATOR, f"annotator-{number}", password_hash=None)
            for number in range(count)
        ]
        for person in made:
            projects.set_member(tx, accounts.OPERATOR, "central-asia", person.name, "annotator")
    return made


def events(store):
    """How many events of which kind the log has of spans."""
    query = "SELECT kind, count(*) AS number FROM event WHERE kind LIKE 'span.%' GROUP BY kind"
    with store.read() as tx:
        return {row.kind: row.number for row in tx.connection.execute(text(query))}
