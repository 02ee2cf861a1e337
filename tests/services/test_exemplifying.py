"""Exemplifying: words that somebody marked become an example in the codebook."""

import pytest
from acting import SLUG

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import codebooks, exemplifying


def test_words_become_an_example_of_a_label_in_a_new_version(span, keep, book):
    before = book()
    keep(label="actor", fits=True, why="")
    label = book().label("actor")
    assert (label.include, label.exclude) == (
        (*before.label("actor").include, "Miroglov"),
        before.label("actor").exclude,
    )
    assert book().version == before.version + 1


def test_words_become_a_counter_example_of_another_label_with_the_reason(span, keep, book):
    keep(label="legal_instrument", fits=False, why="  it acts,\nit is no text ")
    assert book().label("legal_instrument").exclude[-1] == "Miroglov — it acts, it is no text"


def test_the_version_says_which_text_the_example_is_from(span, keep, store, team):
    keep(label="actor", fits=True, why="")
    with store.read() as tx:
        assert codebooks.versions(tx, team["ana"], SLUG)[-1].note == (
            "An example of Actor, from “Ethnic Russians in Kazakhstan Volunteer to Fight in Chechnya”."
        )


def test_what_is_an_example_already_is_none_twice(span, keep, book):
    keep(label="stance", fits=False, why="")
    version = book().version
    with pytest.raises(Conflict, match="Stance already"):
        keep(label="stance", fits=True, why="")
    assert book().version == version


def test_a_label_that_there_is_not_and_a_span_that_is_gone_are_refused(span, keep, desks):
    with pytest.raises(Invalid, match="luck"):
        keep(label="luck", fits=True, why="")
    desks("ben")[0][0].delete(span)
    with pytest.raises(NotFound):
        keep(label="actor", fits=True, why="")


@pytest.mark.parametrize("who", ["ben", "adjudicator"])
def test_only_whoever_changes_the_codebook_keeps_examples(span, keep, team, book, who):
    version = book().version
    with pytest.raises(Forbidden):
        keep(team[who], label="actor", fits=True, why="")
    assert book().version == version


@pytest.fixture
def span(desks):
    """What ben marked."""
    return desks("ben")[0][0].mark("Miroglov")


@pytest.fixture
def keep(store, team, span):
    def kept(person=None, **how):
        with store.write() as tx:
            return exemplifying.keep(tx, person or team["ana"], span, **how)

    return kept


@pytest.fixture
def book(store, team):
    def now():
        with store.read() as tx:
            return codebooks.current(tx, team["ana"], SLUG)

    return now
