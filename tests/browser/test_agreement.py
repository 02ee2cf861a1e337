"""From the sentence to a disagreement to a decision, by mouse and by keys."""

import pytest
from browser.differing import differ
from browser.pages import PROJECT
from playwright.sync_api import expect


@pytest.fixture
def page(browsing, site):
    differ(site)
    page = browsing.signed_in("adjudicator")
    page.goto(PROJECT)
    return page


def test_from_the_sentence_to_a_decision_by_mouse(page, site):
    page.get_by_role("link", name="Agreement").click()
    expect(page.locator(".sentence")).to_contain_text("Where both marked a passage they chose the same label")
    page.locator(".tile").first.get_by_text("How is this computed?").click()
    expect(page.locator(".tile").first.locator("dl")).to_be_visible()
    page.get_by_role("link", name="Stance or Legal instrument").click()
    (item,) = page.locator(".disagreements > li").all()
    expect(item.locator("mark")).to_have_text(["adopted", "adopted"])
    item.get_by_role("link", name="Decide").click()
    expect(page.locator("#case")).to_contain_text("adopted")
    page.locator("html.scripted").wait_for()
    page.get_by_role("button", name="Take ana’s").click()
    expect(page.locator("#progress")).to_contain_text("1 of")
    chair = differ(site)
    assert chair.case("adopted").decided
    assert [(label, words) for label, words in chair.gold if words == "adopted"] == [("stance", "adopted")]


def test_from_the_sentence_to_a_decision_by_keys(page, site):
    page.get_by_role("link", name="Agreement").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="See the disagreements").focus()
    page.keyboard.press("Enter")
    items = page.locator(".disagreements > li")
    page.locator("html.scripted").wait_for()
    expect(page.locator(".keys")).to_be_visible()
    page.keyboard.press("j")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(items.nth(0)).to_be_focused()
    for _ in range(items.count()):
        if "label" in page.locator("li:focus .kind").inner_text():
            break
        page.keyboard.press("j")
    words = page.locator("li:focus mark").first.inner_text()
    page.keyboard.press("a")
    page.wait_for_url("**/adjudicate?span=*")
    page.locator("html.scripted").wait_for()
    expect(page.locator("#case")).to_contain_text(words)
    page.keyboard.press(page.get_by_role("button", name="Take ana’s").get_attribute("data-key"))
    expect(page.locator("#case")).not_to_contain_text(words)
    assert differ(site).case(words).decided


def test_the_page_tells_of_keys_once_they_work(page):
    held = []

    def hold(route):
        held.append(route)

    page.route("**/agreement.js", hold)
    with page.expect_request("**/agreement.js"):
        page.goto(f"{PROJECT}/agreement/disagreements", wait_until="commit")
    expect(page.locator(".disagreements > li").first).to_be_visible()
    expect(page.locator(".keys")).to_be_hidden()
    (script,) = held
    script.continue_()
    expect(page.locator(".keys")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".disagreements > li").first).to_be_focused()


def test_a_key_opens_the_passage_where_it_stands(page):
    page.goto(f"{PROJECT}/agreement/disagreements")
    page.keyboard.press("o")
    page.wait_for_url("**/documents/*#b*")
    expect(page.locator(f"[id='{page.url.rpartition('#')[2]}']")).to_be_visible()


def test_a_key_keeps_what_was_marked_as_an_example_in_the_codebook(browsing, site):
    differ(site)
    page = browsing.signed_in("ana")
    page.goto(f"{PROJECT}/agreement/disagreements?kind=label")
    page.locator("html.scripted").wait_for()
    page.keyboard.press("e")
    page.wait_for_url("**/example")
    expect(page.locator("blockquote")).to_have_text("adopted")
    page.get_by_label("Label").select_option("legal_instrument")
    page.get_by_label("not to be marked so").check()
    page.get_by_label("Why").fill("it is what somebody does")
    page.keyboard.press("Enter")
    page.wait_for_url("**/codebook#label-3")
    kept = page.locator("#label-3 .quotes.live.not li")
    expect(kept.locator("mark")).to_have_text("adopted")
    expect(kept.locator(".why")).to_have_text("it is what somebody does")
    kept.get_by_role("link").click()
    page.locator("#article").wait_for()


def test_whoever_switched_keys_off_is_not_surprised_by_one(page):
    page.goto(f"{PROJECT}/agreement/disagreements")
    page.evaluate("document.body.dataset.keys = 'off'")
    expect(page.locator(".keys")).to_be_hidden()
    address = page.url
    page.keyboard.press("o")
    page.keyboard.press("j")
    assert page.url == address
    assert page.locator("li:focus").count() == 0
