"""The codebook, to keep open beside the work, and the colours of its labels."""

import re

import pytest
from acting import SLUG

from annotator.domain.codebook import Codebook, Label
from annotator.services import codebooks, projects
from annotator.web.colours import LANES, stylesheet

CSS = f"/projects/{SLUG}/codebook/1.css"


def test_the_page_shows_every_label_with_its_rules_examples_and_attributes(ben, book):
    answer = ben.get(f"/projects/{SLUG}/codebook")
    words = " ".join(answer.page.text_content().split())
    for label in book.labels:
        for said in (label.title, label.description, *label.rules, *label.include, *label.exclude):
            assert " ".join(said.split()) in words, said
        for attribute in label.attributes:
            assert all(choice.replace("_", " ") in words for choice in attribute.choices)
    assert answer.words("//h2/code") == [label.name for label in book.labels]


def test_the_colours_are_kept_for_good_but_by_this_browser_alone(ben):
    answer = ben.get(CSS)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "Cookie" in answer.headers["Vary"]


def test_every_label_has_its_colour_its_line_and_its_lanes(ben, book):
    css = ben.get(CSS).text
    for number, label in enumerate(book.labels):
        assert f"--c{number}: {label.color};" in css
        assert f".c{number} {{" in css
        for lane in range(LANES):
            assert f".m{lane}-{number} {{" in css
            assert f".m{lane}-{number}e {{" in css
    assert f".c{len(book.labels)} {{" in css, "and so has a label that is there no more"


def test_labels_are_told_apart_by_their_line_too(ben, book):
    lines = re.findall(r"--s\d+: (.*);", ben.get(CSS).text)
    patterns = [re.sub(r"var\(--c\d+\)", "colour", line) for line in lines[: len(book.labels)]]
    assert len(set(patterns)) == len(book.labels)


def test_the_page_and_the_desk_use_the_colours_of_the_present_version(ben, document):
    for address in (f"/projects/{SLUG}/codebook", f"/documents/{document}"):
        assert CSS in ben.get(address).page.xpath("//link[@rel='stylesheet']/@href")


def test_colours_of_a_version_that_is_none_or_for_a_stranger_are_not_there(ben, people, sign_in):
    stranger = sign_in("stranger")
    assert stranger.get(CSS).status_code == 404
    for version in (2, 999_999_999):
        answer = ben.get(CSS.replace("1.css", f"{version}.css"))
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_project_without_a_codebook_says_how_it_gets_one(ana, store, team):
    with store.write() as tx:
        projects.create(tx, team["ana"], "empty", "Empty")
    assert "annotator codebook import empty" in ana.get("/projects/empty/codebook").text
    assert ana.get("/projects/empty/codebook/0.css").status_code == 200


def test_a_codebook_is_shown_as_text(ana, store, team, book):
    hostile = "<script>alert('v')</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    label = Label("x", hostile, hostile, (hostile,), (hostile,), (hostile,), "#123456", "x")
    with store.write() as tx:
        codebooks.replace(tx, team["ana"], SLUG, Codebook(hostile, 0, hostile, (label, *book.labels)))
    page = ana.get(f"/projects/{SLUG}/codebook").page
    assert page.xpath("//main//script | //img") == []
    assert page.xpath("//article//h1")[0].text_content() == hostile


def test_a_style_sheet_holds_nothing_but_the_colours(book):
    assert "</" not in stylesheet(book)
    assert "url(" not in stylesheet(book)
    assert "@import" not in stylesheet(book)


@pytest.fixture
def book(store, team):
    with store.read() as tx:
        return codebooks.current(tx, team["ana"], SLUG)


@pytest.fixture
def store(sqlite_store):
    """One kind of database is enough where none is asked."""
    return sqlite_store
