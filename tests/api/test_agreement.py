"""The figures of agreement through the API."""

from acting import SLUG, Desk
from adjudicators import complete

from annotator.services import agreeing
from annotator.services.accounts import OPERATOR


def test_the_figures_are_those_of_the_service(script, store, team, document):
    for name in ("ana", "ben"):
        desk = Desk(store, team[name], document)
        desk.mark("Kremlin")
        desk.mark("Miroglov" if name == "ana" else "Publication", "stance")
        complete(desk)
    with store.read() as tx:
        expected = agreeing.report(agreeing.agreement(tx, OPERATOR, SLUG))
    assert expected["measures"]["span_f1_exact"]["value"] == 0.5
    for who in ("ana", "adjudicator", "viewer"):
        answer = script(who).get(f"/projects/{SLUG}/agreement")
        assert (answer.status_code, answer.json) == (200, expected)
    assert script("ben").get(f"/projects/{SLUG}/agreement").status_code == 403
