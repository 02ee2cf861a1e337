"""Links are part of a span: kept, undone, put back, collided over and taken into gold with the rest of it."""

import pytest
from acting import Desk, action, draft, first_document
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


@pytest.fixture
def chair(store, team, ana):
    """An adjudicator where two link one mention alike, another to two entries, and a third only one of them."""
    ben = Desk(store, team["ben"], ana.document)
    for desk, paper in ((ana, "navigator"), (ben, "kontinent")):
        desk.mark("Kremlin", links=IS)
        desk.mark("Publication", links={"is": paper})
    ana.mark("Moscow", links=IS)
    ben.mark("Moscow")
    for desk in (ana, ben):
        complete(desk)
    return Chair(store, team["adjudicator"], ana.document)


def linked(chair):
    found = chair.docket()
    return {span.quote(found.desk.reading.text): span.links for span in found.gold.values()}


def test_other_links_are_a_difference_to_be_decided(chair):
    assert {words: chair.case(words).unit.kind for words in ("Kremlin", "Publication", "Moscow")} == {
        "Kremlin": "agree",
        "Publication": "links",
        "Moscow": "links",
    }
    chair.take_agreed()
    assert linked(chair) == {"Kremlin": IS}


def test_one_annotators_reading_is_taken_with_the_links_it_has_undone_and_put_back_with_them(chair):
    chair.take("Publication", "ben")
    chair.take("Moscow", "ana")
    with_both = {"Publication": {"is": "kontinent"}, "Moscow": IS}
    assert linked(chair) == with_both
    chair.undo()
    assert linked(chair) == {"Publication": {"is": "kontinent"}}
    chair.redo()
    assert linked(chair) == with_both


def test_both_readings_are_taken_where_their_links_are_all_that_differs(chair):
    chair.decide("Publication", "all")
    golden = chair.docket().gold.values()
    assert sorted(span.links["is"] for span in golden) == ["kontinent", "navigator"]


def test_a_new_span_keeps_the_links_that_all_agree_on(chair, ana):
    chair.decide("Kremlin", "new", draft=draft("Kremlin", ana.text, note="in other words"))
    chair.decide("Publication", "new", draft=draft("Publication", ana.text))
    assert linked(chair) == {"Kremlin": IS, "Publication": {}}


def test_entries_that_are_merged_are_no_difference_any_more(chair, store, team):
    clerk = Clerk(store, team["ana"])
    clerk.merge("navigator", "kontinent")
    assert chair.case("Publication").unit.kind == "agree"
    chair.take_agreed()
    assert linked(chair)["Publication"] == {"is": "kontinent"}
    chair.undo()
    clerk.unmerge("navigator")
    assert chair.case("Publication").unit.kind == "links"


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
