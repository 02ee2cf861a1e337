"""A text is corrected on a page: a report first, choices about what is lost, then the edition, and the old one."""

import json

import pytest
from acting import SLUG, Desk, first_document, new_id

from annotator.services import corpus


@pytest.fixture
def desk(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))


@pytest.fixture
def words(desk):
    """The first words of the article, which are taken out of it."""
    return desk.text.split()[0]


def test_a_text_is_corrected_after_a_look_at_what_becomes_of_the_spans(ana, desk, words, store):
    lost = desk.mark(words)
    where = f"/documents/{desk.document}/text"
    shown = ana.get(where)
    (text,) = shown.page.xpath("//textarea[@name='text']/text()")
    assert text.removeprefix("\n") == desk.text
    corrected = desk.text.replace(words, "Otherwise", 1).replace("\n", "\r\n")
    report = ana.send(where, {"text": corrected, "reason": "A try"})
    assert words in report.words("//section[@aria-labelledby='lost']//span[@class='quote']")
    (confirmed,) = report.page.xpath("//input[@name='confirmed']/@value")
    again = ana.send(where, {"text": corrected, f"place.{lost}": "Otherwise"})
    assert "Otherwise" in again.words("//section[@aria-labelledby='reworded']//span[@class='quote'][2]")
    done = ana.send(
        f"/documents/{desk.document}/editions", {"text": corrected, "confirmed": confirmed, "reason": "A try"}
    )
    assert done.status_code == 303
    new = done.headers["Location"].split("/")[2]
    page = ana.get(done.headers["Location"])
    assert page.words("//h2") == ["Edition 2, which counts", "Edition 1"]
    assert words in page.words("//h3/following-sibling::ul//span[@class='quote']")
    with store.read() as tx:
        assert corpus.corpus(tx, desk.person, SLUG).documents[0].id == new


def test_what_somebody_did_not_see_is_not_done(ana, desk, words):
    where = f"/documents/{desk.document}/text"
    corrected = desk.text.replace(words, "Otherwise", 1)
    (confirmed,) = ana.send(where, {"text": corrected}).page.xpath("//input[@name='confirmed']/@value")
    desk.mark(words)
    refused = ana.send(f"/documents/{desk.document}/editions", {"text": corrected, "confirmed": confirmed})
    assert refused.status_code == 409
    assert "look at the report again" in refused.text


def test_the_old_edition_is_read_and_downloaded_and_its_address_tells_of_the_new(ana, desk, words):
    desk.mark(words)
    old = desk.text
    where = f"/documents/{desk.document}/text"
    corrected = old.replace(words, "Otherwise", 1)
    (confirmed,) = ana.send(where, {"text": corrected}).page.xpath("//input[@name='confirmed']/@value")
    done = ana.send(f"/documents/{desk.document}/editions", {"text": corrected, "confirmed": confirmed})
    new = done.headers["Location"].split("/")[2]
    page = ana.get(f"/documents/{new}/editions/1")
    assert words in "".join(page.page.xpath("//article")[0].itertext())
    line = json.loads(ana.get(f"/documents/{new}/editions/1/file?format=jsonl&layer=all").data.splitlines()[0])
    assert line["text"] == old
    gone = ana.get(f"/documents/{desk.document}")
    assert gone.status_code == 404
    assert f"/documents/{new}" in gone.text
    assert ana.get(f"/documents/{new}/editions/7").status_code == 404


def test_what_was_left_behind_is_told_on_the_desk_of_its_maker_and_placed_on_the_page_of_editions(
    ana, desk, words
):
    lost = desk.mark(words)
    where = f"/documents/{desk.document}"
    corrected = desk.text.replace(words, "Otherwise", 1)
    (confirmed,) = ana.send(f"{where}/text", {"text": corrected}).page.xpath("//input[@name='confirmed']/@value")
    done = ana.send(f"{where}/editions", {"text": corrected, "confirmed": confirmed}).headers["Location"]
    told = ana.get(done.removesuffix("/editions"))
    assert "1 of your spans stays in the edition before" in " ".join(told.words("//p[@class='news']"))
    assert told.page.xpath("//p[@class='news']/a/@href") == [f"{done}#left"]
    placed = ana.send(f"{done}/place", {"action": new_id(), "span": lost, "words": "Otherwise"})
    assert (placed.status_code, placed.headers["Location"]) == (303, f"{done}#left")
    assert not ana.get(done).page.xpath("//*[@id='left']")
    assert not ana.get(done.removesuffix("/editions")).page.xpath("//p[@class='news']/a[contains(@href, '#left')]")
