"""Two windows at one document: what meets is shown, nothing is lost and nothing is done twice."""

import re

import pytest
from browser.desk_page import DeskPage
from browser.people import Browsing
from browser.site import served
from playwright.sync_api import expect
from ports import free_port
from sqlalchemy import text

from annotator.services import accounts, annotating
from annotator.services.annotating import Edit
from annotator.services.recording import Action

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")


def test_what_stands_can_be_kept(stale):
    stale.page.get_by_role("link", name="Keep what stands").click()
    expect(stale.page.locator("#questions")).to_have_count(0)
    expect(stale.saved).to_have_text("Everything is saved.")
    assert stale.only.note == "theirs"
    stale.press("u")
    assert stale.only.note == ""


def test_mine_can_be_put_over_what_stands(stale):
    stale.page.get_by_role("button", name="Put mine over it").click()
    expect(stale.saved).to_have_text("Saved: what you chose stands now.")
    expect(stale.page.locator("#questions")).to_have_count(0)
    assert stale.only.note == "mine"
    stale.press("u")
    assert stale.only.note == "theirs"


def test_pressing_twice_puts_mine_over_it_once(stale):
    stale.page.get_by_role("button", name="Put mine over it").dblclick()
    expect(stale.page.locator("#questions")).to_have_count(0)
    stale.settled()
    assert (stale.only.note, stale.only.version) == ("mine", 3)


def test_two_tabs_of_one_person_add_to_one_layer(open_desk):
    first = open_desk("Astana agreed with Tashkent at once.")
    tab = first.page.context.new_page()
    second = DeskPage(tab, first.site, first.who, first.document)
    second.open()
    first.mark("Astana", "1")
    second.mark("Tashkent", "1")
    assert first.spans == [("actor", "Astana"), ("actor", "Tashkent")]
    second.press("u")
    assert second.spans == [("actor", "Astana")]


def test_a_key_pressed_twice_marks_once(open_desk):
    desk = open_desk("Astana agreed with Tashkent at once.")
    desk.drag("Astana")
    desk.press("1", "1")
    assert desk.spans == [("actor", "Astana")]


def test_after_the_back_button_the_page_shows_what_stands(open_desk):
    desk = open_desk("Astana agreed with Tashkent at once.")
    desk.mark("Astana", "1")
    desk.page.get_by_role("link", name="History", exact=True).click()
    desk.page.get_by_text("marked “Astana” as Actor").wait_for()
    desk.page.go_back()
    desk.ready()
    expect(desk.page.locator("#list .entry")).to_have_count(1)
    desk.mark("Tashkent", "1")
    assert desk.spans == [("actor", "Astana"), ("actor", "Tashkent")]


def test_a_session_ended_on_the_server_keeps_what_waits_and_goes_on(desk, browsing):
    browsing.forgive("401|400")
    with desk.site.store.write() as tx:
        tx.connection.execute(text("UPDATE session SET ended = :now"), {"now": tx.now})
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.saved).to_contain_text("You are signed out. 1 action waits.")
    assert desk.site.spans(desk.document) == []
    tab = desk.page.context.new_page()
    tab.goto(f"/enter/{desk.site.ticket('ana')}")
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_role("heading", name="Projects").wait_for()
    desk.page.bring_to_front()
    expect(desk.saved).to_have_text(SAVED)
    assert desk.spans == [("actor", "Russian army")]


def test_what_waits_is_saved_once_by_the_server_that_starts_again(chromium, site, tmp_path):
    port = free_port()
    with served(site.store, tmp_path, port) as before:
        browsing = Browsing(chromium, before)
        desk = DeskPage(browsing.signed_in("ana"), before, "ana", before.documents()[0].id)
        desk.open()
    desk.drag("Russian army")
    desk.press("1")
    desk.drag("Chechen separatists")
    desk.press("1")
    expect(desk.saved).to_have_text("No connection. 2 actions wait here and will be sent again.")
    assert before.spans(desk.document) == []
    with served(site.store, tmp_path, port):
        expect(desk.saved).to_have_text(SAVED)
        assert desk.spans == [("actor", "Russian army"), ("actor", "Chechen separatists")]
        desk.page.reload()
        desk.ready()
        expect(desk.page.locator("#list .entry")).to_have_count(2)
        browsing.close()


