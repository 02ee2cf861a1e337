"""A round is watched over while people work on it."""

import pytest
from acting import SLUG, Desk
from playwright.sync_api import expect

from annotator.services import accounts, projects, rounds
from annotator.services.rounds import Plan

TEN_SECONDS = 10_000


@pytest.fixture
def board(browsing, site):
    """Ana's page of a round that ben and eva annotate in."""
    with site.store.write() as tx:
        accounts.add_user(tx, accounts.OPERATOR, "eva", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "eva", "annotator")
        rounds.create(tx, accounts.OPERATOR, SLUG, Plan("First", overlap=1, by_hand=True))
    page = browsing.signed_in("ana")
    page.clock.install()
    page.goto(f"/projects/{SLUG}/rounds/1")
    return page


def row(board, title):
    return board.locator("#by-document ~ form tr", has_text=title)


def test_the_board_follows_what_people_do_and_keeps_who_is_chosen(board, site):
    article = site.documents()[0]
    board.get_by_label("Give documents to").select_option("eva")
    row(board, article.title).get_by_role("button", name="Give").click()
    expect(row(board, article.title).locator("li").first).to_contain_text("eva not begun")
    expect(board.get_by_label("Give documents to")).to_have_value("eva")
    board.get_by_label("Give documents to").select_option("ben")
    Desk(site.store, site.person("eva"), article.id).mark("Kazakhstan")
    board.clock.fast_forward(TEN_SECONDS)
    expect(row(board, article.title).locator("li").first).to_contain_text("eva in progress")
    expect(row(board, article.title)).to_contain_text("1 without actor: kind")
    expect(board.get_by_label("Give documents to")).to_have_value("ben")
