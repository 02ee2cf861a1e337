import pytest
from playwright.sync_api import expect


@pytest.fixture
def tagged(open_desk):
    desk = open_desk("Astana agreed. Tashkent saw Astana.\n\nWhy Astana? Astanaway is no place. Astana!")
    desk.mark("Astana", "1")
    return desk


def test_one_key_offers_the_same_words_elsewhere(tagged):
    tagged.press("e")
    expect(tagged.chooser).to_contain_text("Astana stands unmarked in 3 other places.")
    expect(tagged.chooser.locator("li")).to_have_count(3)


def test_all_are_accepted_at_once(tagged):
    tagged.press("e")
    expect(tagged.chooser.get_by_role("button", name="Mark all as Actor")).to_be_focused()
    tagged.press("Enter")
    assert tagged.spans == [("actor", "Astana")] * 4
    expect(tagged.chooser).to_be_hidden()
    tagged.press("u")
    assert tagged.spans == [("actor", "Astana")]


def test_they_are_accepted_one_by_one(tagged):
    tagged.press("e")
    offered = tagged.chooser.locator("li button")
    offered.nth(1).hover()
    assert tagged.lit("pointed") == "Astana"
    offered.nth(1).click()
    expect(offered).to_have_count(2)
    expect(offered.first).to_be_focused()
    tagged.press("Enter")
    expect(offered).to_have_count(1)
    tagged.press("Escape")
    expect(tagged.chooser).to_be_hidden()
    text = tagged.site.text(tagged.document)
    assert [span.start for span in _saved(tagged)] == [0, text.index("Astana", 7), text.index("Why Astana") + 4]
    assert tagged.inspector.get_attribute("data-places") == "0-6"


def test_they_take_over_the_attributes(tagged):
    tagged.press("Shift+1")
    tagged.settled()
    tagged.press("e")
    expect(tagged.chooser.get_by_role("button", name="Mark all as Actor")).to_be_focused()
    tagged.press("Enter")
    assert [span.attributes for span in _saved(tagged)] == [{"kind": "state"}] * 4


def test_on_a_phone_they_can_all_be_reached(open_desk):
    words = "Astana agreed. " * 40
    desk = open_desk(words, size="phone", touch=True)
    desk.tap("agreed")
    desk.select_by_touch("Astana", nth=20)
    desk.palette.get_by_role("button", name="Actor").tap()
    desk.settled()
    desk.inspector.get_by_role("button", name="Every other mention").tap()
    desk.chooser.locator("li button").last.tap()
    desk.chooser.get_by_role("button", name="Mark all as Actor").tap()
    assert len(desk.spans) == 40


def test_where_there_are_none_it_says_so(open_desk):
    desk = open_desk("Astana agreed.")
    desk.mark("Astana", "1")
    desk.press("e")
    expect(desk.chooser).to_contain_text("stands nowhere else unmarked")
    desk.press("Enter")
    expect(desk.chooser).to_be_hidden()


def _saved(desk):
    desk.settled()
    return desk.site.spans(desk.document)
