"""While a round is blind, nothing that anybody else does changes a byte of what an annotator's script can get."""

import pytest
from acting import SLUG, Desk
from api.test_doors import ROUTES
from others import Others

from annotator.domain.label_operation import Rename
from annotator.services import corpus, import_job, operating, rounds
from annotator.services.import_job import Import
from annotator.services.jobs import Jobs
from annotator.services.rounds import Plan

LAYERS = ("me", "ben", "ana", "gold", "all", "nobody")


def test_what_the_others_do_changes_nothing_that_a_script_of_an_annotator_can_get(everything, others, round_):
    others.set_blind(False)
    round_(blind=True)
    before = everything()
    others.work()
    assert everything() == before


def test_the_way_it_is_measured_sees_what_an_open_round_shows(everything, others, round_, documents):
    others.set_blind(False)
    round_(blind=False)
    before = everything()
    others.work()
    changed = {where for where, answer in everything().items() if answer != before[where]}
    here = f"/documents/{documents[0]}"
    assert changed >= {f"{here}/layers", f"{here}/spans", f"{here}/relations", f"{here}/spans?annotator=gold"}
    assert f"/projects/{SLUG}/export?layer=ana" in changed


@pytest.fixture
def everything(store, team, ben, documents):
    """What every address that is read answers ben's script: status, entity tag, next page, and body."""
    desk = Desk(store, team["ben"], documents[0])
    span = desk.mark("Kazakhstan")
    waiting = Jobs(store)
    with store.write() as tx:
        job, _ = import_job.start(waiting, tx, team["ana"], Import(SLUG, ()))
        change = operating.perform(tx, team["ana"], SLUG, Rename("actor", "actor", "Who acts")).id
    waiting.close()

    def addresses():
        for route in ROUTES:
            method, where = route.split()
            if method == "GET":
                for document in documents:
                    filled = where.replace("<slug>", SLUG).replace("<uuid:document>", document)
                    filled = (
                        filled.replace("<uuid:span>", span)
                        .replace("<uuid:job>", job)
                        .replace("<key>", "kazakhstan")
                        .replace("<uuid:change>", change)
                        .replace("<int:number>", "1")
                        .replace("<name>", "1.0")
                    )
                    assert "<" not in filled
                    yield filled
                    name = "layer" if filled.endswith("/export") else "annotator"
                    if filled.endswith(("/export", "/spans", "/relations", "/agreement")):
                        yield from (f"{filled}?{name}={layer}" for layer in LAYERS)

    def got():
        answers = {where: ben.get(where) for where in dict.fromkeys(addresses())}
        return {
            where: (one.status_code, one.headers.get("ETag"), one.headers.get("Link"), one.data)
            for where, one in answers.items()
        }

    return got


@pytest.fixture
def others(store, people):
    return Others(store, people)


@pytest.fixture
def round_(store, team, documents):
    """Make a round that ben annotates in."""

    def made(*, blind):
        with store.write() as tx:
            rounds.create(tx, team["ana"], SLUG, Plan(documents=documents, overlap=1, blind=blind))

    return made


@pytest.fixture
def documents(store, team):
    with store.read() as tx:
        return [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents]
