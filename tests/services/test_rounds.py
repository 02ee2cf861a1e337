"""Rounds give documents out evenly, even them out when people come and go, and lose nobody's work."""

from collections import Counter

import pytest
from acting import SLUG, Desk, action
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.domain.round import Tally, estimate, late, left, pace, pace_since
from annotator.services import (
    accounts,
    completing,
    corpus,
    importing,
    people,
    progress,
    projects,
    queues,
    reading,
    rounds,
)
from annotator.services import team as team_service
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload
from annotator.services.rounds import Plan
from annotator.store import documents as stored_documents
from annotator.store import reached

PEOPLE = ("ben", "eva", "ivo")


def test_a_round_gives_each_document_to_as_many_people_as_its_overlap_says(store, annotators, ana):
    number = make(store, ana, Plan(overlap=2))
    assert sorted(loads(store, ana, number).values()) == [3, 3, 4]
    assert {len(holders) for holders in holders_of(store, ana, number).values()} == {2}


def test_the_same_seed_gives_the_same_round(store, annotators, ana, documents):
    first = make(store, ana, Plan(documents=documents, overlap=2, seed=7))
    second = make(store, ana, Plan(documents=documents, overlap=2, seed=7))
    assert holders_of(store, ana, first) == holders_of(store, ana, second)


def test_everybody_has_a_queue_in_the_rounds_order_the_urgent_first(store, annotators, ana, documents):
    make(store, ana, Plan("Later", documents[:2], overlap=3))
    make(store, ana, Plan("Urgent", documents[2:4], overlap=3, deadline="2026-12-01"))
    assert queue(store, annotators["ben"]) == [documents[2], documents[3], documents[0], documents[1]]
    assert queue(store, ana) == []


def test_a_project_without_rounds_is_one_queue_for_all(store, annotators, ana, documents):
    assert queue(store, annotators["ben"]) == documents


def test_the_neighbours_of_a_document_are_those_of_ones_queue(store, annotators, ana, documents):
    make(store, ana, Plan(documents=[documents[0], documents[3]], overlap=3))
    with store.read() as tx:
        opened = reading.open_document(tx, annotators["ben"], documents[0])
        outside = reading.open_document(tx, annotators["ben"], documents[1])
    assert (opened.place.previous, opened.place.next) == (None, documents[3])
    assert (outside.place.previous, outside.place.next) == (documents[0], documents[2])
    assert opened.place.documents == 2


def test_a_document_stands_once_in_a_queue_of_several_rounds_with_its_neighbours_and_the_progress(
    store, annotators, ana, documents
):
    ben = annotators["ben"]
    make(store, ana, Plan("Later", [documents[1], documents[0], documents[3]], overlap=3))
    closed = make(store, ana, Plan("Closed", [documents[4]], overlap=3))
    make(store, ana, Plan("Urgent", [documents[3], documents[1], documents[2]], overlap=3, deadline="2026-12-01"))
    complete(store, ben, documents[1])
    with store.write() as tx:
        rounds.close(tx, ana, SLUG, closed, closed=True)
    ids = queue(store, ben)
    assert (sorted(ids[:3]), ids[3:]) == (sorted(documents[1:4]), [documents[0]])
    with store.read() as tx:
        places = [reading.open_document(tx, ben, one).place for one in ids]
    assert [one.previous for one in places] == [None, *ids[:-1]]
    assert [one.next for one in places] == [*ids[1:], None]
    assert {(one.documents, one.done) for one in places} == {(4, 1)}
    told = outlook(store, ben, documents[2:])
    assert (told.documents, told.done, told.begun, told.by_rounds) == (4, 1, True, True)
    assert told.next == next(one for one in ids if one != documents[1])
    assert told.here == {documents[2], documents[3]}


def test_a_queue_that_nobody_gave_out_is_told_the_same_way(store, annotators, ana, documents):
    ben = annotators["ben"]
    told = outlook(store, ben, documents[:2])
    assert (told.documents, told.done, told.next, told.begun) == (len(documents), 0, documents[0], False)
    complete(store, ben, documents[0])
    told = outlook(store, ben, documents[:2])
    assert (told.done, told.next, told.begun) == (1, documents[1], True)


