"""A text is corrected in the browser: the report says what becomes of the spans, and what is lost is placed."""

from acting import Desk
from playwright.sync_api import expect

TEXT = "The goverment of Kazakhstan refused the pact.\n\nThe Duma adopted it. 😀 Later the Majilis did."
MENDED = "The government of Kazakhstan refused the pact.\n\nThe parliament adopted it. 😀 Later the Majilis did."


def test_a_manager_corrects_a_text_and_places_what_would_be_lost(browsing, site):
    document = site.add_document("The pact", TEXT)
    desk = Desk(site.store, site.person("ana"), document)
    for words in ("goverment", "Kazakhstan", "Duma", "Majilis"):
        desk.mark(words)
    page = browsing.signed_in("ana")
    page.goto(f"/documents/{document}")
    page.get_by_role("link", name="Editions").click()
    page.get_by_role("link", name="Correct the text").click()
    page.locator("textarea[name=text]").fill(MENDED)
    page.get_by_role("button", name="See what becomes of the spans").click()
    lost = page.locator("section[aria-labelledby=lost] li")
    expect(lost).to_have_count(1)
    expect(lost).to_contain_text("Duma")
    lost.get_by_role("textbox").fill("The parliament")
    page.get_by_role("button", name="See the report with these choices").click()
    expect(page.locator("section[aria-labelledby=lost]")).to_have_count(0)
    page.get_by_role("button", name="Make the new edition so").click()
    expect(page.get_by_role("heading", name="Edition 2, which counts")).to_be_visible()
    page.get_by_role("link", name="Open it").click()
    expect(page.locator("#article")).to_contain_text("The parliament adopted it.")
    new = page.url.split("/")[-1]
    quotes = [span.quote(MENDED) for span in site.spans(new)]
    assert quotes == ["government", "Kazakhstan", "The parliament", "Majilis"]
    page.goto(f"/documents/{new}/editions")
    page.get_by_role("link", name="Read it").click()
    expect(page.get_by_label("Text of the article")).to_contain_text("The Duma adopted it.")
