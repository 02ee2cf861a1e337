"""Many people at once: nothing acknowledged is lost or there twice, and nobody hears of a locked database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from acting import Desk, action, draft, first_document
from sqlalchemy import text

from annotator.domain.errors import Busy, Conflict, Refused, Stale
from annotator.services import accounts, corpus, projects
from annotator.services.transactions import Store

THREADS = 8
EACH = 12

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
