"""Gold's line of time: whatever is decided in whatever order, it is walked along and put back to any moment."""

import pytest
from acting import Desk, first_document
from adjudicators import Chair, complete
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import Conflict
from annotator.domain.past import replayed
from annotator.services import accounts, gold, seeding
from annotator.services.transactions import Store
from annotator.store import decisions, past, relations, spans

WORDS = ("Kremlin", "adopted", "conscripts")
STEPS = st.tuples(
    st.sampled_from(("take", "all", "none", "withdraw", "undo", "redo", "agreed", "put back")),
    st.sampled_from(WORDS),
    st.integers(0, 9),
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
        ana.relate(next(span.id for span in ana.spans), ana.mark("adopted", "stance"))
        ben.mark("adopted", "actor")
        ben.mark("conscripts")
        for desk in (ana, ben):
            complete(desk)
        yield Chair(store, people["adjudicator"], document)
        store.close()


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=3, max_size=20))
def test_undo_and_redo_walk_along_whatever_was_decided_and_the_log_replayed_is_what_stands(chair, steps):
    states, now, moments = [look(chair)], 0, {}
    for what, words, number in steps:
        try:
            if what in ("undo", "redo"):
                # What was done before this test began is not taken back by it.
                if 0 <= now + (1 if what == "redo" else -1) < len(states):
                    now += 1 if what == "redo" else -1
                    getattr(chair, what)()
            elif what == "put back":
                if moments:
                    moment, state = list(moments.items())[number % len(moments)]
                    chair.put_back(moment)
                    if state != states[now]:
                        now += 1
                        states[now:] = [state]
            else:
                do(chair, what, words)
                now += 1
                states[now:] = [look(chair)]
        except Conflict as refusal:
            if refusal.code not in ("not-decided", "nothing-agreed"):
                raise
        assert look(chair) == states[now]
        the_log_gives_what_stands(chair)
        if told := chair.past().moments:
            moments[told[0].key] = states[now]


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
    """What is in gold, and what was decided how; the ids as well: nothing is made twice."""
    found = chair.docket()
    decisions = [[(one.id, one.choice) for one in case.decisions] for case in found.cases]
    return list(found.gold), chair.gold, chair.ties, decisions


def the_log_gives_what_stands(chair):
    with chair.store.read() as tx:
        here = gold.desk(tx, chair.person, chair.document)
        if here.layer_id is None:
            return
        told = past.of_log(tx, past.Log(chair.document, here.layer_id))
        standing = {one.id: spans.state(tx, one.id) for one in spans.in_layer(tx, here.layer_id)}
        related = {one.id for one in relations.in_layers(tx, [here.layer_id])}
        decided = {one.id: (one.choice, list(one.results)) for one in decisions.standing(tx, here.layer_id)}
    assert replayed(told) == standing
    assert set(replayed(told, "relation")) == related
    replayed_decisions = replayed(told, "decision").items()
    assert {one: (state["choice"], state["results"]) for one, state in replayed_decisions} == decided
