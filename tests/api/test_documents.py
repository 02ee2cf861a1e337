"""Documents and layers through the API."""

from uuid import uuid4

import pytest
from acting import SLUG, Desk

from annotator.store import documents

DOCUMENTS = f"/projects/{SLUG}/documents"


def test_a_document_is_added_and_read_back(ana):
    sent = {
        "title": "A title",
        "text": "A heading\n\nA paragraph of words, with a full stop.",
        "meta": {"date": "2026"},
    }
    made = ana.post(DOCUMENTS, json=sent)
    assert made.status_code == 201
    assert {**made.json, **sent} == made.json
    assert (made.json["project"], made.json["position"], made.json["state"]) == (SLUG, 6, "new")
    assert made.json["length"] == len(sent["text"])
    assert [block["kind"] for block in made.json["blocks"]] == ["heading", "paragraph"]
    assert made.headers["Location"] == f"/api/v1/documents/{made.json['id']}"
    assert ana.get(f"/documents/{made.json['id']}").json == made.json


def test_without_a_title_it_is_called_by_its_first_heading(ana):
    assert ana.post(DOCUMENTS, json={"text": "A heading\n\nA paragraph."}).json["title"] == "A heading"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": " \n"},
        {"text": 1},
        {"text": "x", "title": ""},
        {"text": "x", "title": "a\nb"},
        {"text": "x", "meta": []},
        {"text": "x", "meta": {"a": "\0"}},
        {"text": "x", "body": "y"},
    ],
)
def test_what_cannot_be_a_document_is_refused(ana, body):
    assert ana.post(DOCUMENTS, json=body).status_code == 422
    assert len(ana.get(DOCUMENTS).json) == 5


def test_the_list_is_filtered_by_title_and_by_the_state_of_ones_own_layer(ana, document):
    title = ana.get(f"/documents/{document}").json["title"]
    ana.mark(document, 0, 11)
    assert [one["id"] for one in ana.get(f"{DOCUMENTS}?state=in_progress").json] == [document]
    assert len(ana.get(f"{DOCUMENTS}?state=new").json) == 4
    assert document in [one["id"] for one in ana.get(DOCUMENTS, query_string={"title": title.upper()}).json]
    assert ana.get(f"{DOCUMENTS}?title=nothing+like+it").json == []
    assert "text" not in ana.get(DOCUMENTS).json[0]


def test_the_list_comes_a_page_at_a_time_also_where_documents_go_meanwhile(ana):
    first = ana.get(f"{DOCUMENTS}?limit=2")
    assert first.headers["Link"] == f'<http://localhost/api/v1{DOCUMENTS}?limit=2&after=2>; rel="next"'
    ana.delete(f"/documents/{first.json[1]['id']}")
    second = ana.get(f"{DOCUMENTS}?limit=3&after=2")
    assert [one["position"] for one in first.json + second.json] == [1, 2, 3, 4, 5]
    assert "Link" not in second.headers


def test_a_page_of_the_list_is_whole_however_few_documents_are_read_at_once(ana, monkeypatch):
    everything = ana.get(DOCUMENTS).json
    monkeypatch.setattr(documents, "_AT_ONCE", 2)
    assert ana.get(DOCUMENTS).json == everything
    assert ana.get(f"{DOCUMENTS}?limit=3&after=1").json == everything[1:4]
    assert ana.get(f"{DOCUMENTS}?title={everything[-1]['title']}").json == everything[-1:]


def test_a_removed_document_is_gone_with_all_that_stands_in_it(ana, document):
    span = ana.mark(document, 0, 11)
    assert ana.delete(f"/documents/{document}").status_code == 204
    for where in (f"/documents/{document}", f"/documents/{document}/spans", f"/spans/{span['id']}"):
        assert ana.get(where).status_code == 404
    assert ana.delete(f"/documents/{document}").status_code == 404
    assert len(ana.get(DOCUMENTS).json) == 4


