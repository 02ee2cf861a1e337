"""What changed in the codebook since an annotator last had it before them, told once, at their next document."""

from dataclasses import replace

import pytest
from acting import SLUG, Desk

from annotator.services import codebooks

SEEN = f"/projects/{SLUG}/codebook/seen"


def test_what_changed_is_told_at_the_next_document_and_not_again(ben, desk, change):
    desk.mark("Kremlin")
    change("Draft")
    page = ben.get(f"/documents/{desk.document}")
    assert page.words("//form[@id='news']//li") == ["Name changed from “Central Asia and the draft” to “Draft”"]
    assert ben.send(SEEN, news(page)).headers["Location"] == f"/documents/{desk.document}"
    assert ben.get(f"/documents/{desk.document}").page.xpath("//form[@id='news']") == []


def test_several_versions_are_told_at_once_from_the_last_one_seen(ben, desk, change):
    ben.send(SEEN, news(ben.get(f"/documents/{desk.document}")))
    change("Draft")
    change("Another draft")
    said = ben.get(f"/documents/{desk.document}").words("//form[@id='news']//summary")
    assert said == ["New in the codebook: version 3 (you knew 1)"]


def test_whoever_begins_is_told_nothing(ben, desk, change):
    change("Draft")
    page = ben.get(f"/documents/{desk.document}")
    assert page.words("//form[@id='news']//li") == []
    ben.send(SEEN, news(page), htmx=True)
    change("Another draft")
    assert ben.get(f"/documents/{desk.document}").words("//form[@id='news']//summary") == [
        "New in the codebook: version 3 (you knew 2)"
    ]


def test_a_window_left_open_does_not_bring_old_news_back(ben, desk, change):
    old = news(ben.get(f"/documents/{desk.document}"))
    change("Draft")
    ben.send(SEEN, news(ben.get(f"/documents/{desk.document}")))
    ben.send(SEEN, old)
    assert ben.get(f"/documents/{desk.document}").page.xpath("//form[@id='news']") == []


def test_each_annotator_is_told_by_themselves(ben, ana, desk, team, change):
    desk.mark("Kremlin")
    Desk(desk.store, team["ana"], desk.document).mark("Kremlin")
    change("Draft")
    ben.send(SEEN, news(ben.get(f"/documents/{desk.document}")))
    assert ana.get(f"/documents/{desk.document}").words("//form[@id='news']//li") != []


@pytest.mark.parametrize("version", ["9", "x"])
def test_a_version_that_is_none_is_refused(ben, desk, version):
    assert ben.send(SEEN, {"version": version, "document": desk.document}).status_code in {404, 422}


def news(page):
    return {one.get("name"): one.get("value") for one in page.page.xpath("//form[@id='news']/input")}


@pytest.fixture
def change(store, team):
    def changed(name):
        with store.write() as tx:
            book = codebooks.current(tx, team["ana"], SLUG)
            codebooks.replace(tx, team["ana"], SLUG, replace(book, name=name))

    return changed