def test_a_document_that_was_taken_away_is_in_no_queue(store, annotators, ana, documents):
    ben = annotators["ben"]
    make(store, ana, Plan(documents=documents[:3], overlap=3))
    with store.write() as tx:
        stored_documents.set_deleted(tx, documents[1], None)
    told = outlook(store, ben, documents)
    assert (told.documents, told.next) == (2, documents[0])
    with store.read() as tx:
        assert reading.open_document(tx, ben, documents[0]).place.next == documents[2]


def test_calibration_gives_everybody_the_same_few_documents_blind(store, annotators, ana, documents):
    with store.write() as tx:
        made = rounds.calibrate(tx, ana, SLUG)
    assert (made.name, made.blind) == ("Calibration", True)
    assert set(map(len, holders_of(store, ana, made.number).values())) == {3}


def test_without_a_choice_a_round_takes_what_stands_in_no_round_yet(store, annotators, ana, documents):
    make(store, ana, Plan(documents=documents[:2]))
    number = make(store, ana, Plan())
    assert list(holders_of(store, ana, number)) == documents[2:]
    with pytest.raises(Invalid, match="stand in a round already"):
        make(store, ana, Plan())


def test_when_somebody_leaves_what_they_completed_stays_theirs_and_the_rest_is_shared_out(
    store, annotators, ana, documents
):
    number = make(store, ana, Plan(overlap=2))
    ben = annotators["ben"]
    first, second, *_ = queue(store, ben)
    complete(store, ben, first)
    Desk(store, ben, second).mark("Kazakhstan")
    before = holders_of(store, ana, number)
    change(store, rounds.leave, ana, SLUG, number, "ben")
    after = holders_of(store, ana, number)
    assert "ben" in after[first]
    assert all("ben" not in after[document] for document in documents if document != first)
    assert all(before[document] - {"ben"} <= after[document] for document in documents)
    assert {len(holders) for holders in after.values()} == {2}
    assert Desk(store, ben, second).quotes == ["Kazakhstan"]
    assert queue(store, ben) == [first]


def test_whoever_leaves_the_project_leaves_its_rounds(store, annotators, ana):
    number = make(store, ana, Plan(overlap=2))
    change(store, team_service.take_out, ana, SLUG, annotators["ben"].id)
    assert "ben" not in loads(store, ana, number)
    assert {len(holders) for holders in holders_of(store, ana, number).values()} == {2}
    with store.read() as tx, pytest.raises(NotFound):
        corpus.corpus(tx, annotators["ben"], SLUG)


def test_somebody_deactivated_leaves_the_open_rounds_of_every_project_with_their_work_under_their_name(
    store, annotators, ana, documents, second_project
):
    here = make(store, ana, Plan(overlap=2))
    with store.write() as tx:
        there = rounds.create(tx, ana, second_project, Plan(people=["ben"], overlap=1)).number
        rounds.take_part(tx, ana, second_project, there, "eva")
    ben = annotators["ben"]
    first, second, *_ = queue(store, ben)
    complete(store, ben, first)
    Desk(store, ben, second).mark("Kazakhstan")
    change(store, people.deactivate, ana, ben.id)
    after = holders_of(store, ana, here)
    assert {document for document, holders in after.items() if "ben" in holders} == {first}
    assert {len(holders) for holders in after.values()} == {2}
    assert list(holders_of(store, ana, there, second_project).values()) == [{"eva"}]
    with store.read() as tx:
        told = "SELECT subject FROM event WHERE kind = 'round.person' AND before IS NOT NULL"
        assert tx.connection.execute(text(told)).scalars().all() == ["ben", "ben"]
        kept = "SELECT layer.name FROM span JOIN layer ON layer.id = span.layer_id"
        assert tx.connection.execute(text(kept)).scalars().all() == ["ben"]


def test_somebody_activated_again_is_given_nothing_back_and_may_be_asked_again(store, annotators, ana):
    number = make(store, ana, Plan(overlap=1))
    ben = annotators["ben"]
    change(store, people.deactivate, ana, ben.id)
    after = holders_of(store, ana, number)
    with pytest.raises(Invalid, match="does not annotate"):
        change(store, rounds.take_part, ana, SLUG, number, "ben")
    change(store, people.activate, ana, ben.id)
    assert holders_of(store, ana, number) == after
    assert queue(store, ben) == []
    change(store, rounds.take_part, ana, SLUG, number, "ben")
    change(store, rounds.even_out, ana, SLUG, number)
    assert queue(store, ben)


