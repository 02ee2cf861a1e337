"""A whole session of a team, each in a browser of their own: a blind round, two readings, one decision."""

import pytest
from acting import SLUG
from browser.desk_page import DeskPage
from browser.differing import BenchPage
from playwright.sync_api import expect

from annotator.services import accounts, exporting, projects, rounds
from annotator.services.rounds import Plan

TEXT = "In March Tashkent signed the pact. Moscow was told."


@pytest.fixture
def document(site):
    """A document that ben and eva have in their queues, in a blind round."""
    made = site.add_document("The pact", TEXT)
    with site.store.write() as tx:
        accounts.add_user(tx, accounts.OPERATOR, "eva", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "eva", "annotator")
        rounds.create(tx, accounts.OPERATOR, SLUG, Plan("First", [made], overlap=2))
    return made


@pytest.fixture
def desks(browsing, site, document):
    """Ben and eva at the document, at the same time."""
    opened = [DeskPage(browsing.signed_in(who), site, who, document) for who in ("ben", "eva")]
    for desk in opened:
        desk.open()
    return opened


def test_two_annotators_work_at_once_and_learn_nothing_of_each_other(desks):
    ben, eva = desks
    ben.drag("Tashkent")
    eva.drag("Tashkent signed the pact")
    ben.press("1")
    eva.press("2")
    ben.mark("Moscow", "1")
    assert ben.spans == [("actor", "Tashkent"), ("actor", "Moscow")]
    assert eva.spans == [("stance", "Tashkent signed the pact")]
    for desk, other in ((ben, "eva"), (eva, "ben")):
        desk.open()
        assert other not in desk.page.content()
        desk.page.goto(f"/projects/{SLUG}")
        assert other not in desk.page.content()
        expect(desk.page.locator("label[for=done]")).to_have_text("You have completed 0 of 1 in your queue")
    ben.open()
    assert ben.entries == ["Tashkent", "Moscow"]


def test_an_adjudicator_decides_what_they_read_and_gold_knows_where_it_came_from(desks, browsing, site, document):
    ben, eva = desks
    ben.mark("Tashkent", "1")
    eva.mark("Tashkent", "1")
    ben.mark("signed", "2")
    eva.mark("signed the pact", "2")
    for desk in desks:
        desk.page.get_by_role("button", name="Complete").click()
        desk.page.get_by_role("button", name="Complete it anyway").click()
        expect(desk.page.get_by_role("button", name="Open again")).to_be_visible()
    bench = BenchPage(browsing.signed_in("adjudicator"), document)
    bench.open()
    bench.expect_decided(0, 2)
    bench.press("a")
    bench.expect_decided(1, 2)
    bench.press("b")
    bench.expect_decided(2, 2)
    gold = b"".join(exporting.prepare(site.store, accounts.OPERATOR, SLUG, "jsonl", "gold").chunks()).decode()
    assert '"text":"signed the pact"' in gold
    assert '"text":"signed",' not in gold
    assert gold.count('"label":"actor"') == 1