def test_two_changes_on_their_way_meet_another_as_one_question(open_desk, browsing):
    browsing.forgive("412")
    desk = open_desk("Astana agreed with Tashkent at once.")
    desk.mark("Astana", "1")
    elsewhere(desk, Edit(note="theirs", attributes={"kind": "person"}))
    held: list = []

    def hold(route):
        if held:
            route.continue_()
        held.append(route)

    desk.page.route("**/actions", hold)
    with desk.page.expect_request("**/actions"):
        desk.inspector.get_by_label("state", exact=True).check()
    desk.inspector.get_by_label("Note").fill("mine")
    desk.press("Tab")
    assert len(desk.kept_actions()) == 2
    held[0].continue_()
    expect(desk.page.locator("#questions td")).to_have_text(["state", "person", "mine", "theirs"])
    assert (desk.only.note, desk.only.attributes) == ("theirs", {"kind": "person"})
    desk.page.get_by_role("button", name="Put mine over it").click()
    expect(desk.page.locator("#questions")).to_have_count(0)
    desk.settled()
    assert (desk.only.note, desk.only.attributes) == ("mine", {"kind": "state"})


def test_a_span_deleted_elsewhere_can_be_brought_back_with_what_was_wanted(deleted):
    deleted.page.get_by_role("button", name="Bring it back with mine").click()
    expect(deleted.saved).to_have_text("Saved: what you chose stands now.")
    assert (deleted.words, deleted.only.note) == ("Astana", "mine")
    expect(deleted.page.locator("#list .entry")).to_have_count(1)
    deleted.press("u")
    assert deleted.spans == []


def test_a_span_deleted_elsewhere_can_be_left_deleted(deleted):
    deleted.page.get_by_role("link", name="Leave it deleted").click()
    expect(deleted.page.locator("#questions")).to_have_count(0)
    assert deleted.spans == []
    expect(deleted.page.locator("#list .entry")).to_have_count(0)


def test_borders_moved_elsewhere_are_drawn_where_they_stand_now(open_desk, browsing):
    browsing.forgive("412")
    desk = open_desk("Astana agreed with Tashkent at once.")
    desk.mark("Astana", "1")
    elsewhere(desk, Edit(fragments=[(0, 13)], words="Astana agreed"))
    desk.inspector.get_by_label("Note").fill("mine")
    desk.press("Tab")
    desk.page.get_by_role("link", name="Keep what stands").click()
    expect(desk.page.locator("#list .entry")).to_contain_text("Astana agreed")
    assert desk.lanes("agreed")


@pytest.fixture
def stale(open_desk, browsing):
    """A desk at which a note was written on a span that another window had changed."""
    browsing.forgive("412")
    desk = open_desk("Astana agreed with Tashkent at once.")
    desk.mark("Astana", "1")
    elsewhere(desk, Edit(note="theirs"))
    desk.inspector.get_by_label("Note").fill("mine")
    desk.press("Tab")
    expect(desk.page.locator("#questions td")).to_have_text(["mine", "theirs"])
    return desk


@pytest.fixture
def deleted(open_desk, browsing):
    """A desk at which a note was written on a span that another window had deleted."""
    browsing.forgive("412")
    desk = open_desk("Astana agreed with Tashkent at once.")
    desk.mark("Astana", "1")
    span = desk.only.id
    with desk.site.store.write() as tx:
        annotating.delete(tx, accounts.named(tx, "ana"), Action(tx.new_id(), ""), span)
    desk.inspector.get_by_label("Note").fill("mine")
    desk.press("Tab")
    expect(desk.page.locator("#questions td")).to_have_text(["mine", "nothing"])
    return desk


def elsewhere(desk, edit):
    """Change the one span from another window."""
    span = desk.only.id
    with desk.site.store.write() as tx:
        annotating.change(tx, accounts.named(tx, "ana"), Action(tx.new_id(), ""), span, edit)