def test_where_the_last_one_goes_their_documents_wait_for_somebody(store, annotators, ana):
    number = make(store, ana, Plan(people=["ben"], overlap=1))
    change(store, people.deactivate, ana, annotators["ben"].id)
    assert set(map(len, holders_of(store, ana, number).values())) == {0}
    change(store, rounds.take_part, ana, SLUG, number, "eva")
    change(store, rounds.even_out, ana, SLUG, number)
    assert set(map(len, holders_of(store, ana, number).values())) == {1}


def test_when_too_few_are_left_each_document_gets_as_many_as_there_are(store, annotators, ana):
    number = make(store, ana, Plan(overlap=3))
    change(store, rounds.leave, ana, SLUG, number, "ben")
    change(store, rounds.leave, ana, SLUG, number, "eva")
    assert {len(holders) for holders in holders_of(store, ana, number).values()} == {1}


def test_whoever_joins_gets_their_share_when_the_round_is_evened_out(store, annotators, ana):
    number = make(store, ana, Plan(people=["ben", "eva"], overlap=1))
    begun = queue(store, annotators["ben"])[0]
    Desk(store, annotators["ben"], begun).mark("Kazakhstan")
    change(store, rounds.take_part, ana, SLUG, number, "ivo")
    assert queue(store, annotators["ivo"]) == []
    change(store, rounds.even_out, ana, SLUG, number)
    assert sorted(loads(store, ana, number).values()) == [1, 2, 2]
    assert begun in queue(store, annotators["ben"])


def test_documents_are_given_and_taken_by_hand(store, annotators, ana, documents):
    number = make(store, ana, Plan(by_hand=True))
    assert queue(store, annotators["ben"]) == []
    for given, expected in ((True, [documents[1]]), (True, [documents[1]]), (False, []), (True, [documents[1]])):
        change(store, rounds.give, ana, SLUG, number, document=documents[1], user="ben", given=given)
        assert queue(store, annotators["ben"]) == expected


def test_a_closed_round_fills_no_queue_and_is_not_changed_until_it_is_opened_again(store, annotators, ana):
    number = make(store, ana, Plan())
    change(store, rounds.close, ana, SLUG, number, closed=True)
    assert queue(store, annotators["ben"]) == []
    with pytest.raises(Conflict, match="closed"):
        change(store, rounds.even_out, ana, SLUG, number)
    change(store, rounds.close, ana, SLUG, number, closed=False)
    assert queue(store, annotators["ben"]) != []


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (Plan(overlap=4), "there are only 3 people"),
        (Plan(overlap=101), "from 1 to 100"),
        (Plan(overlap=-1), "from 1 to 100"),
        (Plan(deadline="tomorrow"), "not a day like 2026-12-01"),
        (Plan(deadline="2026-02-30"), "not a day like 2026-12-01"),
        (Plan(people=["nobody"]), "“nobody” does not annotate"),
        (Plan(people=["onlooker"]), "“onlooker” does not annotate"),
        (Plan("two\nlines"), "The round's name"),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_nothing_is_made(store, annotators, ana, plan, message):
    with pytest.raises(Invalid, match=message):
        make(store, ana, plan)
    with store.read() as tx:
        assert rounds.all_of(tx, ana, SLUG)[1] == []


def test_a_document_of_another_project_cannot_be_given_out(store, annotators, ana):
    with pytest.raises(NotFound):
        make(store, ana, Plan(documents=["00000000-0000-4000-8000-000000000000"]))


def test_only_a_manager_makes_rounds_and_annotators_do_not_see_them(store, annotators, ana):
    number = make(store, ana, Plan())
    with store.read() as tx:
        adjudicator = accounts.named(tx, "adjudicator")
        assert rounds.board(tx, adjudicator, SLUG, number).round.number == number
        with pytest.raises(Forbidden):
            rounds.board(tx, annotators["ben"], SLUG, number)
    for person in (adjudicator, annotators["ben"]):
        with pytest.raises(Forbidden):
            make(store, person, Plan())


