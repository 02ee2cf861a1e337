import pytest
from playwright.sync_api import expect


@pytest.fixture
def marked(open_desk):
    desk = open_desk("Nur-Sultan agreed. The Kremlin saw Nur-Sultan.")
    desk.mark("Nur-Sultan", "1")
    return desk


def links(desk):
    return [dict(span.links) for span in desk.site.spans(desk.document, desk.who)]


def test_a_mention_is_linked_by_a_few_letters_and_enter_and_then_by_itself(marked):
    field = marked.page.locator("#link-letters")
    marked.press("k")
    expect(field).to_be_focused()
    marked.page.keyboard.type("kazakhs")
    # What fewer letters had found before is gone by then.
    expect(marked.page.get_by_role("button", name="New entry: kazakhs", exact=True)).to_be_visible()
    expect(marked.page.locator("#suggested button").first).to_contain_text("Kazakhstan")
    marked.page.keyboard.press("Enter")
    expect(marked.page.locator("#inspected")).to_contain_text("Linked to Kazakhstan")
    marked.settled()
    assert links(marked) == [{"is": "kazakhstan"}]
    marked.mark("Nur-Sultan", "1", nth=1)
    expect(marked.page.locator("#inspected")).to_contain_text("Linked to Kazakhstan")
    marked.settled()
    assert links(marked) == [{"is": "kazakhstan"}] * 2


def test_the_same_words_that_are_marked_already_are_linked_along_visibly(marked):
    marked.mark("Nur-Sultan", "1", nth=1)
    marked.press("k")
    marked.page.keyboard.type("kazakhs")
    # What fewer letters had found before is gone by then.
    expect(marked.page.get_by_role("button", name="New entry: kazakhs", exact=True)).to_be_visible()
    expect(marked.page.locator("#suggested button").first).to_contain_text("Kazakhstan")
    marked.page.keyboard.press("Enter")
    expect(marked.page.locator("#inspected .along")).to_contain_text("1 more with the same words is linked along.")
    marked.settled()
    assert links(marked) == [{"is": "kazakhstan"}] * 2
    marked.press("u")
    marked.settled()
    assert links(marked) == [{}, {}]


def test_one_key_takes_a_link_away_that_made_itself(marked):
    marked.mark("Kremlin", "1")
    expect(marked.page.locator("#inspected")).to_contain_text("Linked to Russia")
    marked.press("x")
    expect(marked.page.locator("#inspected")).not_to_contain_text("Linked to")
    marked.settled()
    assert links(marked) == [{}, {}]
    marked.press("u")
    marked.settled()
    assert links(marked) == [{}, {"is": "russia"}]


def test_a_new_entry_is_proposed_by_keys_alone(marked):
    marked.press("k")
    offer = marked.page.get_by_role("button", name="New entry: Nur-Sultan")
    expect(offer).to_be_visible()
    marked.page.keyboard.press("ArrowDown")
    expect(offer).to_be_focused()
    marked.page.keyboard.press("Enter")
    expect(marked.page.locator("#inspected")).to_contain_text("Linked to Nur-Sultan")
    marked.settled()
    assert links(marked) == [{"is": "nur-sultan"}]
