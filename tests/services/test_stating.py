"""A statement in one action: the stance, both of its relations and its polarity."""

from dataclasses import replace

import pytest
from acting import SLUG, Desk, action, draft, first_document, new_id

from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.services import codebooks, stating
from annotator.services.stating import Claim


def claim(desk: Desk, stance, actor: str, instrument: str, polarity: str | None = "opposes") -> Claim:
    return Claim(stance, {"holder": (new_id(), actor), "target": (new_id(), instrument)}, polarity)


def state(desk: Desk, made: Claim, by=None):
    with desk.store.write() as tx:
        return stating.state(tx, desk.person, by or action(), desk.document, made)


def told(desk: Desk) -> list[tuple[str | None, str, str | None, str | None, tuple[str, ...]]]:
    with desk.store.read() as tx:
        found = stating.of_document(tx, desk.person, desk.document, "me")[1]
    quote = lambda slot: slot and slot.span.quote(desk.text)  # noqa: E731
    return [
        (quote(one.actor), one.stance.quote(desk.text), quote(one.instrument), one.polarity, one.missing)
        for one in found
    ]


@pytest.fixture
def ana(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))


@pytest.fixture
def parts(ana):
    """An actor and an instrument of the first article."""
    words = ana.text.split()
    return ana.mark(words[0]), ana.mark(words[5], "legal_instrument")


def test_a_statement_is_made_in_one_action_and_undone_in_one(ana, parts):
    words = ana.text.split()
    change = state(ana, claim(ana, draft(words[2], ana.text, "actor"), *parts))
    assert change.joins
    stated = [(words[0], words[2], words[5], "opposes", ("voice",))]
    assert told(ana) == stated
    ana.undo()
    assert (told(ana), len(ana.spans)) == ([], 2)
    ana.redo()
    assert told(ana) == stated


def test_the_same_action_again_is_the_same_statement(ana, parts):
    by, made = action(), claim(ana, draft(ana.text.split()[2], ana.text), *parts)
    first, again = state(ana, made, by), state(ana, made, by)
    assert first.subjects == again.subjects
    assert len(told(ana)) == 1


def test_a_stance_that_stands_is_taken_with_what_it_says_already(ana, parts):
    stance = ana.mark(ana.text.split()[2], "stance", attributes={"voice": "reported", "polarity": "supports"})
    state(ana, claim(ana, stance, *parts, polarity="withholds"))
    assert dict(ana.span(stance).attributes) == {"polarity": "withholds", "voice": "reported"}
    assert len(ana.relations) == 2
    state(ana, claim(ana, stance, *parts, polarity=None))
    assert len(ana.relations) == 2
    ana.undo()
    ana.undo()
    assert ana.span(stance).attributes["polarity"] == "supports"
    assert ana.relations == []


def test_what_a_statement_cannot_be_made_of_changes_nothing(ana, parts):
    actor, instrument = parts
    new = draft(ana.text.split()[2], ana.text)
    for made, code in (
        (claim(ana, new, instrument, actor), "relation-not-allowed"),
        (claim(ana, new, new_id(), instrument), "dangling-relation"),
        (claim(ana, new, *parts, polarity="perhaps"), "bad-attribute"),
        (claim(ana, actor, *parts), "no-stance"),
    ):
        with pytest.raises(Invalid) as refused:
            state(ana, made)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        state(ana, claim(ana, new_id(), *parts))
    again = draft(ana.text.split()[2], ana.text)
    state(ana, claim(ana, again, *parts))
    with pytest.raises(Conflict, match="span with this id"):
        state(ana, claim(ana, again, *parts))
    assert len(ana.spans) == 3
    assert len(told(ana)) == 1


def test_a_codebook_without_statements_makes_none(ana, parts):
    with ana.store.write() as tx:
        book = codebooks.current(tx, ana.person, SLUG)
        codebooks.replace(tx, ana.person, SLUG, replace(book, relations=(), statements=None))
    with pytest.raises(Invalid, match="does not say what makes a statement"):
        state(ana, claim(ana, draft(ana.text.split()[2], ana.text), *parts))
    assert told(ana) == []


def test_a_change_touches_the_paragraphs_at_both_ends_of_what_is_joined(ana):
    first, last = ana.mark(ana.text.split()[0]), ana.mark(ana.text.rstrip()[-20:], "stance")
    blocks = [ana.change(one, note="seen").blocks for one in (first, last)]
    assert blocks[0] != blocks[1]
    ana.relate(first, last)
    for span in (first, last):
        change = ana.change(span, note="")
        assert change.blocks == tuple(sorted({*blocks[0], *blocks[1]}))
        assert {one.id for one in change.spans} == {first, last}
    assert ana.undo().joins
