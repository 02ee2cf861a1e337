"""The codebook as the team's instrument, in the browser: edited, merged and split while work goes on."""

import re

from browser.site import SLUG
from playwright.sync_api import expect

HERE = f"/projects/{SLUG}/codebook"


def test_a_label_is_made_by_keyboard_and_marked_with_at_once(browsing, site, open_desk):
    page = browsing.signed_in("ana")
    page.goto(f"{HERE}/draft")
    page.get_by_role("link", name="Add a label").press("Enter")
    page.locator("[name=title]").fill("Law firm")
    page.get_by_label("Definition").fill("A firm of lawyers.")
    page.get_by_role("radio", name="sky blue").check()
    page.locator("[name=shortcut]").fill("8")
    page.locator("[name=title]").press("Enter")
    expect(page.get_by_text("Label ‘law_firm’ (Law firm) added")).to_be_visible()
    page.locator("[name=note]").fill("Firms were missing.")
    page.get_by_role("button", name="Make it version 2").click()
    expect(page.get_by_role("heading", name="Law firm")).to_be_visible()
    desk = open_desk()
    desk.mark("Kremlin", "8")
    assert [span.label for span in site.spans(desk.document)] == ["law_firm"]


def test_a_merge_in_the_middle_of_work_takes_the_annotators_spans_along_and_tells_them_once(
    browsing, site, open_desk
):
    desk = open_desk(who="ben")
    desk.mark("Kremlin", "1")
    page = browsing.signed_in("ana")
    page.goto(f"{HERE}/change")
    page.get_by_role("link", name="Merge labels").click()
    page.get_by_role("checkbox", name="Actor").check()
    page.get_by_label("Into").select_option("legal_instrument")
    page.get_by_role("button", name="See what it would touch").click()
    expect(page.get_by_text("1 span in 1 document changes.")).to_be_visible()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("heading", name="merged Actor into Legal instrument")).to_be_visible()
    desk.open()
    news = desk.page.get_by_text("New in the codebook: version 2 (you knew 1)")
    expect(news).to_be_visible()
    expect(desk.page.locator("#list .entry")).to_contain_text("Legal instrument")
    expect(desk.page.locator(".labels .label")).to_have_count(2)
    desk.page.wait_for_load_state("networkidle")
    desk.open()
    expect(desk.page.locator("#list .entry")).to_contain_text("Legal instrument")
    expect(news).to_have_count(0)
    page.get_by_role("button", name="Take it back as a whole").click()
    expect(page.get_by_text("1 is as it was")).to_be_visible()
    assert [span.label for span in site.spans(desk.document, "ben")] == ["actor"]


def test_a_split_is_decided_by_keys(browsing, site, open_desk):
    desk = open_desk(who="ben")
    for words in ("Kremlin", "Astana"):
        desk.mark(words, "1")
        desk.press("Escape")
    page = browsing.signed_in("ana")
    page.goto(f"{HERE}/change?kind=split")
    page.get_by_label("Title of new label 1").fill("Person")
    page.get_by_label("Title of new label 2").fill("Body")
    page.get_by_role("button", name="See what it would touch").click()
    expect(page.get_by_text("2 spans are to be decided, one by one.")).to_be_visible()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("heading", name="2 to decide")).to_be_visible()
    page.locator("html.scripted").wait_for()
    first = page.locator("#queue mark").inner_text()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="2 to decide, 1 put off")).to_be_visible()
    page.reload()
    expect(page.locator("#queue mark")).not_to_have_text(first)
    page.locator("html.scripted").wait_for()
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name="1 to decide, 1 decided")).to_be_visible()
    expect(page.locator("#queue mark")).to_have_text(first)
    page.locator("html.scripted").wait_for()
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name="Everything is decided")).to_be_visible()
    assert sorted(span.label for span in site.spans(desk.document, "ben")) == ["body", "person"]


def test_a_span_is_kept_as_an_example_and_opens_from_the_codebook(browsing, site, open_desk):
    desk = open_desk()
    desk.mark("Kremlin", "1")
    desk.page.get_by_role("button", name="Keep as an example").click()
    expect(desk.page.get_by_text("Kept as an example")).to_be_visible()
    desk.page.goto(HERE)
    example = desk.page.locator(".live")
    expect(example.locator("mark")).to_have_text("Kremlin")
    example.get_by_role("link").click()
    expect(desk.page).to_have_url(re.compile(rf"/documents/{desk.document}#b[0-9]+$"))


def test_a_statement_of_the_whole_project_opens_its_span(browsing, site, open_desk):
    desk = open_desk("Moscow would not recognise the treaty.")
    for words, key in (("Moscow", "1"), ("would not recognise", "2"), ("treaty", "3")):
        desk.mark(words, key)
    page = browsing.signed_in("ana")
    page.goto(f"/projects/{SLUG}/statements")
    page.locator("td[data-name=passage] a", has_text="would not recognise").click()
    expect(page.locator("#inspected > .quote")).to_have_text("would not recognise")
    page.wait_for_function("() => CSS.highlights.get('chosen')?.size")
    lit = page.evaluate("() => [...CSS.highlights.get('chosen')].map(String).join('|')")
    assert lit == "would not recognise"


def test_a_span_in_somebody_elses_layer_is_shown_where_it_stands_and_not_opened(browsing, site, open_desk):
    desk = open_desk("Moscow would not recognise the treaty.", who="ben")
    desk.mark("treaty", "3")
    (span,) = site.spans(desk.document, "ben")
    page = browsing.signed_in("ana")
    page.goto(f"/documents/{desk.document}?span={span.id}")
    page.wait_for_function("() => CSS.highlights.get('chosen')?.size")
    lit = page.evaluate("() => [...CSS.highlights.get('chosen')].map(String).join('|')")
    assert lit == "treaty"
    expect(page.locator("#inspected")).to_have_count(0)
