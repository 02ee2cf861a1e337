import re

from browser.site import SLUG
from playwright.sync_api import expect

from annotator.services import accounts, team

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")


def test_every_action_says_when_it_was_saved(desk):
    expect(desk.saved).to_have_text("Everything is saved.")
    desk.mark("Russian army", "1")
    expect(desk.saved).to_have_text(SAVED)
    answered = desk.page.locator("#saved-at").get_attribute("data-at")
    shown = desk.page.evaluate("(at) => new Date(at).toLocaleTimeString([], { hourCycle: 'h23' })", answered)
    expect(desk.saved).to_have_text(f"Saved {shown}")


def test_without_a_connection_work_goes_on_and_is_sent_once_each_later(desk, browsing):
    browsing.forgive("ERR_INTERNET_DISCONNECTED|Failed to fetch")
    desk.page.context.set_offline(True)
    desk.drag("Russian army")
    desk.press("1")
    desk.drag("Chechen separatists")
    desk.press("1")
    expect(desk.saved).to_have_text("No connection. 2 actions wait here and will be sent again.")
    assert desk.lit("pending") == "Russian army|Chechen separatists"
    assert desk.site.spans(desk.document) == []
    desk.page.context.set_offline(False)
    expect(desk.saved).to_have_text(SAVED)
    assert desk.spans == [("actor", "Russian army"), ("actor", "Chechen separatists")]
    assert desk.lit("pending") == ""


def test_an_action_whose_answer_was_lost_is_not_done_twice(desk, browsing):
    browsing.forgive("ERR_FAILED|Failed to fetch")
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    desk.page.route("**/actions", lose)
    desk.mark("Russian army", "1")
    assert lost[0].status == 200
    assert desk.spans == [("actor", "Russian army")]
    expect(desk.saved).to_have_text(SAVED)
    desk.press("u")
    assert desk.spans == []


def test_whoever_gets_another_role_at_work_loses_nothing_and_stays_signed_in(desk):
    session = desk.page.context.cookies()[0]["value"]
    with desk.site.store.write() as tx:
        team.give_role(tx, accounts.OPERATOR, SLUG, "ana", "annotator")
    desk.mark("Russian army", "1")
    desk.mark("Chechen separatists", "1")
    expect(desk.saved).to_have_text(SAVED)
    assert desk.page.context.cookies()[0]["value"] != session
    desk.page.reload()
    desk.ready()
    desk.mark("Kremlin", "1")
    assert [words for _, words in desk.spans] == ["Russian army", "Chechen separatists", "Kremlin"]


def test_what_waits_survives_a_reload(desk, browsing):
    browsing.forgive("ERR_FAILED|Failed to fetch")
    desk.page.route("**/actions", lambda route: route.abort())
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.saved).to_contain_text("No connection")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.unroute("**/actions")
    desk.page.reload()
    assert desk.spans == [("actor", "Russian army")]
    expect(desk.page.locator("#list .entry")).to_have_count(1)


def test_what_waits_on_one_document_is_sent_from_another(desk, browsing):
    browsing.forgive("ERR_FAILED|Failed to fetch")
    desk.page.route("**/actions", lambda route: route.abort())
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.saved).to_contain_text("No connection")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.unroute("**/actions")
    other = desk.site.documents()[1].id
    desk.page.goto(f"/documents/{other}")
    assert desk.spans == [("actor", "Russian army")]
    assert desk.site.spans(other) == []
    expect(desk.page.locator("#list .entry")).to_have_count(0)


def test_leaving_for_the_next_document_waits_until_everything_is_saved(desk):
    desk.page.route("**/actions", lambda route: (desk.page.wait_for_timeout(400), route.continue_()))
    desk.drag("Russian army")
    desk.press("1", "]")
    desk.page.wait_for_url(lambda url: desk.document not in url)
    assert desk.spans == [("actor", "Russian army")]


def test_completing_waits_until_everything_is_saved(desk):
    desk.page.route("**/actions", lambda route: (desk.page.wait_for_timeout(400), route.continue_()))
    desk.drag("Russian army")
    desk.press("1")
    desk.page.get_by_role("button", name="Complete").click()
    expect(desk.page.get_by_text("1 span is not finished")).to_be_visible()


