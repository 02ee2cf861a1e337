"""Describing: what annotators say about a document as a whole, kept, undone, put back, told, and asked for."""

from dataclasses import replace

import pytest
from acting import SLUG, Desk, action
from adjudicators import complete

from annotator.domain.codebook import Attribute
from annotator.domain.errors import Conflict, Invalid
from annotator.services import codebooks, completing, describing, gold, layers, putting_back, reading, remembering

GENRE = Attribute("genre", "choice", choices=("news", "analysis", "interview"), required=True)
RELEVANT = Attribute("relevant", "boolean", default=True)


@pytest.fixture
def asked(desks):
    """Ana's desk in a project whose codebook asks about documents."""
    ((ana, *_),) = desks("ana")
    with ana.store.write() as tx:
        book = codebooks.current(tx, ana.person, SLUG)
        codebooks.replace(tx, ana.person, SLUG, replace(book, document_attributes=(GENRE, RELEVANT)))
    return ana


def say(desk: Desk, by=None, **values):
    with desk.store.write() as tx:
        return describing.describe(tx, desk.person, by or action(), desk.document, values)


def test_what_is_not_named_stays_and_none_takes_away(asked):
    say(asked, genre="news", relevant=False)
    say(asked, genre="analysis")
    assert asked.said == {"genre": "analysis", "relevant": False}
    say(asked, genre=None)
    assert asked.said == {"relevant": False}
    assert asked.state == "in_progress"


def test_undo_and_redo_reach_it_in_the_order_of_all_actions(asked):
    say(asked, genre="news")
    asked.mark("Kazakhstan")
    say(asked, genre="interview")
    asked.undo()
    assert asked.said == {"genre": "news"}
    asked.undo()
    assert asked.quotes == []
    asked.undo()
    assert asked.said == {}
    asked.redo()
    assert asked.said == {"genre": "news"}


def test_the_same_action_again_says_it_once(asked):
    first = action("genre=news")
    say(asked, first, genre="news")
    say(asked, genre="interview")
    say(asked, first, genre="news")
    assert asked.said == {"genre": "interview"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"tone": "grim"}, "no attribute “tone”"),
        ({"genre": "poem"}, "one of news"),
        ({"relevant": "yes"}, "boolean"),
    ],
)
def test_what_the_codebook_does_not_ask_is_refused_and_changes_nothing(asked, values, says):
    say(asked, genre="news")
    with pytest.raises(Invalid, match=says):
        say(asked, **values)
    assert asked.said == {"genre": "news"}


def test_a_complete_layer_says_nothing_new(asked):
    complete(asked)
    with pytest.raises(Conflict):
        say(asked, genre="news")


def test_completing_says_the_defaults_of_what_was_left_open(asked):
    say(asked, genre="news")
    complete(asked)
    assert asked.said == {"genre": "news", "relevant": True}


def test_a_default_does_not_speak_over_somebody(asked):
    say(asked, relevant=False)
    complete(asked)
    assert asked.said == {"relevant": False}


def test_a_required_one_is_open_until_it_is_said(asked):
    def is_open():
        with asked.store.read() as tx:
            return describing.open_attributes(reading.desk(tx, asked.person, asked.document))

    assert is_open() == ("genre",)
    say(asked, genre="news")
    assert is_open() == ()


def test_a_layer_is_put_back_with_what_it_said(asked):
    say(asked, genre="news")
    with asked.store.read() as tx:
        then = remembering.history(tx, asked.person, asked.document).moments[0].key
    say(asked, genre="interview", relevant=False)
    with asked.store.write() as tx:
        putting_back.put_back(tx, asked.person, action(), asked.document, then)
    assert asked.said == {"genre": "news"}
    asked.undo()
    assert asked.said == {"genre": "interview", "relevant": False}


def test_gold_says_its_own(asked):
    say(asked, genre="news")
    with asked.store.write() as tx:
        describing.describe_gold(tx, asked.person, action(), asked.document, {"genre": "analysis"})
    assert asked.said == {"genre": "news"}
    with asked.store.read() as tx:
        assert gold.desk(tx, asked.person, asked.document).attributes == {"genre": "analysis"}
        _, heads = layers.visible(tx, asked.person, asked.document)
        assert {head.name: head.attributes for head in heads} == {
            "ana": {"genre": "news"},
            "gold": {"genre": "analysis"},
        }
    with asked.store.write() as tx:
        gold.undo(tx, asked.person, action(), asked.document)
        assert gold.desk(tx, asked.person, asked.document).attributes == {}


def test_a_span_gets_the_defaults_of_its_label(asked):
    with asked.store.write() as tx:
        book = codebooks.current(tx, asked.person, SLUG)
        actor = book.label("actor")
        kind = replace(actor.attributes[0], default="state")
        labels = tuple(
            replace(one, attributes=(kind, *one.attributes[1:])) if one.name == "actor" else one
            for one in book.labels
        )
        codebooks.replace(tx, asked.person, SLUG, replace(book, labels=labels))
    span = asked.mark("Kazakhstan")
    other = asked.mark("Russia", attributes={"kind": "organisation"})
    assert asked.span(span).attributes["kind"] == "state"
    assert asked.span(other).attributes["kind"] == "organisation"
    asked.change(span, label="stance")
    asked.change(span, label="actor")
    assert asked.span(span).attributes["kind"] == "state"


def test_completing_again_tells_it_once(asked):
    again = action()
    for _ in range(2):
        with asked.store.write() as tx:
            completing.set_state(tx, asked.person, again, asked.document, "complete")
    with asked.store.read() as tx:
        (moment,) = remembering.history(tx, asked.person, asked.document).moments
    assert [one.kind for one in moment.told] == ["layer.state", "attributes.change"]
