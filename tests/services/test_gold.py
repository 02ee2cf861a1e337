"""Gold's line of time: whatever is decided in whatever order, undo and redo walk along it."""

import pytest
from acting import Desk, first_document
from adjudicators import Chair, complete
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import Conflict
from annotator.services import accounts, seeding
from annotator.services.transactions import Store

WORDS = ("Kremlin", "adopted", "conscripts")
STEPS = st.tuples(
    st.sampled_from(("take", "all", "none", "withdraw", "undo", "redo", "agreed")), st.sampled_from(WORDS)
)


@pytest.fixture(scope="module")
def chair(sqlite_template, tmp_path_factory):
    """An adjudicator at an article on which two annotators differ."""
    from databases import sqlite_copy

    with sqlite_copy(sqlite_template, tmp_path_factory.mktemp("gold")) as url:
        store = Store(url)
        seeding.seed(store)
        with store.read() as tx:
            people = {name: accounts.named(tx, name) for name in seeding.TEAM}
        document = first_document(store, people["ana"])
        ana, ben = (Desk(store, people[name], document) for name in ("ana", "ben"))
        for desk in (ana, ben):
            desk.mark("Kremlin")
        ana.mark("adopted", "stance")
        ben.mark("adopted", "actor")
        ben.mark("conscripts")
        for desk in (ana, ben):
            complete(desk)
        yield Chair(store, people["adjudicator"], document)
        store.close()


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=3, max_size=20))
def test_undo_and_redo_walk_along_whatever_was_decided(chair, steps):
    states, now = [look(chair)], 0
    for what, words in steps:
        try:
            if what in ("undo", "redo"):
                # What was done before this test began is not taken back by it.
                if 0 <= now + (1 if what == "redo" else -1) < len(states):
                    now += 1 if what == "redo" else -1
                    getattr(chair, what)()
            else:
                do(chair, what, words)
                now += 1
                states[now:] = [look(chair)]
        except Conflict as refusal:
            if refusal.code not in ("not-decided", "nothing-agreed"):
                raise
        assert look(chair) == states[now]


def do(chair, what, words):
    if what == "agreed":
        chair.take_agreed()
    elif what == "withdraw":
        chair.withdraw(words)
    elif what == "take":
        chair.decide(words, "take", span=chair.case(words).unit.readings[0].id)
    else:
        chair.decide(words, what)


def look(chair):
    """What is in gold, and what was decided how."""
    return chair.gold, [[one.choice for one in case.decisions] for case in chair.docket().cases]
