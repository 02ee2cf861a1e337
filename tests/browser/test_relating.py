"""Relations made on the annotation page: by keys, by dragging, by touch; drawn, taken away, undone."""

import pytest
from acting import Desk
from playwright.sync_api import expect

TEXT = "😀 Tashkent signed the pact.\n\nMoscow would not recognise the treaty of Astana.\n\nNothing else was said."


@pytest.fixture
def desk(open_desk):
    """“Moscow” and “Tashkent” as actors, “would not recognise” as a stance, “treaty” as an instrument."""
    made = open_desk(TEXT)
    for words, key in (("Tashkent", "1"), ("Moscow", "1"), ("would not recognise", "2"), ("treaty", "3")):
        made.mark(words, key)
    made.press("Escape")
    return made


def choose(desk, words: str) -> None:
    desk.entry(words).click()
    desk.expect_choosing(words)


def ends(desk):
    """The spans that are offered; entries of the registry may come after them."""
    return desk.chooser.locator("[name=join]")


def joined(desk) -> list[tuple[str, str, str]]:
    """The relations that are saved: type, and the words at both ends."""
    desk.settled()
    text = desk.site.text(desk.document, desk.who)
    words = {one.id: one.quote(text) for one in desk.site.spans(desk.document, desk.who)}
    found = desk.site.relations(desk.document, desk.who)
    return sorted((one.type, words[one.source], words[one.target]) for one in found)


def test_a_relation_is_made_by_keys_alone(desk):
    choose(desk, "Moscow")
    desk.press("h")
    expect(ends(desk)).to_have_count(1)
    assert desk.lit("allowed") == "would not recognise"
    desk.press("Enter")
    expect(desk.inspector.locator(".chip")).to_have_text(["holds → would not recognise✕"])
    assert joined(desk) == [("holds", "Moscow", "would not recognise")]
    desk.expect_choosing("Moscow")
    assert desk.lit("allowed") == ""


def test_the_target_is_chosen_among_those_allowed_by_arrows_the_nearest_first(desk):
    choose(desk, "would not recognise")
    desk.press("t")
    expect(ends(desk)).to_have_count(3)
    names = [one.split("\n")[0] for one in ends(desk).all_inner_texts()]
    assert names == ["Tashkent", "Moscow", "treaty"]
    expect(desk.chooser.locator(":focus .quote")).to_have_text("Moscow")
    desk.press("ArrowDown")
    assert desk.lit("pointed") == "treaty"
    desk.press("Enter")
    expect(desk.inspector.locator(".chip")).to_have_count(1)
    assert joined(desk) == [("toward", "would not recognise", "treaty")]


def test_what_is_at_the_other_end_is_joined_from_there_too(desk):
    choose(desk, "would not recognise")
    desk.press("h")
    expect(ends(desk)).to_have_count(2)
    desk.press("Enter")
    expect(desk.inspector.locator(".chip")).to_have_text(["← holds Moscow✕"])
    assert joined(desk) == [("holds", "Moscow", "would not recognise")]


def test_escape_backs_out_of_it(desk):
    choose(desk, "Moscow")
    desk.press("h")
    expect(desk.chooser).to_be_visible()
    desk.press("Escape")
    expect(desk.chooser).to_be_hidden()
    desk.expect_choosing("Moscow")
    assert joined(desk) == []


def drag_to(desk, words: str) -> None:
    knob = desk.page.locator(".handle.join").bounding_box()
    left, top, right, bottom = desk.boxes(words)[0]
    knob = desk.page.locator(".handle.join").bounding_box()
    desk.page.mouse.move(knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2)
    desk.page.mouse.down()
    desk.page.wait_for_function("() => CSS.highlights.get('allowed')?.size")
    desk.page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=5)


def test_a_relation_is_made_by_dragging_across_paragraphs_and_only_what_is_allowed_lights_up(desk):
    desk.click("Tashkent")
    desk.expect_choosing("Tashkent")
    drag_to(desk, "would not recognise")
    assert desk.lit("allowed") == "would not recognise"
    assert desk.lit("pointed") == "would not recognise"
    desk.page.mouse.up()
    # An actor may hold it, be what it is about, report it, or be whom it is said to.
    expect(ends(desk)).to_have_count(4)
    desk.chooser.get_by_role("button", name="holds").click()
    expect(desk.inspector.locator(".chip")).to_have_count(1)
    assert joined(desk) == [("holds", "Tashkent", "would not recognise")]
    expect(desk.page.locator("#lines text")).to_have_text(["holds"])


def test_where_one_relation_alone_is_allowed_letting_go_makes_it(desk):
    desk.click("treaty")
    desk.expect_choosing("treaty")
    drag_to(desk, "would not recognise")
    desk.page.mouse.up()
    expect(desk.inspector.locator(".chip")).to_have_text(["← toward would not recognise✕"])
    assert joined(desk) == [("toward", "would not recognise", "treaty")]


def test_what_is_let_go_over_something_else_joins_nothing(desk):
    desk.click("Tashkent")
    desk.expect_choosing("Tashkent")
    drag_to(desk, "treaty")
    desk.page.mouse.up()
    assert joined(desk) == []
    expect(desk.page.locator("#lines path[marker-end]")).to_have_count(0)
    expect(desk.page.locator(".handle.join")).to_be_visible()