def test_a_layer_is_declared_complete_and_opened_again(ana, document):
    layers = f"/documents/{document}/layers"
    assert [(one["name"], one["state"], one["created"]) for one in ana.get(layers).json] == [("ana", "new", None)]
    for state in ("complete", "complete", "in_progress"):
        answer = ana.put(f"{layers}/me", json={"state": state})
        assert (answer.status_code, answer.json["state"]) == (200, state)
    assert ana.put(f"{layers}/me", json={"state": "done"}).status_code == 422


def test_a_blind_annotator_learns_nothing_of_the_others(ana, ben, document, store, team):
    before = {where: ben.get(where).json for where in doors(document)}
    Desk(store, team["ana"], document).mark("Kremlin")
    ana.put(f"/documents/{document}/layers/me", json={"state": "complete"})
    assert {where: ben.get(where).json for where in doors(document)} == before
    assert "ana" in ana.get(f"/documents/{document}/layers").text


def test_offsets_of_blocks_and_text_agree_in_every_document(ana):
    for one in ana.get(DOCUMENTS).json:
        document = ana.get(f"/documents/{one['id']}").json
        assert document["length"] == one["length"] == len(document["text"])
        assert all(document["text"][block["start"] : block["end"]].strip() for block in document["blocks"])


def test_relations_are_made_listed_and_taken_away(ana, ben, document):
    source, target = ana.mark(document, 0, 11), ana.mark(document, 13, 20, label="stance")
    where = f"/documents/{document}/relations"
    body = {"type": "holds", "source": source["id"], "target": target["id"], "id": str(uuid4())}
    first, again = ana.post(where, json=body), ana.post(where, json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert {**first.json, **body} == first.json
    assert (first.json["annotator"], first.json["layer"], first.json["document"]) == ("ana", "ana", document)
    assert ana.get(where).json == ana.get(f"{where}?annotator=ana").json == [first.json]
    assert ben.get(where).json == []
    assert ben.get(f"{where}?annotator=ana").status_code == 403
    assert ana.post(where, json={**body, "type": "toward"}).status_code == 409
    assert ana.post(where, json={**body, "id": str(uuid4()), "type": "toward"}).status_code == 422
    assert ana.delete(f"/spans/{source['id']}").json["code"] == "span-has-relations"
    assert ben.delete(f"/relations/{body['id']}").status_code == 404
    assert ana.delete(f"/relations/{body['id']}").status_code == 204
    assert ana.delete(f"/relations/{body['id']}").status_code == 404
    assert ana.post(where, json=body).json["code"] == "relation-deleted"


def test_statements_are_read_off_spans_and_relations(ana, ben, document):
    actor, stance = ana.mark(document, 0, 11), ana.mark(document, 13, 20, label="stance")
    where = f"/documents/{document}/statements"
    (open_one,) = ana.get(where).json
    assert open_one["missing"] == ["actor", "instrument", "polarity", "voice"]
    ana.post(
        f"/documents/{document}/relations", json={"type": "holds", "source": actor["id"], "target": stance["id"]}
    )
    ana.patch(f"/spans/{stance['id']}", json={"attributes": {"polarity": "opposes"}})
    (made,) = ana.get(f"{where}?annotator=me").json
    assert made == {
        "id": made["id"],
        "document": document,
        "annotator": "ana",
        "layer": "ana",
        "stance": stance["id"],
        "actor": {"span": actor["id"]},
        "instrument": None,
        "polarity": "opposes",
        "voice": None,
        "reporter": None,
        "addressee": None,
        "missing": ["instrument", "voice"],
    }
    assert made["id"] != open_one["id"]
    assert ben.get(where).json == []
    assert ben.get(f"{where}?annotator=ana").status_code == 403


def doors(document):
    """Where somebody else's work could show."""
    return (
        "/projects",
        f"/projects/{SLUG}",
        DOCUMENTS,
        f"/documents/{document}",
        f"/documents/{document}/layers",
        f"/documents/{document}/spans",
        f"/documents/{document}/relations",
        f"/documents/{document}/statements",
    )
