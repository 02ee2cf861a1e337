"""Statements on the annotation page: made by one key, by touch, listed under the text."""

import pytest
from playwright.sync_api import expect

TEXT = (
    "😀 Moscow would not recognise the treaty of Astana, Tashkent said.\n\n"
    "The ministry was silent about it.\n\nThe decree came later."
)

_ROWS = """() => [...document.querySelectorAll(".statements tbody tr")].map((row) => [...row.cells].map((cell) => {
  const words = cell.cloneNode(true);
  for (const name of words.querySelectorAll("small")) name.remove();
  return words.textContent;
}))"""


@pytest.fixture
def desk(open_desk):
    return open_desk(TEXT)


def stated(desk) -> list[tuple[str, ...]]:
    """The rows of the table, without what entries are called: actor, stance, instrument, polarity, voice."""
    rows = desk.page.evaluate(_ROWS)
    return [tuple(" ".join(cell.split()) for cell in row) for row in rows]


def find(desk, words: str) -> None:
    """Go to ``words``, which stand in one sentence, by keys, and select them."""
    first, *more = words.split()
    desk.press("Escape", "Escape", "Escape")
    for _ in range(40):
        desk.press("ArrowRight")
        if desk.selected == first:
            break
    for _ in more:
        desk.press("Shift+ArrowRight")
    assert desk.selected == words


def test_a_statement_is_made_by_keys_alone_and_undone_by_one(desk):
    find(desk, "Moscow")
    desk.press("1")
    find(desk, "treaty")
    desk.press("3")
    desk.settled()
    expect(desk.page.locator("#pair")).to_contain_text("Moscow")
    desk.press("-")
    desk.expect_choosing("would not recognise the")
    expect(desk.page.locator(".statements tbody tr")).to_have_count(1)
    assert stated(desk) == [("Moscow", "would not recognise the", "treaty", "− opposes", "which?")]
    assert desk.spans == [
        ("actor", "Moscow"),
        ("stance", "would not recognise the"),
        ("legal_instrument", "treaty"),
    ]
    expect(desk.inspector.locator(".chip")).to_have_count(2)
    desk.press("u")
    expect(desk.page.locator(".statements tbody tr")).to_have_count(0)
    assert desk.spans == [("actor", "Moscow"), ("legal_instrument", "treaty")]
    desk.press("r")
    expect(desk.page.locator(".statements tbody tr")).to_have_count(1)
    desk.settled()
    desk.open()
    assert stated(desk) == [("Moscow", "would not recognise the", "treaty", "− opposes", "which?")]


def test_without_waiting_for_any_answer_it_is_the_same(desk):
    desk.page.route("**/actions", lambda route: (desk.page.wait_for_timeout(150), route.continue_()))
    desk.drag("Moscow")
    desk.press("1")
    desk.drag("treaty")
    desk.press("3")
    desk.drag("would not recognise")
    desk.press("~")
    expect(desk.page.locator(".statements tbody tr")).to_have_count(1)
    assert stated(desk) == [("Moscow", "would not recognise", "treaty", "~ ambivalent", "which?")]


def test_the_instrument_may_come_first_and_in_another_paragraph(desk):
    desk.mark("decree", "3")
    desk.mark("ministry", "1")
    desk.press("0")
    expect(desk.page.locator(".statements tbody tr")).to_have_count(1)
    ((actor, stance, instrument, polarity, _),) = stated(desk)
    assert (actor, instrument, polarity) == ("ministry", "decree", "0 withholds")
    assert stance == "was silent about it. The"


def test_of_two_that_touch_the_whole_is_the_stance(desk):
    desk.mark("treaty of", "3")
    desk.mark("Astana", "1")
    desk.press("+")
    expect(desk.page.locator(".statements tbody tr")).to_have_count(1)
    assert stated(desk)[0][:4] == ("Astana", "treaty of Astana", "treaty of", "+ supports")


def test_a_stance_that_was_marked_among_them_is_taken(desk):
    for words, key in (("Moscow", "1"), ("not recognise", "2"), ("treaty", "3")):
        desk.mark(words, key)
    desk.press("-")
    expect(desk.page.locator(".statements tbody tr")).to_contain_text("opposes")
    assert stated(desk) == [("Moscow", "not recognise", "treaty", "− opposes", "which?")]
    assert len(desk.spans) == 3


