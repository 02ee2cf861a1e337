"""Over time: agreement by day, round and codebook version, with a line at each change of a label."""

from dataclasses import replace
from datetime import UTC, datetime

from acting import SLUG
from adjudicators import complete

from annotator.services import codebooks, disagreeing, over_time, projects, rounds
from annotator.services.accounts import OPERATOR
from annotator.services.disagreeing import Wanted
from annotator.services.over_time import Change
from annotator.services.rounds import Plan
from annotator.services.selecting import Selection

F1 = "span_f1_exact"


def test_rounds_are_compared_in_their_order(desks, store, team):
    ana = both(desks, range(5), differing=(0,))
    make_round(store, team["ana"], ana[2:])
    make_round(store, team["ana"], ana[:2])
    found = ask(over_time.by_round, store)
    assert [(group.value, group.documents) for group in found] == [("1", 3), ("2", 2)]
    assert [group.figures[F1].value for group in found] == [1, 0.8]


def test_a_change_of_a_label_stands_between_the_rounds_before_and_after_it(desks, store, team):
    ana = both(desks, range(4))
    make_round(store, team["ana"], ana[:2])
    change_actor(store, team["ana"])
    describe(store, team["ana"])
    make_round(store, team["ana"], ana[2:4])
    assert told(ask(over_time.by_round, store)) == ["1", "Version 2 changed actor.", "2"]


def test_what_was_completed_on_one_day_is_one_group(desks, store):
    both(desks, range(3))
    (day,) = ask(over_time.by_time, store)
    assert (day.documents, len(day.title), day.figures[F1].value) == (3, len("2026-11-28"), 1)


def test_what_was_completed_before_a_change_of_a_label_stands_apart_from_what_was_after(desks, store, team):
    both(desks, range(2), differing=(0, 1))
    change_actor(store, team["ana"])
    both(desks, range(2, 4))
    change_actor(store, team["ana"])
    before, line, after, last = ask(over_time.by_time, store)
    assert (line.told, last.told) == ("Version 2 changed actor.", "Version 3 changed actor.")
    assert (before.differing, after.differing) == (2, 0)
    with store.read() as tx:
        for group in (before, after):
            here = Selection(key="completed", value=group.value)
            assert len(here.documents(tx, projects.find(tx, OPERATOR, SLUG))) == group.documents == 2
            assert disagreeing.disagreements(tx, OPERATOR, SLUG, here, Wanted()).total == group.differing


def test_of_what_came_at_one_moment_the_work_stands_before_the_change_of_its_codebook(
    desks, store, team, monkeypatch
):
    moment = datetime.now(UTC)
    monkeypatch.setattr(store, "_clock", lambda: moment)
    both(desks, range(2))
    change_actor(store, team["ana"])
    day, line = ask(over_time.by_time, store)
    assert (day.documents, line.told) == (2, "Version 2 changed actor.")
    assert told(ask(over_time.by_version, store)) == ["1", "Version 2 changed actor."]


def test_a_document_counts_under_the_newest_codebook_that_its_spans_were_made_under(desks, store, team):
    ana, ben = desks("ana", "ben")
    for own in (ana, ben):
        own[0].mark("the")
    change_actor(store, team["ana"])
    for own in (ana, ben):
        own[1].mark("the")
    ana[0].mark("Moscow")
    for desk in (*ana[:3], *ben[:3]):
        complete(desk)
    found = ask(over_time.by_version, store)
    assert told(found) == ["Version 2 changed actor.", "2"]
    assert found[1].documents == 2
    with store.read() as tx:
        project = projects.find(tx, OPERATOR, SLUG)
        assert len(Selection(key="codebook_version", value="2").documents(tx, project)) == 2


def test_a_version_that_leaves_all_labels_as_they_are_is_no_line(desks, store, team):
    both(desks, range(1))
    describe(store, team["ana"])
    assert told(ask(over_time.by_version, store)) == ["1"]


def both(desks, numbers, differing=()):
    """Ana and ben complete some documents, alike but for those named."""
    ana, ben = desks("ana", "ben")
    for number in numbers:
        for desk in (ana[number], ben[number]):
            desk.mark("the")
        if number in differing:
            ana[number].mark("Moscow")
        for desk in (ana[number], ben[number]):
            complete(desk)
    return ana


def make_round(store, person, desks):
    with store.write() as tx:
        rounds.create(tx, person, SLUG, Plan(documents=[desk.document for desk in desks], by_hand=True))


def change_actor(store, person):
    with store.write() as tx:
        book = codebooks.current(tx, person, SLUG)
        labels = (replace(book.labels[0], rules=(*book.labels[0].rules, "Once more.")), *book.labels[1:])
        codebooks.replace(tx, person, SLUG, replace(book, labels=labels))


def describe(store, person):
    with store.write() as tx:
        book = codebooks.current(tx, person, SLUG)
        codebooks.replace(tx, person, SLUG, replace(book, description="Another."))


def ask(by, store):
    with store.read() as tx:
        project = projects.find(tx, OPERATOR, SLUG)
        return by(tx, project, Selection().documents(tx, project), [F1])


def told(course):
    return [one.told if isinstance(one, Change) else one.value for one in course]
