"""Relations of gold made by an adjudicator: by keys, by dragging, by touch; drawn, taken away, undone."""

import pytest
from browser.differing import BenchPage, differ
from playwright.sync_api import Page, expect


@pytest.fixture
def chair(site):
    """An article of which “Kremlin” and a law are in gold, and “adopted” as a stance."""
    chair = differ(site)
    chair.take_agreed()
    chair.take("adopted", "ana")
    chair.take("Kazakhstan’s law on compulsory military service", "ana")
    return chair


@pytest.fixture
def bench(browsing, chair) -> BenchPage:
    bench = BenchPage(browsing.signed_in("adjudicator"), chair.document)
    look_at(bench, chair, "Kremlin")
    return bench


def look_at(bench: BenchPage, chair, words: str) -> None:
    bench.open(f"?unit={chair.case(words).unit.id}")
    expect(bench.page.locator(".gold-joined")).to_be_visible()


def lit(page: Page, kind: str) -> str:
    return page.evaluate("kind => [...CSS.highlights.get(kind) ?? []].map(String).join('|')", kind)


def chips(bench: BenchPage):
    return bench.page.locator(".gold-joined .chip > span")


def drag_to(page: Page, words: str) -> None:
    knob = page.locator(".handle.join").bounding_box()
    target = page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector("#article"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = new Range();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                const box = range.getBoundingClientRect();
                return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
            }
        }""",
        words,
    )
    page.mouse.move(knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2)
    page.mouse.down()
    page.wait_for_function("() => CSS.highlights.get('allowed')?.size")
    page.mouse.move(*target, steps=5)


def test_a_relation_is_made_by_keys_alone_and_undone_and_redone_by_one(bench, chair):
    bench.press("H")
    expect(bench.page.locator(".ends :focus .quote")).to_have_text("adopted")
    assert lit(bench.page, "allowed") == "adopted"
    bench.press("Enter")
    expect(chips(bench)).to_have_text(["holds → adopted by hand, adjudicator"])
    expect(bench.page.locator("#lines text")).to_have_text(["holds"])
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    bench.press("u")
    look_at(bench, chair, "Kremlin")
    expect(chips(bench)).to_have_count(0)
    bench.press("r")
    look_at(bench, chair, "Kremlin")
    expect(chips(bench)).to_have_count(1)


def test_escape_leaves_the_list(bench, chair):
    bench.press("H")
    expect(bench.page.locator(".ends")).to_be_visible()
    bench.press("Escape")
    expect(bench.page.locator(".ends")).to_have_count(0)
    assert lit(bench.page, "allowed") == ""
    assert chair.ties == []


def test_a_relation_is_made_by_dragging_and_taken_away_by_its_button(bench, chair):
    drag_to(bench.page, "adopted")
    assert lit(bench.page, "pointed") == "adopted"
    bench.page.mouse.up()
    # An actor may hold it, and may be what it is about.
    bench.page.locator(".ends").get_by_role("button", name="holds").click()
    expect(chips(bench)).to_have_count(1)
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    bench.page.get_by_role("button", name="Take holds adopted out of gold").click()
    expect(chips(bench)).to_have_count(0)
    assert chair.ties == []


def test_what_is_let_go_over_something_else_joins_nothing(bench, chair):
    drag_to(bench.page, "volunteer")
    bench.page.mouse.up()
    expect(bench.page.locator(".ends")).to_have_count(0)
    assert chair.ties == []


def test_a_relation_is_made_by_touch_on_a_phone(browsing, chair):
    bench = BenchPage(browsing.signed_in("adjudicator", size="phone", touch=True), chair.document)
    look_at(bench, chair, "adopted")
    bench.page.locator("[data-relation=toward]").tap()
    bench.page.locator(".ends button[data-places]", has_text="Kazakhstan’s law").tap()
    expect(chips(bench)).to_have_count(1)
    assert [kind for kind, *_ in chair.ties] == ["toward"]


def test_it_works_without_script(browsing, chair):
    page = browsing.signed_in("adjudicator", javascript=False)
    page.goto(f"/documents/{chair.document}/adjudicate?unit={chair.case('Kremlin').unit.id}")
    page.locator("[data-relation=holds]").click()
    page.get_by_role("button", name="adopted").click()
    expect(page.locator(".gold-joined .chip > span")).to_have_text(["holds → adopted by hand, adjudicator"])
    assert chair.ties == [("holds", "Kremlin", "adopted")]
