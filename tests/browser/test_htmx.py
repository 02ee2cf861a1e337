from playwright.sync_api import expect


def test_htmx_asks_for_parts_and_gets_them(desk):
    desk.drag("Russian army")
    with desk.page.expect_response("**/actions") as answer:
        desk.press("1")
    assert answer.value.request.headers["hx-request"] == "true"
    part = answer.value.text()
    assert "<html" not in part
    assert "hx-partial" in part
    assert "HX-Request" in answer.value.headers["vary"]


def test_a_refusal_is_swapped_in_as_a_part(desk, browsing):
    browsing.forgive("409")
    with desk.page.expect_response("**/actions") as answer:
        desk.press("r")
    assert answer.value.status == 409
    assert "<html" not in answer.value.text()
    expect(desk.notice.get_by_role("alert")).to_have_text("There is nothing to redo here.")
    desk.mark("Russian army", "1")
    expect(desk.notice.get_by_role("alert")).to_have_count(0)


def test_entries_of_a_long_list_are_fetched_when_they_come_into_sight(open_desk):
    desk = open_desk("\n\n".join(f"Astana {number} met Tashkent." for number in range(420)))
    desk.mark("Astana", "1")
    desk.press("e")
    expect(desk.chooser).to_be_visible()
    desk.press("Enter")
    desk.settled()
    desk.open()
    expect(desk.page.locator("#list .entry")).to_have_count(400)
    desk.page.locator("#list .entry").last.scroll_into_view_if_needed()
    desk.page.locator(".spans").hover()
    desk.page.mouse.wheel(0, 100_000)
    desk.page.wait_for_function("() => document.querySelectorAll('#list .entry').length > 400")


def test_without_script_the_pages_can_be_read(browsing, site):
    page = browsing.page(javascript=False)
    page.goto(f"/enter/{site.ticket('ana')}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Central Asia and the draft").click()
    page.get_by_role("link", name="Ethnic Russians in Kazakhstan").click()
    expect(page.locator("#article")).to_contain_text("At a press conference")
    page.get_by_role("button", name="Complete").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
