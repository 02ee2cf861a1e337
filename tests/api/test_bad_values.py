"""The bad values that the manifest beside the checkout names, sent by a script."""

import json
import unicodedata
from io import BytesIO

import pytest
from acting import SLUG, ended
from bad_inputs import INSIDES, VALUE_FIELDS, values
from canary import watched
from lxml import etree

from annotator.services import accounts, projects

BOOK = f"/projects/{SLUG}/codebook"
DOCUMENTS = f"/projects/{SLUG}/documents"
REFUSED = (400, 404, 405, 415, 422)
ELSEWHERE = {"comment.text", "user.display_name", "user.name", "user.name.pair", "login.next"}
"""What no operation takes: people, their sessions and their comments are for pages and the command line."""


def test_every_field_of_the_manifest_is_tried_here_or_taken_by_no_operation(ana):
    paths = " ".join(ana.get("/openapi.json").json["paths"])
    assert [one for one in ("people", "users", "sign-in", "comments") if one in paths] == []
    assert TRIED | ELSEWHERE == VALUE_FIELDS


def test_names_and_titles_of_labels_are_refused_or_come_out_of_every_export_as_they_are(ana, document):
    book = ana.get(BOOK).json
    titles, names = {}, set()
    for number, case in enumerate(values("label.name")):
        for label in ({"name": case.value}, {"name": f"hostile_{number}", "title": case.value}):
            sent = {**book, "labels": [*book["labels"], label]}
            if shown(ana.put(BOOK, json=sent), case).status_code != 200:
                continue
            book = sent
            if "title" in label:
                titles[label["name"]] = " ".join(case.value.split())
            else:
                names.add(unicodedata.normalize("NFC", case.value))
                ana.mark(document, 0, 4, unicodedata.normalize("NFC", case.value))
    kept = {one["name"]: one.get("title") for one in ana.get(BOOK).json["labels"]}
    assert {name: kept[name] for name in titles} == titles
    asked = f"/projects/{SLUG}/export?layer=all&format="
    tree = etree.fromstring(ana.get(f"{asked}tei").data)
    assert [title for title in titles.values() if title not in "\n".join(tree.itertext())] == []
    lines = [json.loads(line) for line in ana.get(f"{asked}jsonl").data.split(b"\n") if line]
    labels = {span["label"] for line in lines for span in line.get("spans", ())}
    assert names
    assert names <= labels


def test_two_labels_that_look_the_same_stay_two_or_are_refused(ana):
    book = ana.get(BOOK).json
    for case in values("label.name.pair"):
        sent = {**book, "labels": [*book["labels"], *({"name": name} for name in case.value)]}
        if shown(ana.put(BOOK, json=sent), case).status_code == 200:
            names = [one["name"] for one in ana.get(BOOK).json["labels"]]
            assert set(case.value) <= set(names), case.id
            assert len(set(names)) == len(names), case.id


def test_what_is_no_colour_is_refused(ana):
    book = ana.get(BOOK).json
    for case in values("label.color"):
        sent = {**book, "labels": [*book["labels"], {"name": "coloured", "color": case.value}]}
        assert shown(ana.put(BOOK, json=sent), case).status_code in REFUSED, case.id


def test_names_of_projects_and_titles_are_refused_or_told_as_they_are(ana):
    for number, case in enumerate(values("project.name")):
        made = shown(ana.post("/projects", json={"slug": f"p{number}", "name": case.value}), case)
        assert made.status_code in REFUSED or ana.get(f"/projects/p{number}").json["name"] == case.value
    for case in values("document.title"):
        made = shown(ana.post(DOCUMENTS, json={"text": f"{case.id}.", "title": case.value}), case)
        assert made.status_code in REFUSED or made.json["title"] == case.value, case.id


