"""Labels that the codebook lacks are offered: to be called otherwise, or to be added. None is dropped."""

import json
from io import BytesIO

import pytest
from acting import SLUG
from formats.tei.foreign import ARTICLE

from annotator.services import codebooks, exporting

IMPORT = f"/projects/{SLUG}/import"
SPANS = [
    {"start": 0, "end": 3, "label": "PER", "note": "who"},
    {"start": 8, "end": 12, "label": "Place Name"},
]
RELATION = {"head_span": SPANS[0], "child_span": SPANS[1], "label": "lives"}
TASK = {"text": "Ana, in Bonn.", "_task_hash": 1, "answer": "accept", "spans": SPANS, "relations": [RELATION]}


def test_each_name_that_the_codebook_lacks_is_offered_with_how_often_it_is_used(ana):
    preview = send(ana)
    assert preview.words("//form[contains(@class, 'lacks')]//label/span") == [
        "PER label, 1 ×",
        "place_name label, 1 ×",
        "lives relation, 1 ×",
    ]
    options = preview.page.xpath("//select[@name='fit.label.PER']/option/@value")
    assert options == ["", "+", "actor", "stance", "legal_instrument"]
    assert preview.page.xpath("//form[.//button[starts-with(., 'Import')]]") == []


def test_names_are_mapped_and_added_as_chosen_and_what_is_marked_comes_in(ana, marked):
    chosen = choose(
        ana, send(ana), {"fit.label.PER": "actor", "fit.label.place_name": "+", "fit.relation.lives": "+"}
    )
    assert chosen.page.xpath("//form[contains(@class, 'lacks')]") == []
    assert confirm(ana, chosen).status_code == 303
    document, book = marked()
    assert sorted(span["label"] for span in document["spans"]) == ["actor", "place_name"]
    assert [one["type"] for one in document["relations"]] == ["lives"]
    assert "place_name" in [label.name for label in book.labels]
    assert [label.name for label in book.labels][:3] == ["actor", "stance", "legal_instrument"]


def test_all_of_them_can_be_added_at_once(ana, marked):
    assert confirm(ana, choose(ana, send(ana), {"all": "+"})).status_code == 303
    document, book = marked()
    assert {span["label"] for span in document["spans"]} == {"PER", "place_name"}
    (lives,) = [one for one in book.relations if one.name == "lives"]
    assert (lives.source, lives.target) == (("PER",), ("place_name",))


def test_what_is_not_said_yet_is_asked_again(ana):
    again = choose(
        ana, send(ana), {"fit.label.PER": "actor", "fit.label.place_name": "", "fit.relation.lives": "+"}
    )
    assert again.words("//form[contains(@class, 'lacks')]//label/span") == ["place_name label, 1 ×"]


def test_names_that_a_tei_file_marks_itself_are_offered_and_stay_in_its_text_unless_wanted(ana, marked):
    preview = ana.send(IMPORT, {"files": (BytesIO(ARTICLE.encode()), "a.xml")})
    assert preview.words("//section[@aria-labelledby='offers']//label/span")[:2] == ["orgName 1 ×", "persName 1 ×"]
    assert preview.page.xpath("//form[.//button[starts-with(., 'Import')]]") != []
    assert confirm(ana, choose(ana, preview, {"fit.label.persName": "actor"})).status_code == 303
    document, _ = marked()
    assert [(span["label"], span["text"], span["layer"]) for span in document["spans"]] == [
        ("actor", "A. Person", "imported")
    ]


def send(browser):
    return browser.send(IMPORT, {"files": (BytesIO(json.dumps(TASK).encode()), "tasks.jsonl")})


def choose(browser, preview, fields):
    (form,) = preview.page.xpath("//form[contains(@class, 'lacks')]")
    return browser.send(form.get("action"), {"format": "auto", "encoding": "", **fields})


def confirm(browser, preview):
    (form,) = preview.page.xpath("//form[.//button[starts-with(., 'Import')]]")
    return browser.send(form.get("action"), {"format": "auto"})


@pytest.fixture
def marked(store, team):
    """The last document as it is exported, and the codebook."""

    def last():
        with store.read() as tx:
            book = codebooks.current(tx, team["ana"], SLUG)
        wanted = exporting.prepare(store, team["ana"], SLUG, "jsonl", "all")
        return json.loads(b"".join(wanted.chunks()).splitlines()[-1]), book

    return last
