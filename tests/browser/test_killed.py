"""The server is killed while somebody works in a browser: what they did meanwhile is there, once, afterwards."""

import re

import pytest
from browser.desk_page import DeskPage
from browser.people import Browsing
from browser.site import Site
from playwright.sync_api import Error, expect
from ports import free_port

from tests.load import site as served

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")


@pytest.fixture
def server(seeded, tmp_path):
    """A server in a process of its own, over the demo's project."""
    running = served.Server(free_port(), served.environment(tmp_path, seeded))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def desk(chromium, seeded_store, server):
    """Ana at the first seed article."""
    site = Site(f"http://127.0.0.1:{server.port}", seeded_store)
    browsing = Browsing(chromium, site)
    found = DeskPage(browsing.signed_in("ana"), site, "ana", site.documents()[0].id)
    found.open()
    yield found
    browsing.close()
    browsing.forgive("ERR_CONNECTION|Failed to fetch|Failed to load resource")
    assert not browsing.faults


def test_what_was_on_its_way_and_what_came_after_it_is_saved_once(desk, server):
    desk.drag("Russian army")
    desk.press("1")
    server.kill()
    desk.drag("Chechen separatists")
    desk.press("1")
    expect(desk.saved).to_contain_text("No connection.")
    server.start()
    expect(desk.saved).to_have_text(SAVED)
    assert desk.spans == [("actor", "Russian army"), ("actor", "Chechen separatists")]


def test_a_reload_that_finds_no_server_loses_nothing(desk, server):
    server.kill()
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.saved).to_contain_text("No connection. 1 action waits here")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        desk.page.reload()
    server.start()
    desk.open()
    assert desk.spans == [("actor", "Russian army")]
    expect(desk.page.locator("#list .entry")).to_have_count(1)


@pytest.mark.parametrize("what", ["change", "delete", "undo"])
def test_an_action_whose_answer_was_lost_with_the_server_is_done_once(desk, server, what):
    desk.mark("Russian army", "1")
    desk.mark("Chechen separatists", "1")

    def lose(route):
        route.fetch()
        server.kill()
        route.abort()

    desk.page.route("**/actions", lose, times=1)
    with desk.page.expect_request("**/actions"):
        if what == "change":
            desk.inspector.get_by_label("state", exact=True).check()
        else:
            desk.press({"delete": "Delete", "undo": "u"}[what])
    expect(desk.saved).to_contain_text("No connection.")
    server.start()
    expect(desk.saved).to_have_text(SAVED)
    left = [("actor", "Russian army"), ("actor", "Chechen separatists")]
    assert desk.spans == (left if what == "change" else left[:1])
    if what == "change":
        changed = desk.site.spans(desk.document)[1]
        assert (changed.attributes, changed.version) == ({"kind": "state"}, 2)
