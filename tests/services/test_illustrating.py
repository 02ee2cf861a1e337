"""Spans of the corpus kept as examples of their labels."""

import pytest
from acting import SLUG, new_id

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.domain.label_operation import Rename
from annotator.services import illustrating, operating, projects


def test_a_span_is_kept_as_an_example_once_and_opens_where_it_stands(store, desks, keep, shown):
    [[desk, *_]] = desks("ana")
    span = desk.mark("Kremlin")
    keep(span)
    keep(span)
    found = shown("ana")["actor"]
    assert [(one.passage.words, one.example.positive) for one in found] == [("Kremlin", True)]
    assert found[0].passage.before.endswith("the ")
    assert found[0].passage.title


def test_it_may_be_an_example_of_another_label_or_a_counter_example_with_the_reason(desks, keep, shown):
    [[desk, *_]] = desks("ana")
    span = desk.mark("Kremlin")
    keep(span, label="legal_instrument", positive=False, why="  it acts,\nit is no text ")
    ((one,),) = shown("ana").values()
    assert (one.example.label, one.example.positive, one.example.why) == (
        "legal_instrument",
        False,
        "it acts, it is no text",
    )


def test_what_is_an_example_is_no_counter_example_of_the_same_label(desks, keep, shown):
    [[desk, *_]] = desks("ana")
    span = desk.mark("Kremlin")
    keep(span)
    with pytest.raises(Conflict, match="an example of Actor already"):
        keep(span, positive=False)
    with pytest.raises(Invalid, match="luck"):
        keep(span, label="luck")
    assert [one.example.positive for one in shown("ana")["actor"]] == [True]


def test_an_example_stays_as_it_was_kept_when_its_span_goes(desks, keep, shown):
    [[desk, *_]] = desks("ana")
    span = desk.mark("Kremlin")
    keep(span)
    desk.delete(span)
    assert [one.passage.words for one in shown("ana")["actor"]] == ["Kremlin"]


def test_an_example_goes_with_its_label_to_another_name(store, team, desks, keep, shown):
    [[desk, *_]] = desks("ana")
    keep(desk.mark("Kremlin"))
    with store.write() as tx:
        operating.perform(tx, team["ana"], SLUG, Rename("actor", "agent"))
    assert list(shown("ana")) == ["agent"]


def test_an_example_is_taken_out_once(store, team, desks, keep, shown):
    [[desk, *_]] = desks("ana")
    keep(desk.mark("Kremlin"))
    ((one,),) = shown("ana").values()
    with store.write() as tx:
        illustrating.withdraw(tx, team["ana"], SLUG, one.example.id)
    assert shown("ana") == {}
    for gone in (one.example.id, new_id()):
        with store.write() as tx, pytest.raises(NotFound):
            illustrating.withdraw(tx, team["ana"], SLUG, gone)


def test_whoever_has_still_to_read_it_blind_does_not_see_an_example(store, team, desks, keep, shown):
    [[desk, *_]] = desks("ana")
    keep(desk.mark("Kremlin"))
    assert shown("ben") == {}
    with store.write() as tx:
        projects.change(tx, team["ana"], SLUG, blind=False)
    assert [one.passage.words for one in shown("ben")["actor"]] == ["Kremlin"]


def test_only_managers_keep_examples_and_nobody_learns_of_a_span_by_trying(store, people, desks):
    [[anas, *_], [bens, *_]] = desks("ana", "ben")
    hers, his = anas.mark("Kremlin"), bens.mark("Kremlin")
    for span, refusal in ((hers, NotFound), (his, Forbidden), (new_id(), NotFound)):
        with store.write() as tx, pytest.raises(refusal):
            illustrating.keep(tx, people["ben"], span)


@pytest.fixture
def keep(store, team):
    def kept(span, **how):
        with store.write() as tx:
            illustrating.keep(tx, team["ana"], span, **how)

    return kept


@pytest.fixture
def shown(store, team):
    def found(name):
        with store.read() as tx:
            return illustrating.of_project(tx, team[name], SLUG)

    return found
