"""Suggestions on the annotation page: only when asked for, taken and let go by one key each."""

from playwright.sync_api import expect

TEXT = "Kazakhstan signed.\n\nRussia answered Kazakhstan."


def test_suggestions_are_asked_for_taken_by_enter_and_let_go_by_del(open_desk):
    desk = open_desk(TEXT)
    expect(desk.chooser).to_be_hidden()
    desk.press("g")
    first = desk.chooser.get_by_role("button", name="in the registry").first
    expect(first).to_be_focused()
    assert desk.lit("allowed") == "Kazakhstan"
    assert desk.spans == []
    desk.press("Enter")
    desk.press("Delete")
    desk.settled()
    assert desk.spans == [("actor", "Kazakhstan")]
    expect(desk.chooser.get_by_role("listitem")).to_have_count(1)
    desk.press("Enter")
    expect(desk.chooser).to_be_hidden()
    assert desk.spans == [("actor", "Kazakhstan"), ("actor", "Kazakhstan")]
    desk.press("g")
    expect(desk.chooser).to_contain_text("Nothing is suggested here.")
    desk.press("Escape", "u", "u")
    desk.settled()
    desk.press("g")
    expect(desk.chooser.get_by_role("listitem")).to_have_count(2)


def test_suggestions_are_taken_and_let_go_by_buttons(open_desk):
    desk = open_desk(TEXT)
    desk.page.get_by_role("button", name="Suggestions").click()
    desk.chooser.get_by_role("button", name="Let Kazakhstan go").first.click()
    desk.chooser.get_by_role("button", name="in the registry").first.click()
    assert desk.spans == [("actor", "Russia")]