def test_every_change_of_a_round_is_told_in_the_log(store, annotators, ana, documents):
    number = make(store, ana, Plan(people=["ben", "eva"], overlap=1))
    change(store, rounds.take_part, ana, SLUG, number, "ivo")
    change(store, rounds.even_out, ana, SLUG, number)
    change(store, rounds.give, ana, SLUG, number, document=documents[0], user="ivo", given=True)
    change(store, rounds.change, ana, SLUG, number, blind=False, deadline="2026-12-01")
    change(store, rounds.leave, ana, SLUG, number, "ben")
    change(store, rounds.close, ana, SLUG, number, closed=True)
    with store.read() as tx:
        kinds = tx.connection.execute(
            text("SELECT kind FROM event WHERE kind LIKE 'round.%' ORDER BY sequence")
        ).scalars()
        assert list(kinds) == [
            "round.create",
            "round.person",
            "round.even-out",
            "round.assign",
            "round.change",
            "round.person",
            "round.change",
        ]


def test_the_pace_counts_the_last_seven_days_and_gives_an_estimate(store, annotators, ana, documents):
    number = make(store, ana, Plan(people=["ben"], overlap=1))
    complete(store, annotators["ben"], documents[0])
    now = "2026-12-15T00:00:00.000000Z"
    since = pace_since("2026-11-01T00:00:00.000000Z", now)
    assert since == "2026-12-08T00:00:00.000000Z"
    with store.read() as tx:
        board = rounds.board(tx, ana, SLUG, number)
        (done,) = [one.updated for one in board.assigned if one.state == "complete"]
        earlier, later = (
            reached.tallies(tx, board.project.id, board.round.id, moment) for moment in (done, f"{done}0")
        )
    states = {one.state: (one.number, one.recent) for one in earlier}
    assert states == {"complete": (1, 1), "new": (len(documents) - 1, 0)}
    assert {one.recent for one in later} == {0}


def test_what_was_completed_in_seven_days_is_the_pace_and_the_rest_the_estimate():
    now, began = "2026-12-15T00:00:00.000000Z", "2026-11-01T00:00:00.000000Z"
    tallies = [Tally("u", "ben", "complete", 4, 3), Tally("u", "ben", "new", 6, 0)]
    per_day = pace(tallies, began, now)
    assert (per_day, left(tallies)) == (3 / 7, 6)
    assert estimate(6, per_day, now) == "2026-12-29"
    assert estimate(6, 0.0, now) is None
    assert estimate(0, per_day, now) is None


def test_a_round_of_this_morning_has_the_pace_of_one_day():
    now = "2026-12-15T12:00:00.000000Z"
    assert pace([Tally("u", "ben", "complete", 1, 1)], "2026-12-15T10:00:00.000000Z", now) == 1


def test_a_page_of_a_round_has_some_of_its_documents_and_the_figures_of_all(store, annotators, ana, documents):
    number = make(store, ana, Plan(people=["ben", "eva"], overlap=2))
    complete(store, annotators["ben"], documents[3])
    with store.read() as tx:
        whole = progress.progress(tx, ana, SLUG, number)
        pages = [progress.progress_page(tx, ana, SLUG, number, after=after, limit=2) for after in (0, 2, 4)]
    assert [one for page in pages for one in page.board.documents] == whole.board.documents
    assert [len(page.board.assigned) for page in pages] == [4, 4, 2]
    assert {page.documents for page in pages} == {len(documents)}
    assert all(page.whole == whole.whole and page.by_person == whole.by_person for page in pages)


def test_a_document_that_was_taken_away_is_on_no_page_of_a_round(store, annotators, ana, documents):
    number = make(store, ana, Plan(people=["ben"], overlap=1))
    with store.write() as tx:
        stored_documents.set_deleted(tx, documents[0], None)
    with store.read() as tx:
        page = progress.progress_page(tx, ana, SLUG, number, after=0, limit=2)
        (summary,) = rounds.summaries(tx, ana, SLUG)[1]
    assert [document for document, _ in page.board.documents] == documents[1:3]
    assert (page.documents, page.whole.total) == (len(documents) - 1,) * 2
    assert (summary.documents, summary.people, summary.readings, summary.complete) == (4, 1, 4, 0)


