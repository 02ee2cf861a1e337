"""What a document as a whole is, said beside its text: by mouse and by keys, kept whatever happens."""

from dataclasses import replace

import pytest
from acting import SLUG
from playwright.sync_api import expect

from annotator.domain.codebook import Attribute
from annotator.services import codebooks, reading
from annotator.services.accounts import OPERATOR

GENRE = Attribute("genre", "choice", choices=("news", "analysis", "interview"), required=True)
SOURCES = Attribute("sources", "text")
RELEVANT = Attribute("relevant", "boolean", default=True)


@pytest.fixture
def asked(site):
    """A site whose codebook asks about documents."""
    with site.store.write() as tx:
        book = codebooks.current(tx, OPERATOR, SLUG)
        codebooks.replace(tx, OPERATOR, SLUG, replace(book, document_attributes=(GENRE, SOURCES, RELEVANT)))
    return site


@pytest.fixture
def desk(asked, open_desk):
    return open_desk()


def said(desk) -> dict:
    desk.settled()
    with desk.site.store.read() as tx:
        return dict(reading.desk(tx, desk.site.person(desk.who), desk.document).attributes)


def test_it_is_said_by_mouse_and_is_there_after_a_reload(desk):
    about = desk.page.locator("#about")
    expect(about).to_contain_text("please choose")
    about.get_by_label("analysis").check()
    assert said(desk) == {"genre": "analysis"}
    expect(about).not_to_contain_text("please choose")
    desk.page.reload()
    desk.ready()
    expect(about.get_by_label("analysis")).to_be_checked()


def test_it_is_said_by_keys_and_the_focus_stays_where_one_is(desk):
    desk.page.locator("#about").get_by_label("news").focus()
    desk.press("Space")
    assert said(desk) == {"genre": "news"}
    desk.press("ArrowDown")
    assert said(desk) == {"genre": "analysis"}
    expect(desk.page.locator("#about").get_by_label("analysis")).to_be_focused()


def test_undo_takes_it_back_on_the_page_too(desk):
    desk.page.locator("#about").get_by_label("news").check()
    assert said(desk) == {"genre": "news"}
    desk.page.locator("#article").focus()
    desk.press("u")
    assert said(desk) == {}
    expect(desk.page.locator("#about").get_by_label("news")).not_to_be_checked()


def test_what_is_being_written_is_kept_when_somebody_leaves_the_page(desk, asked):
    desk.page.locator("#about textarea").fill("an official and two experts")
    desk.page.goto(f"/documents/{asked.documents()[1].id}")
    desk.ready()
    assert said(desk) == {"sources": "an official and two experts"}


def test_completing_asks_first_and_says_the_defaults(desk):
    desk.page.get_by_role("button", name="Complete").click()
    expect(desk.page.locator("#questions")).to_contain_text("nothing is said yet of genre")
    desk.press("Escape")
    desk.page.locator("#about").get_by_label("interview").check()
    desk.settled()
    desk.page.get_by_role("button", name="Complete").click()
    expect(desk.page.locator("#saved")).to_contain_text("Complete")
    assert said(desk) == {"genre": "interview", "relevant": True}
