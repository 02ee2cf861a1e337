"""While a round is blind, nothing that anybody else does changes a byte of what an annotator can get."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from acting import SLUG, Desk
from others import Others
from sqlalchemy import text
from walking import history
from web.test_doors import ROUTES

from annotator.domain.permission import Act
from annotator.services import accounts, codebooks, corpus, projects, reading, rounds
from annotator.services.rounds import Plan

EPHEMERAL = re.compile(
    r'name="(csrf_token|action|id|relation)" value="[^"]*"'
    r'|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=" name="batch)'
)


@pytest.mark.parametrize("project_is_blind", [True, False])
def test_what_the_others_do_changes_nothing_that_an_annotator_can_get(
    ben, everywhere, round_, others, project_is_blind
):
    others.set_blind(project_is_blind)
    round_(blind=True)
    before = everywhere(ben)
    others.work()
    assert everywhere(ben) == before


def test_the_way_it_is_measured_sees_what_an_open_round_shows(ben, everywhere, round_, others, documents):
    others.set_blind(False)
    round_(blind=False)
    before = everywhere(ben)
    others.work()
    changed = {where for where, body in everywhere(ben).items() if body != before[where]}
    histories = {f"/documents/{documents[0]}/history?layer={layer}&format= {{}}" for layer in ("ana", "gold")}
    assert changed >= {f"/projects/{SLUG} {{}}", *histories}


def test_a_blind_round_closes_what_an_open_project_shows_and_gives_it_back_at_its_end(
    ben, store, round_, team, others
):
    others.set_blind(False)
    other = f"/projects/{SLUG}/export/file?layer=ana"
    others.work()
    assert ben.get(other).status_code == 200
    number = round_(blind=True)
    assert ben.get(other).status_code == 403
    with store.write() as tx:
        rounds.close(tx, team["ana"], SLUG, number, closed=True)
    assert ben.get(other).status_code == 200


def test_an_open_round_shows_its_own_documents_in_a_blind_project_and_no_others(store, team, round_, documents):
    round_(blind=False, documents=documents[:1])
    assert may_read_others(store, team["ben"], documents) == [True, False, False, False, False]


def test_a_document_in_a_blind_and_in_an_open_round_is_blind(store, team, round_, documents):
    round_(blind=False, documents=documents[:2])
    round_(blind=True, documents=documents[:1])
    assert may_read_others(store, team["ben"], documents) == [False, True, False, False, False]


def test_nobody_elses_moment_or_span_is_told_from_one_that_never_was(ben, others, round_, documents):
    round_(blind=True)
    here = documents[0]
    Desk(others.store, others.team["ben"], here).mark("Kazakhstan")
    others.work()
    with others.store.read() as tx:
        query = text("SELECT action_id, subject FROM event WHERE document_id = :here AND user_id != :ben")
        done = tx.connection.execute(query, {"here": here, "ben": others.team["ben"].id}).all()
    actions = {row.action_id for row in done if row.action_id}
    subjects = {row.subject for row in done}
    for place, things in (
        (f"/documents/{here}/history/%s", actions),
        (f"/documents/{here}/history?before=%s", actions),
        ("/spans/%s/history", subjects),
    ):
        invented = ben.get(place % uuid4())
        answers = [ben.get(place % thing) for thing in things]
        assert {(one.status_code, one.problem) for one in answers} == {(404, invented.problem)}, place


def test_managers_and_adjudicators_see_everything_all_the_time(store, team, round_, documents):
    round_(blind=True)
    for name in ("ana", "adjudicator"):
        assert all(may_read_others(store, team[name], documents))


def may_read_others(store, person, documents):
    with store.read() as tx:
        desks = [reading.desk(tx, person, document) for document in documents]
        return [desk.standing.may(Act.READ_OTHER_LAYERS) for desk in desks]


@pytest.fixture
def others(store, team):
    return Others(store, team)


@pytest.fixture
def round_(store, team, documents):
    """Make a round that ben annotates in; its number."""

    def made(*, blind, documents=documents):
        with store.write() as tx:
            return rounds.create(tx, team["ana"], SLUG, Plan(documents=documents, overlap=1, blind=blind)).number

    return made


@pytest.fixture
def documents(store, team):
    with store.read() as tx:
        return [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents]


@pytest.fixture
def everywhere(store, team, documents):
    """Every page and part that somebody can get, over every document, with what changes each time taken out."""
    desk = Desk(store, team["ben"], documents[0])
    span = desk.mark("Kazakhstan")
    moment = history(desk).moments[0].key
    with store.write() as tx:
        newer = replace(codebooks.current(tx, accounts.OPERATOR, SLUG), description="A newer one.")
        assert codebooks.replace(tx, accounts.OPERATOR, SLUG, newer).version == 2
        accounts.add_user(tx, accounts.OPERATOR, "somebody", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "somebody", "annotator")

    def addresses():
        for route in ROUTES:
            method, where = route.split()
            if method == "GET" and where.startswith("/") and "<token>" not in where:
                for document in documents:
                    filled = where.replace("<slug>", SLUG).replace("<int:version>", "2")
                    filled = filled.replace("<uuid:document>", document).replace("<int:block>", "0")
                    filled = filled.replace("<int:offset>", "3").replace("<uuid:span>", span)
                    filled = filled.replace("<key>", "kazakhstan")
                    filled = filled.replace("<int:number>", "1").replace("<moment>", moment)
                    of_layers = (
                        "/export/file",
                        "/history",
                        f"/history/{moment}",
                        "/editions/1",
                        "/editions/1/file",
                    )
                    named = filled.endswith(of_layers)
                    layers = ("", "ben", "ana", "all", "gold") if named else ("",)
                    forms = ("jsonl", "tei") if filled.endswith(("/export/file", "/1/file")) else ("",)
                    for layer in layers:
                        for form in forms:
                            yield filled + (f"?layer={layer}&format={form}" if layer else "")

    def got(browser):
        answers = {}
        for where in dict.fromkeys(addresses()):
            for headers in ({}, {"HX-Request": "true"}):
                one = browser.get(where, headers=headers)
                answers[f"{where} {headers}"] = f"{one.status_code} {EPHEMERAL.sub('', one.text)}"
        return answers

    return got