def test_undo_and_redo_walk_over_relations_and_a_reload_keeps_them(desk):
    choose(desk, "Moscow")
    desk.press("h")
    ends(desk).click()
    expect(desk.inspector.locator(".chip")).to_have_count(1)
    desk.press("u")
    expect(desk.inspector.locator(".chip")).to_have_count(0)
    desk.expect_choosing("Moscow")
    assert joined(desk) == []
    desk.press("r")
    expect(desk.inspector.locator(".chip")).to_have_count(1)
    desk.settled()
    desk.open()
    expect(desk.entry("Moscow").locator(".tie")).to_have_text("holds → would not recognise")
    expect(desk.entry("would not recognise").locator(".tie")).to_have_text("← holds Moscow")
    assert joined(desk) == [("holds", "Moscow", "would not recognise")]


def test_a_relation_is_taken_away_by_its_chip_and_before_that_no_end_is_deleted(desk, browsing):
    browsing.forgive("409")
    choose(desk, "Moscow")
    desk.press("h")
    ends(desk).click()
    expect(desk.inspector.locator(".chip")).to_have_count(1)
    desk.press("Delete")
    expect(desk.notice).to_contain_text("remove it first")
    choose(desk, "Moscow")
    desk.inspector.get_by_role("button", name="Take away holds would not recognise").click()
    expect(desk.inspector.locator(".chip")).to_have_count(0)
    assert joined(desk) == []


def test_lines_show_the_chosen_spans_relations_and_by_a_switch_all_of_them(desk):
    lines = desk.page.locator("#lines text")
    choose(desk, "Moscow")
    desk.press("h")
    ends(desk).click()
    choose(desk, "would not recognise")
    desk.press("t")
    ends(desk).filter(has_text="treaty").click()
    expect(lines).to_have_count(2)
    desk.press("Escape")
    expect(lines).to_have_count(0)
    desk.press("l")
    expect(lines).to_have_text(["holds", "toward"])
    expect(desk.page.get_by_role("button", name="All relations")).to_have_attribute("aria-pressed", "true")
    desk.press("l")
    expect(lines).to_have_count(0)


def test_a_relation_is_made_by_touch_on_a_phone(open_desk):
    desk = open_desk(TEXT, size="phone", touch=True)
    for words, key in (("Moscow", "1"), ("would not recognise", "2")):
        desk.mark(words, key)
    desk.tap("Moscow")
    desk.expect_choosing("Moscow")
    desk.inspector.locator("[data-relation=holds]").tap()
    ends(desk).tap()
    expect(desk.inspector.locator(".chip")).to_have_text(["holds → would not recognise✕"])
    assert joined(desk) == [("holds", "Moscow", "would not recognise")]
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script_a_span_is_joined_by_a_form(browsing, desk):
    desk.settled()
    page = browsing.signed_in("ana", javascript=False)
    page.goto(f"/documents/{desk.document}")
    page.locator("#list .entry[data-label=actor]", has_text="Moscow").click()
    page.get_by_role("link", name="holds").click()
    page.get_by_role("button", name="would not recognise").click()
    assert page.url.endswith(f"/documents/{desk.document}")
    assert joined(desk) == [("holds", "Moscow", "would not recognise")]
    page.locator("#list .entry[data-label=actor]", has_text="Moscow").click()
    page.get_by_role("button", name="Take away holds").click()
    assert joined(desk) == []


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_names_of_relations_on_one_short_line_never_lie_upon_each_other(open_desk, size):
    desk = open_desk(CROWDED, size=size)
    me = Desk(desk.site.store, desk.site.person(desk.who), desk.document)
    actors = [me.mark(words, "actor") for words in ("Kiev", "Riga", "Baku")]
    stances = [me.mark(words, "stance") for words in ("back", "shun", "scorn")]
    pact, law = me.mark("pact", "legal_instrument"), me.mark("law", "legal_instrument")
    for stance in stances:
        for actor in actors:
            me.relate(actor, stance)
        for instrument in (pact, law):
            me.relate(stance, instrument, "toward")
    desk.open()
    desk.press("l")
    names = desk.page.locator("#lines text")
    expect(desk.page.locator("#lines path[marker-end]")).to_have_count(15)
    assert names.count() > 5
    assert desk.page.evaluate(UPON_EACH_OTHER) == []


CROWDED = "Kiev and Riga back the pact.\n\nBaku will shun it.\n\nNobody knew.\n\nThey scorn the law."
UPON_EACH_OTHER = """() => {
  const names = [...document.querySelectorAll("#lines text")];
  const boxes = names.map((name) => name.getBoundingClientRect());
  const pairs = boxes.flatMap((one, at) => boxes.slice(at + 1).map((other, more) => [one, other, at, at + 1 + more]));
  // What stands above and below the letters themselves in a box is empty.
  const upon = ([one, other]) => one.left < other.right && other.left < one.right && Math.abs(one.top - other.top) < 8;
  return pairs.filter(upon).map(([, , at, other]) => `${names[at].textContent} ${names[other].textContent}`);
}"""