@pytest.mark.parametrize("where", ["documents", "spans", "relations", "jobs", "projects"])
def test_there_is_nothing_at_an_address_that_is_none(ana, where):
    for case in values("url.id"):
        assert shown(ana.get(f"/{where}/{case.value}"), case).status_code in REFUSED, case.id


def test_a_file_may_be_called_anything_and_nothing_else_comes_of_it(ana, store, people):
    with watched():
        for case in values("upload.filename"):
            files = (BytesIO(f"Words of {case.id}.".encode()), case.value)
            begun = shown(ana.post(f"/projects/{SLUG}/imports", data={"files": files, "format": "txt"}), case)
            if begun.status_code == 202:
                ended(store, people["ana"], begun.json["id"])
                assert shown(ana.get(f"/jobs/{begun.json['id']}"), case).json["state"] == "done", case.id
            else:
                assert begun.status_code in REFUSED, case.id


def test_nothing_is_fetched_and_nothing_is_believed_that_an_operation_does_not_ask(ana, ben, store):
    with watched():
        for case in values("import.url"):
            for field in ("url", "files", "format"):
                sent = ana.post(f"/projects/{SLUG}/imports", data={field: case.value})
                assert shown(sent, case).status_code in REFUSED, case.id
            assert shown(ana.post(DOCUMENTS, json={"url": case.value}), case).status_code in REFUSED, case.id
    for case in values("form.extra_field"):
        name, _, value = case.value.partition("=")
        for body in ({"slug": "x", "name": "x", name: value}, {"text": "A text.", name: value}):
            for where in ("/projects", DOCUMENTS):
                assert shown(ben.post(where, json=body), case).status_code in (403, *REFUSED), case.id
                assert shown(ana.post(where, json=body), case).status_code in REFUSED, case.id
    with store.read() as tx:
        assert not accounts.named(tx, "ben").admin
        assert projects.find(tx, accounts.named(tx, "ben"), SLUG).standing.role == "annotator"


def test_places_that_make_no_sense_are_refused(ana, document):
    for case in values("span.create"):
        answer = ana.post(f"/documents/{document}/spans", json={"label": "actor", **case.value})
        assert shown(answer, case).status_code in REFUSED, case.id
    assert ana.get(f"/documents/{document}/spans").json == []


def test_no_list_is_sorted_or_filtered_by_what_it_does_not_offer(ana, document):
    for case in values("list.sort_or_filter"):
        for where in (DOCUMENTS, f"/projects/{SLUG}/search", "/projects", f"/documents/{document}/spans"):
            for field in ("order", "sort", "filter", case.value):
                query = {field: case.value, **({"q": "law"} if "search" in where else {})}
                assert shown(ana.get(where, query_string=query), case).status_code in REFUSED, case.id


def test_what_is_searched_for_is_found_as_it_was_typed_or_refused_in_words(ana):
    for case in values("search.query"):
        made = ana.post(DOCUMENTS, json={"text": f"Before {case.value} after {case.id}."})
        assert made.status_code == 201, case.id
        answer = shown(ana.get(f"/projects/{SLUG}/search", query_string={"q": case.value}), case)
        assert answer.status_code in (200, 422), case.id
        if answer.status_code == 422:
            assert answer.json["detail"].endswith("."), case.id
        for hit in answer.json if answer.status_code == 200 else ():
            assert hit["text"].casefold() in ana.get(f"/documents/{hit['document']}").json["text"].casefold()


TRIED = {
    *("label.name", "label.name.pair", "label.color", "project.name", "document.title", "url.id"),
    *("upload.filename", "import.url", "form.extra_field", "span.create", "list.sort_or_filter", "search.query"),
}


def shown(answer, case):
    """The answer, in which nothing of the inside is seen, and no header is the value's."""
    assert answer.status_code < 500, (case.id, answer.text)
    assert answer.mimetype.endswith("json"), case.id
    assert [one for one in INSIDES if one in answer.text] == [], case.id
    assert "Set-Cookie" not in answer.headers, case.id
    return answer