def test_of_many_documents_a_new_round_is_offered_their_number(store, annotators, ana, documents):
    make(store, ana, Plan(documents=documents[:2], people=["ben"], overlap=1))
    with store.read() as tx:
        few, many = (rounds.offer(tx, ana, SLUG, most=most) for most in (5, 4))
    assert (few.free, few.taken) == (many.free, many.taken) == (3, 2)
    assert few.people == many.people
    assert [document for document, _ in few.choices.free] == documents[2:]
    assert many.choices is None


def test_the_offer_counts_what_several_rounds_share_once_and_what_was_taken_away_never(
    store, annotators, ana, documents
):
    make(store, ana, Plan(documents=documents[:3], people=["ben"], overlap=1))
    for gone, free, taken in ((None, 2, 3), (documents[0], 2, 2), (documents[4], 1, 2)):
        if gone is not None:
            change(store, stored_documents.set_deleted, gone, None)
        with store.read() as tx:
            few, many = (rounds.offer(tx, ana, SLUG, most=most) for most in (5, 1))
        assert (few.free, few.taken) == (many.free, many.taken) == (free, taken)
    make(store, ana, Plan(documents=documents[1:4], people=["ben"], overlap=1))
    with store.read() as tx:
        few, many = (rounds.offer(tx, ana, SLUG, most=most) for most in (5, 1))
    assert (few.free, few.taken) == (many.free, many.taken) == (0, 3)


def make(store, person, plan):
    with store.write() as tx:
        return rounds.create(tx, person, SLUG, plan).number


def change(store, what, *given, **named):
    with store.write() as tx:
        what(tx, *given, **named)


def holders_of(store, person, number, slug=SLUG):
    with store.read() as tx:
        board = rounds.board(tx, person, slug, number)
    holders = {document: set() for document, _ in board.documents}
    for one in board.assigned:
        holders[one.document_id].add(one.name)
    return holders


def loads(store, person, number):
    return Counter(one for holders in holders_of(store, person, number).values() for one in holders)


def queue(store, person):
    with store.read() as tx:
        return [document for document, _ in corpus.corpus(tx, person, SLUG).queue.items]


def outlook(store, person, page):
    with store.read() as tx:
        return queues.outlook(tx, person, projects.find(tx, person, SLUG), page)


def complete(store, person, document):
    with store.write() as tx:
        completing.set_state(tx, person, action(), document, "complete")


@pytest.fixture
def ana(team):
    return team["ana"]


@pytest.fixture
def annotators(store, team):
    """Three annotators, and somebody who only looks on."""
    with store.write() as tx:
        for name in ("eva", "ivo"):
            accounts.add_user(tx, OPERATOR, name, password_hash=None)
            projects.set_member(tx, OPERATOR, SLUG, name, "annotator")
        accounts.add_user(tx, OPERATOR, "onlooker", password_hash=None)
        projects.set_member(tx, OPERATOR, SLUG, "onlooker", "viewer")
    with store.read() as tx:
        return {name: accounts.named(tx, name) for name in PEOPLE}


@pytest.fixture
def second_project(store, annotators, ana):
    """A project with one document, in which ben and eva annotate; its slug."""
    upload = Upload("one.txt", b"One line of text.\n")
    with store.write() as tx:
        projects.create(tx, ana, "second", "")
        for name in ("ben", "eva"):
            projects.set_member(tx, OPERATOR, "second", name, "annotator")
        parsed = importing.parse([upload], "txt", None, now=tx.now, new_id=tx.new_id)
        importing.import_files(tx, OPERATOR, "second", parsed)
    return "second"


@pytest.fixture
def documents(store, ana):
    """The ids of the five articles, in their order."""
    with store.read() as tx:
        return [one.id for one in corpus.corpus(tx, ana, SLUG).documents]


@pytest.mark.parametrize(
    ("deadline", "finished_by", "expected"),
    [
        (None, "2026-12-29", False),
        ("2026-12-29", "2026-12-29", False),
        ("2026-12-28", "2026-12-29", True),
        ("2026-12-15", None, False),
        ("2026-12-14", None, True),
    ],
)
def test_late_is_what_comes_after_the_deadline_or_has_no_pace_when_it_is_over(deadline, finished_by, expected):
    now = "2026-12-15T12:00:00.000000Z"
    assert late(1, deadline, finished_by, now) is expected
    assert not late(0, deadline, finished_by, now)