def test_a_server_that_cannot_just_now_is_asked_again(desk, browsing):
    browsing.forgive("503")
    busy = [True]
    desk.page.route("**/actions", lambda route: route.fulfill(status=503, body="") if busy else route.continue_())
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.saved).to_contain_text("The server does not take it just now.")
    busy.clear()
    assert desk.spans == [("actor", "Russian army")]


def test_whoever_was_signed_out_signs_in_elsewhere_and_it_goes_on(desk, browsing):
    browsing.forgive("401|400")
    desk.page.context.clear_cookies()
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.saved).to_contain_text("You are signed out. 1 action waits.")
    tab = desk.page.context.new_page()
    tab.goto(f"/enter/{desk.site.ticket('ana')}")
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_role("heading", name="Projects").wait_for()
    desk.page.bring_to_front()
    expect(desk.saved).to_have_text(SAVED)
    assert desk.spans == [("actor", "Russian army")]


def test_what_one_person_did_is_never_saved_as_another(desk, browsing):
    browsing.forgive("401|400")
    tab = desk.page.context.new_page()
    tab.goto(f"/enter/{desk.site.ticket('ben')}")
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_role("heading", name="Projects").wait_for()
    desk.page.bring_to_front()
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.saved).to_contain_text("Somebody else is signed in now.")
    assert desk.site.spans(desk.document, "ben") == []
    assert desk.site.spans(desk.document, "ana") == []


def test_what_waits_stays_its_makers_while_somebody_else_uses_the_browser(desk, browsing):
    browsing.forgive("ERR_FAILED|Failed to fetch")
    desk.page.route("**/actions", lambda route: route.abort())
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.saved).to_contain_text("No connection. 1 action waits")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    for who, saved in (("ben", []), ("ana", [("actor", "Russian army")])):
        desk.page.context.clear_cookies()
        desk.page.goto(f"/enter/{desk.site.ticket(who)}")
        desk.page.unroute("**/actions")  # not before: what waits would be sent while ana is still there
        desk.page.get_by_role("button", name="Sign in").click()
        desk.page.get_by_role("heading", name="Projects").wait_for()
        desk.open()
        expect(desk.saved).to_have_text("Everything is saved." if who == "ben" else SAVED)
        text = desk.site.text(desk.document)
        assert [(one.label, one.quote(text)) for one in desk.site.spans(desk.document, who)] == saved


def test_an_action_swaps_only_the_paragraphs_and_entries_it_touched(open_desk):
    desk = open_desk("Astana agreed.\n\nTashkent did not.\n\nBishkek waits.")
    desk.mark("Astana", "1")
    desk.mark("Bishkek", "1")
    desk.page.evaluate("""() => {
        window.before = Object.fromEntries([...document.querySelectorAll(".block, .entries")].map((one) => [one.id, one]));
    }""")
    desk.mark("Tashkent", "2")
    swapped = desk.page.evaluate(
        "() => Object.keys(before).filter((id) => document.getElementById(id) !== before[id]).sort()"
    )
    assert swapped == ["b1", "list-1"]


def test_a_selection_outlives_the_answer_to_the_action_before(open_desk):
    desk = open_desk("Astana agreed with Tashkent at once.")
    desk.page.route("**/actions", lambda route: (desk.page.wait_for_timeout(300), route.continue_()))
    desk.drag("Astana")
    desk.press("1")
    desk.drag("Tashkent")
    expect(desk.saved).to_have_text(SAVED)
    assert desk.selected == "Tashkent"
    desk.press("2")
    assert desk.spans == [("actor", "Astana"), ("stance", "Tashkent")]


def test_an_action_that_the_server_refuses_is_said_and_not_sent_again(desk, browsing):
    browsing.forgive("422")
    desk.page.route(
        "**/actions",
        lambda route: route.continue_(
            post_data=(route.request.post_data or "").replace("words=Russian", "words=Kazakh")
        ),
    )
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.notice).to_contain_text("offsets are code points")
    expect(desk.saved).to_have_text("Not saved: see below. Everything before it is saved.")
    assert desk.spans == []
