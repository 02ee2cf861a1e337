"""A span is linked from its form: chosen, proposed, unlinked, and by itself the next time."""

import pytest
from acting import Desk, draft, new_id

from annotator.services import layers


@pytest.fixture
def desk(store, team, document):
    return Desk(store, team["ben"], document)


def marked(ben, desk, words, label="actor", nth=0, **how):
    one = draft(words, desk.text, label, nth)
    (place,) = one.fragments
    fields = {"label": label, "span": one.id, "fragments": f"{place[0]}-{place[1]}", "words": words}
    return one.id, ben.act(desk.document, "create", **fields, **how)


def test_a_known_name_links_by_itself_and_says_so(ben, desk):
    span, answer = marked(ben, desk, "Kremlin", htmx=True)
    assert desk.span(span).links == {"is": "russia"}
    assert any(line.startswith("Linked to Russia Not right?") for line in answer.words("//p[@class='linked']"))


def test_what_is_not_right_is_unlinked_and_undone(ben, desk):
    span, _ = marked(ben, desk, "Kremlin")
    ben.act(desk.document, "change", span=span, version="1", **{"link.is": ""})
    assert desk.span(span).links == {}
    ben.act(desk.document, "undo")
    assert desk.span(span).links == {"is": "russia"}


def test_letters_find_entries_to_choose_from(ben, desk):
    span = desk.mark("Kazakhstan")
    part = ben.get(f"/spans/{span}/entries?letters=uzb", headers={"HX-Request": "true"})
    assert part.page.xpath("//button[@name='link.is']/@value")[0] == "uzbekistan"
    assert part.page.xpath("//button[@name='link.new']/@value") == ["uzb"]
    whole = ben.get(f"/spans/{span}/entries")
    assert whole.page.xpath("//button[@name='link.is']/@value")[0] == "kazakhstan"
    assert whole.page.xpath("//button[@name='link.new']") == []
    chosen = ben.act(desk.document, "change", span=span, version="1", **{"link.is": "uzbekistan"})
    assert (chosen.status_code, desk.span(span).links) == (303, {"is": "uzbekistan"})


def test_other_values_stay_when_a_span_is_linked_and_links_when_it_is_changed(ben, desk):
    span = desk.mark("Kremlin", attributes={"kind": "state"}, note="a note", links={"reporter": "kazakhstan"})
    ben.act(desk.document, "change", span=span, **{"link.is": "russia"})
    found = desk.span(span)
    assert (found.attributes, found.note) == ({"kind": "state"}, "a note")
    assert found.links == {"is": "russia", "reporter": "kazakhstan"}
    ben.act(desk.document, "change", span=span, note="another")
    assert desk.span(span).links == {"is": "russia", "reporter": "kazakhstan"}


def test_a_new_entry_is_proposed_from_a_span_once(ben, desk, store, team):
    span = desk.mark("ethnic Russians", attributes={"kind": "group"})
    action = new_id()
    for _ in range(2):
        ben.act(desk.document, "change", span=span, version="1", action=action, **{"link.new": "Ethnic Russians"})
    key = desk.span(span).links["is"]
    assert key.startswith("ethnic-russians-")
    page = ben.get(f"/projects/central-asia/registry/{key}")
    assert "Proposed by ben" in page.text
    assert "actor, group" in page.words("//dd")
    found = ben.get("/projects/central-asia/registry?q=ethnic+russians&sort=actor").words("//tbody//th")
    assert [name for name in found if name.startswith("Ethnic Russians")] == ["Ethnic Russians proposed"]
    second, _ = marked(ben, desk, "ethnic Russians", nth=1)
    assert desk.span(second).links == {"is": key}


def test_a_name_that_is_there_is_no_new_entry(ben, desk):
    span = desk.mark("Kremlin")
    ben.act(desk.document, "change", span=span, **{"link.new": "Russia"})
    assert desk.span(span).links == {"is": "russia"}


def test_a_stance_mentions_no_entry(ben, desk):
    span = desk.mark("adopted", "stance")
    assert "linking" not in ben.get(f"/spans/{span}").text
    assert ben.act(desk.document, "change", span=span, **{"link.new": "X"}).status_code == 422


def test_two_windows_that_link_otherwise_are_asked(ben, desk):
    span = desk.mark("Kremlin")
    ben.act(desk.document, "change", span=span, version="1", **{"link.is": "russia"})
    answer = ben.act(desk.document, "change", span=span, version="1", htmx=True, **{"link.is": "kazakhstan"})
    assert answer.status_code == 412
    assert "Kazakhstan" in answer.text and "Russia" in answer.text
    assert desk.span(span).links == {"is": "russia"}


def test_another_annotators_span_offers_nothing(ana, ben, desk, store, team):
    span = desk.mark("Kremlin")
    assert ana.get(f"/spans/{span}/entries").status_code == 404
    with store.read() as tx:
        assert layers.span(tx, team["ana"], span)[1].links == {}


def test_an_entry_that_a_span_here_mentions_is_not_offered_as_one_that_is_not_mentioned(ben, desk):
    stance = desk.mark("adopted", "stance")

    def offered(letters=""):
        page = ben.get(f"/spans/{stance}/ends", query_string={"relation": "holds", "letters": letters})
        return page.page.xpath("//button[@name='slot']/@value")

    assert "actor kazakhstan" in offered()
    assert offered("kazakhstan")[0] == "actor kazakhstan"
    assert offered("no such letters") == []
    desk.mark("Kazakhstan", links={"is": "kazakhstan"})
    assert offered()
    assert "actor kazakhstan" not in offered()