def test_with_a_stance_selected_the_key_sets_its_polarity(desk):
    desk.mark("would not recognise", "2")
    desk.press("-")
    desk.settled()
    expect(desk.inspector.get_by_label("opposes")).to_be_checked()
    row = ("which?", "would not recognise", "which?", "− opposes", "which?")
    expect(desk.page.locator(".statements tbody tr")).to_contain_text("opposes")
    assert stated(desk) == [row]
    expect(desk.page.locator("#statements .hint")).to_contain_text("1 of 1 is not whole yet")


def test_before_there_are_two_it_says_what_is_wanted_and_does_nothing(desk):
    desk.mark("Moscow", "1")
    desk.press("+")
    expect(desk.notice).to_contain_text("Mark an actor")
    assert len(desk.spans) == 1


def test_every_row_opens_its_passage(desk):
    for words, key in (("Moscow", "1"), ("treaty", "3")):
        desk.mark(words, key)
    desk.press("-")
    expect(desk.page.locator(".statements tbody tr")).to_have_count(1)
    desk.press("Escape")
    desk.page.locator(".statements").get_by_role("link", name="would not recognise the").click()
    desk.expect_choosing("would not recognise the")
    desk.page.locator(".statements").get_by_role("link", name="treaty").click()
    desk.expect_choosing("treaty")


def test_a_statement_is_made_by_touch_on_a_phone(open_desk):
    desk = open_desk(TEXT, size="phone", touch=True)
    for words, key in (("Moscow", "1"), ("treaty", "3")):
        desk.mark(words, key)
    desk.page.locator("#pair").get_by_role("button", name="opposes").tap()
    expect(desk.page.locator(".statements tbody tr")).to_have_count(1)
    desk.inspector.get_by_label("reported").check()
    expect(desk.page.locator(".statements tbody tr")).to_contain_text("reported")
    assert stated(desk) == [("Moscow", "would not recognise the", "treaty", "− opposes", "reported")]
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_complete_document_shows_its_statements_and_takes_no_more(desk):
    for words, key in (("Moscow", "1"), ("treaty", "3")):
        desk.mark(words, key)
    desk.press("-")
    expect(desk.page.locator(".statements tbody tr")).to_have_count(1)
    desk.settled()
    desk.page.get_by_role("button", name="Complete").click()
    desk.page.get_by_role("button", name="Complete it anyway").click()
    expect(desk.page.get_by_role("button", name="Open again")).to_be_visible()
    desk.ready()
    desk.entry("Moscow").click()
    desk.expect_choosing("Moscow")
    expect(desk.inspector.locator(".chip a")).to_have_count(1)
    expect(desk.inspector.locator(".chip button")).to_have_count(0)
    expect(desk.page.locator(".handle.join")).to_be_hidden()
    desk.press("+", "h")
    assert len(stated(desk)) == 1


def test_a_place_is_filled_with_an_entry_of_the_registry_that_the_text_does_not_mention(desk):
    desk.mark("would not recognise", "2")
    desk.press("h")
    offered = desk.chooser.locator("#offered button")
    expect(offered.first).to_be_visible()
    desk.page.keyboard.type("qqq")
    expect(desk.chooser.locator("#offered li")).to_have_text(["Nothing here is called so."])
    for _ in "qqq":
        desk.press("Backspace")
    # What is written last counts, though its answer is still on its way.
    desk.page.keyboard.type("Kazakhsta")
    desk.press("Enter")
    expect(desk.inspector.locator(".chip")).to_contain_text("Kazakhstan from the registry")
    expect(desk.page.locator(".statements tbody tr")).to_contain_text("Kazakhstan")
    assert stated(desk)[0][0] == "Kazakhstan"
    assert desk.only.links == {"actor": "kazakhstan"}
    desk.inspector.get_by_role("button", name="Take away holds Kazakhstan").click()
    expect(desk.inspector.locator(".chip")).to_have_count(0)
    assert desk.only.links == {}
    desk.press("u")
    expect(desk.inspector.locator(".chip")).to_have_count(1)
