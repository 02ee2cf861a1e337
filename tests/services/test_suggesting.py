"""Suggestions are made of one's own work and the registry; none is anybody's until taken, which is kept."""

import pytest
from acting import action, new_id

from annotator.domain.errors import Conflict, Forbidden
from annotator.services import reading, suggesting
from annotator.services.annotating import Draft
from annotator.store import suggesting as stored

WORDS = "Russian army"


@pytest.fixture
def ana(desks):
    """Ana's desks, where nothing is marked."""
    return desks("ana")[0]


def test_what_one_marked_is_suggested_elsewhere_with_how_often_one_meant_it_so(no_entries, ana):
    ana[0].mark(WORDS)
    ana[0].mark(WORDS, "stance", 1)
    ana[0].mark(WORDS, nth=2)
    here = [one for one in look(ana[3]) if one.source == "own"]
    assert {(ana[3].text[one.start : one.end], one.label, one.confidence) for one in here} <= {
        (WORDS, "actor", 0.67),
        (WORDS, "stance", 0.33),
    }
    assert all(not desk.spans for desk in ana[1:])


def test_citations_are_suggested(no_entries, ana):
    cited = [one for one in look(ana[3]) if one.source == "citation"]
    assert "2002 agreement" in [ana[3].text[one.start : one.end] for one in cited]


def test_names_of_the_registry_are_suggested(ana):
    names = {ana[0].text[one.start : one.end] for one in look(ana[0]) if one.source == "registry"}
    assert "Kazakhstan" in names


def test_nothing_of_anybody_elses_work_is_in_them(no_entries, desks):
    (ana, ben) = desks("ana", "ben")
    before = look(ben[0])
    ana[0].mark("press conference")
    ana[1].mark("press")
    assert look(ben[0]) == before


def test_an_accepted_one_is_ones_own_span_and_the_log_keeps_what_it_followed(store, ana):
    one = look(ana[0])[0]
    span = take(ana[0], one)
    (made,) = ana[0].spans
    assert (made.id, made.label, made.fragments) == (span, one.label, ((one.start, one.end),))
    (told,) = judged(store, ana[0])
    assert (told["does"], told["source"], told["confidence"]) == ("accept", one.source, one.confidence)
    assert one.place not in [other.place for other in look(ana[0])]


def test_a_refused_one_comes_no_more_until_that_is_undone(store, ana):
    one = look(ana[0])[0]
    refuse(ana[0], one)
    assert one not in look(ana[0])
    assert ana[0].spans == []
    ana[0].undo()
    assert one in look(ana[0])
    ana[0].redo()
    assert one not in look(ana[0])


def test_the_same_action_again_is_the_same(ana):
    one, by = look(ana[0])[0], action()
    span = new_id()
    for _ in range(2):
        take(ana[0], one, span=span, by=by)
    assert len(ana[0].spans) == 1


def test_what_is_not_suggested_is_neither_accepted_nor_refused(ana):
    one = look(ana[0])[0]
    take(ana[0], one)
    for judge in (take, refuse):
        with pytest.raises(Conflict, match="no longer"):
            judge(ana[0], one)


def test_citations_are_as_sure_as_one_took_them(no_entries, ana):
    def sure():
        return [one for one in look(ana[3]) if one.source == "citation"]

    assert {one.confidence for one in sure()} == {0.5}
    refuse(ana[3], sure()[0])
    assert {one.confidence for one in sure()} == {0.33}


def test_whoever_does_not_annotate_gets_none(store, people, ana):
    with store.read() as tx, pytest.raises(Forbidden):
        suggesting.suggested(tx, people["viewer"], ana[0].document)


def look(desk):
    with desk.store.read() as tx:
        return suggesting.suggested(tx, desk.person, desk.document)[1]


def draft_of(desk, one, span=""):
    return Draft(span, [(one.start, one.end)], one.label, desk.text[one.start : one.end])


def take(desk, one, span=None, by=None):
    span = span or new_id()
    with desk.store.write() as tx:
        suggesting.accept(tx, desk.person, by or action(), desk.document, draft_of(desk, one, span))
    return span


def refuse(desk, one):
    with desk.store.write() as tx:
        suggesting.refuse(tx, desk.person, action(), desk.document, draft_of(desk, one))


def judged(store, desk):
    with store.read() as tx:
        return [
            one.told
            for one in stored.judged(tx, reading.desk(tx, desk.person, desk.document).project.id, desk.person)
        ]
