"""Suggestions on the annotation page: only when asked for, taken and let go by one key each."""

import re

from browser.desk_page import DeskPage
from golden import add_gold, keep_model
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


def test_what_a_model_suggests_is_taken_and_let_go_by_one_key_with_how_sure_it_is(browsing, site):
    gold = add_gold(site.store, number=2)
    (new,) = add_gold(site.store, first=3, number=1, gold=False)
    sure, unsure = (place(site.text(new), name) for name in ("Dushanbe", "Almaty"))
    keep_model(site.store, 1, gold, new, [(*sure, "actor", 0.93), (*unsure, "actor", 0.41)])
    desk = DeskPage(browsing.signed_in("ana"), site, "ana", new)
    desk.open()
    desk.press("g")
    suggested = desk.chooser.get_by_role("listitem").filter(has_text="model 1")
    expect(suggested).to_have_text(
        [re.compile(r"Dushanbe.*model 1 · 93 %"), re.compile(r"Almaty.*model 1 · 41 %")]
    )
    suggested.first.get_by_role("button").first.focus()
    desk.press("Enter")
    expect(suggested).to_have_count(1)
    suggested.first.get_by_role("button").first.focus()
    desk.press("Delete")
    expect(suggested).to_have_count(0)
    desk.settled()
    assert desk.spans == [("actor", "Dushanbe")]


def place(text, words):
    start = text.index(words)
    return start, start + len(words)
