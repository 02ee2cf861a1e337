"""The figures of agreement through the API."""

import pytest
from acting import SLUG, Desk
from adjudicators import complete
from patience import until

from annotator.services import agreeing
from annotator.services.accounts import OPERATOR


@pytest.fixture
def compared(store, team, document):
    """An article that ana and ben completed."""
    for name in ("ana", "ben"):
        desk = Desk(store, team[name], document)
        desk.mark("Kremlin")
        desk.mark("Miroglov" if name == "ana" else "Publication", "stance")
        complete(desk)


def test_the_figures_are_those_of_the_service(script, store, compared):
    with store.read() as tx:
        expected = agreeing.report(agreeing.agreement(tx, OPERATOR, SLUG))
    assert expected["measures"]["span_f1_exact"]["value"] == 0.5
    for who in ("ana", "adjudicator", "viewer"):
        answer = script(who).get(f"/projects/{SLUG}/agreement")
        assert (answer.status_code, answer.json) == (200, expected)
    assert script("ben").get(f"/projects/{SLUG}/agreement").status_code == 403


def test_only_the_figures_and_annotators_that_are_named_are_computed(script, store, compared):
    answer = script("ana").get(
        f"/projects/{SLUG}/agreement?measure=span_f1_exact&measure=u_alpha&annotator=ana&annotator=ben"
    )
    with store.read() as tx:
        found = agreeing.agreement(tx, OPERATOR, SLUG, names=["ana", "ben"], wanted=["span_f1_exact", "u_alpha"])
    assert answer.json == agreeing.report(found)
    assert set(answer.json["measures"]) == {"span_f1_exact", "u_alpha"}


def test_a_measure_or_an_annotator_that_is_not_there_is_refused(script, compared):
    for query, code in (("measure=beta", "unknown-measure"), ("annotator=zoe&annotator=ana", "unknown-annotator")):
        answer = script("ana").get(f"/projects/{SLUG}/agreement?{query}")
        assert (answer.status_code, answer.json["code"]) == (422, code)


def test_gamma_is_a_job(script, compared):
    answer = script("ana").post(f"/projects/{SLUG}/agreement/gamma")
    assert (answer.status_code, answer.json["kind"], answer.json["result"]) == (202, "gamma", None)
    address = answer.headers["Location"].removeprefix("/api/v1")
    until(lambda: script("ana").get(address).json["state"] == "done")
    job = script("ana").get(address).json
    assert job["result"]["pairs"][0]["annotators"] == ["ana", "ben"]
    assert "gamma" in job["result"]["pairs"][0]
