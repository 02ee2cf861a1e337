"""The main job, end to end, on both databases: sign in, mark, complete, export, and compare."""

import json

import pytest
from browser.desk_page import DeskPage
from browser.site import served
from browser.whole_job import annotate_seed, compare, complete
from playwright.sync_api import expect

from annotator.services import accounts, seeding

PASSWORD = "a long enough password"
TEXT = (
    "Сәлем 👨‍👩‍👧‍👦 from e\u0301te\u0301 🇰🇿\n\n"
    "Қазақстан Республикасының үкіметі 😀 refused the Astana pact, and the Russian Duma adopted it.\n\n"
    "Later the Astana pact was forgotten."
)


@pytest.fixture
def site(store, tmp_path):
    hashed = accounts.hashed_password(PASSWORD)
    with store.write() as tx:
        accounts.add_user(tx, accounts.OPERATOR, "ana", admin=True, password_hash=hashed)
    seeding.seed(store)
    with served(store, tmp_path) as running:
        yield running


def test_from_signing_in_to_the_export(browsing, site, tmp_path):
    page = browsing.page()
    seed, own = site.documents()[0].id, site.add_document("A hard text", TEXT)
    title = site.documents()[-1].title

    page.goto("/")
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Central Asia and the draft").click()

    page.get_by_role("link", name="Ethnic Russians in Kazakhstan").click()
    desk = DeskPage(page, site, "ana", seed)
    desk.ready()
    seen = annotate_seed(desk)
    complete(desk)

    page.get_by_role("link", name="Central Asia and the draft").click()
    page.get_by_role("link", name=title).click()
    desk = DeskPage(page, site, "ana", own)
    desk.ready()
    seen_hard = _annotate_hard_text(desk)
    complete(desk)

    page.get_by_role("link", name="Export").click()
    page.locator("input[name=format][value=jsonl]").check()
    page.locator("select[name=layer]").select_option("ana")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    download.value.save_as(tmp_path / "export.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "export.jsonl").read_text(encoding="utf-8").splitlines()]

    exported = {line["title"]: line for line in lines}
    compare(exported["Ethnic Russians in Kazakhstan Volunteer to Fight in Chechnya"], seen)
    compare(exported[title], seen_hard)


def _annotate_hard_text(desk):
    desk.mark("Қазақстан Республикасының үкіметі", "1")
    desk.press("Shift+Digit1")
    desk.settled()
    desk.press("Escape")
    desk.click("😀")
    desk.press("ArrowRight")
    assert desk.selected == "refused"
    desk.press("2")
    desk.settled()
    desk.mark("Astana pact", "3")
    desk.press("e")
    expect(desk.chooser).to_be_visible()
    desk.press("Enter")
    desk.settled()
    return [
        ("actor", "Қазақстан Республикасының үкіметі", {"kind": "state"}),
        ("stance", "refused", {}),
        ("legal_instrument", "Astana pact", {}),
        ("legal_instrument", "Astana pact", {}),
    ]
