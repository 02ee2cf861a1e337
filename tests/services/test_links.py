"""Links are part of a span: kept, undone, put back, collided over and taken into gold with the rest of it."""

import pytest
from acting import Desk, action, first_document
from adjudicators import Chair, complete
from registering import Clerk
from sqlalchemy import text

from annotator.domain.errors import Invalid, Stale
from annotator.services import putting_back, remembering

IS = {"is": "russia"}


def test_a_span_is_marked_with_its_links(ana):
    span = ana.mark("Kremlin", links=IS)
    assert ana.span(span).links == IS


def test_links_are_replaced_all_together_and_nothing_else_with_them(ana):
    span = ana.mark("Kremlin", links=IS, attributes={"kind": "state"}, note="a note")
    ana.change(span, links={"actor": "kazakhstan"})
    found = ana.span(span)
    assert (found.links, found.attributes, found.note) == ({"actor": "kazakhstan"}, {"kind": "state"}, "a note")
    assert found.version == 2
    ana.change(span, note="another")
    assert ana.span(span).links == {"actor": "kazakhstan"}


def test_the_same_links_again_change_nothing(ana):
    span = ana.mark("Kremlin", links=IS)
    ana.change(span, links=IS)
    assert ana.span(span).version == 1


def test_what_is_no_link_is_refused(ana):
    span = ana.mark("Kremlin", links=IS)
    with pytest.raises(Invalid, match="speaker"):
        ana.change(span, links={"speaker": "russia"})
    assert ana.span(span).links == IS


def test_links_are_undone_and_done_again(ana):
    span = ana.mark("Kremlin")
    ana.change(span, links=IS)
    ana.undo()
    assert ana.span(span).links == {}
    ana.redo()
    assert ana.span(span).links == IS
    ana.undo()
    ana.undo()
    ana.redo()
    ana.redo()
    assert ana.span(span).links == IS


def test_a_layer_is_put_back_with_its_links(ana):
    span = ana.mark("Kremlin", links=IS)
    then = _moments(ana)[0].key
    ana.change(span, links={})
    with ana.store.write() as tx:
        putting_back.put_back(tx, ana.person, action(), ana.document, then)
    assert ana.span(span).links == IS
    assert _moments(ana)[0].key != then


def test_a_log_that_was_written_before_there_were_links_tells_of_none(ana):
    span = ana.mark("Kremlin")
    _forget_links_in_the_log(ana.store)
    then = _moments(ana)[0].key
    ana.change(span, links=IS)
    with ana.store.write() as tx:
        putting_back.put_back(tx, ana.person, action(), ana.document, then)
    assert ana.span(span).links == {}


def test_links_made_in_another_window_are_not_written_over(ana):
    span = ana.mark("Kremlin")
    ana.change(span, links=IS, version=1)
    with pytest.raises(Stale):
        ana.change(span, links={}, version=1)
    assert ana.span(span).links == IS


def test_gold_made_of_several_readings_keeps_the_links_that_all_have(store, team):
    document = first_document(store, team["ana"])
    ana, ben = Desk(store, team["ana"], document), Desk(store, team["ben"], document)
    ana.mark("Kremlin", links={"is": "russia", "reporter": "interfax"})
    ben.mark("Kremlin", links={"is": "russia"})
    ana.mark("Publication", links={"is": "navigator"})
    ben.mark("Publication", links={"is": "kontinent"})
    complete(ana)
    complete(ben)
    chair = Chair(store, team["adjudicator"], document)
    chair.take_agreed()
    linked = {span.quote(ana.text): span.links for span in chair.docket().gold.values()}
    assert linked == {"Kremlin": {"is": "russia"}, "Publication": {}}


def test_one_annotators_reading_is_taken_with_the_links_it_has(store, team):
    document = first_document(store, team["ana"])
    ana, ben = Desk(store, team["ana"], document), Desk(store, team["ben"], document)
    ana.mark("Publication", links={"is": "navigator"})
    ben.mark("Publication", links={"is": "kontinent"})
    complete(ana)
    complete(ben)
    chair = Chair(store, team["adjudicator"], document)
    chair.take("Publication", "ben")
    (golden,) = chair.docket().gold.values()
    assert golden.links == {"is": "kontinent"}


@pytest.fixture(autouse=True)
def _entries(store, no_entries, team):
    clerk = Clerk(store, team["ana"])
    for name in ("Russia", "Kazakhstan", "Interfax", "Navigator", "Kontinent"):
        clerk.add(name)


@pytest.fixture
def ana(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))


def _moments(desk):
    with desk.store.read() as tx:
        return remembering.history(tx, desk.person, desk.document).moments


def _forget_links_in_the_log(store):
    with store.write() as tx:
        if store.is_sqlite:
            tx.connection.execute(text("DROP TRIGGER event_refuses_update"))
        else:
            tx.connection.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        tx.connection.execute(text("""UPDATE event SET after = replace(after, '"links":{},', '')"""))
