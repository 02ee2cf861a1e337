"""The versions of a codebook in the browser, and what is different between two."""

from dataclasses import replace

import pytest
from acting import SLUG

from annotator.services import codebooks, projects

HERE = f"/projects/{SLUG}/codebook/versions"


def test_the_page_lists_every_version_with_its_maker_and_its_note(ana, store, team):
    change(store, team["ana"], "Rules for states.")
    page = ana.get(HERE)
    assert page.words("//tbody/tr/th") == ["2", "1"]
    assert page.words("//tbody/tr/td[3]")[0] == "Rules for states."
    assert page.words("//tbody/tr/td[2]") == ["ana", "on the server"]


def test_the_latest_is_held_against_the_one_before_it(ben, store, team):
    change(store, team["ana"])
    assert ben.get(HERE).words("//ul[@class='differences']/li") == ["Actor: rule 13 added: A new rule."]


def test_any_two_are_held_against_each_other_in_either_direction(ben, store, team):
    change(store, team["ana"])
    back = ben.get(f"{HERE}?old=2&new=1").words("//ul[@class='differences']/li")
    assert back == ["Actor: rule 13 removed: A new rule."]
    assert "They say the same." in ben.get(f"{HERE}?old=2&new=2").text


@pytest.mark.parametrize(("asked", "status"), [("new=7", 404), ("new=x", 422), ("old=-1", 422), ("new=²", 422)])
def test_a_version_that_is_none_is_said_to_be(ben, asked, status):
    assert ben.get(f"{HERE}?{asked}").status_code == status


def test_a_project_without_a_codebook_has_no_versions(ana, store, team):
    with store.write() as tx:
        projects.create(tx, team["ana"], "empty", "Empty")
    assert "no codebook yet" in ana.get("/projects/empty/codebook/versions").text


def change(store, person, note=""):
    with store.write() as tx:
        book = codebooks.current(tx, person, SLUG)
        first = book.labels[0]
        changed = replace(first, rules=(*first.rules, "A new rule."))
        codebooks.replace(tx, person, SLUG, replace(book, labels=(changed, *book.labels[1:])), note)


@pytest.fixture
def store(sqlite_store):
    """One kind of database is enough where none is asked."""
    return sqlite_store
