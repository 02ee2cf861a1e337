"""Projects, codebooks, imports and exports through the API."""

import json
from io import BytesIO

import pytest
from acting import SLUG
from patience import until

from annotator.services import exporting


def test_an_admin_makes_a_project_and_changes_it(ana):
    made = ana.post("/projects", json={"slug": "wheat", "name": "Wheat & prices", "blind": False})
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/projects/wheat")
    created = made.json["created"]
    assert made.json == {
        "slug": "wheat",
        "name": "Wheat & prices",
        "blind": False,
        "role": "manager",
        "documents": 0,
        "created": created,
    }
    changed = ana.patch("/projects/wheat", json={"name": "Wheat"})
    assert (changed.status_code, changed.json["name"], changed.json["blind"]) == (200, "Wheat", False)
    assert ana.patch("/projects/wheat", json={"blind": True}).json["blind"] is True
    assert ana.get("/projects/wheat").json == {**made.json, "name": "Wheat", "blind": True}
    assert ana.patch("/projects/wheat", json={"name": ""}).status_code == 422
    assert ana.post("/projects", json={"slug": "wheat"}).status_code == 409
    assert ana.post("/projects", json={"slug": "A b"}).status_code == 422


def test_the_list_of_projects_comes_a_page_at_a_time(ana, ben):
    for slug in ("a", "d", "b"):
        ana.post("/projects", json={"slug": slug})
    first = ana.get("/projects?limit=2")
    assert [one["slug"] for one in first.json] == ["a", "another"]
    assert first.headers["Link"] == '<http://localhost/api/v1/projects?limit=2&after=another>; rel="next"'
    assert [one["slug"] for one in ana.get("/projects?limit=3&after=another").json] == ["b", SLUG, "d"]
    assert [one["slug"] for one in ben.get("/projects").json] == [SLUG]


def test_a_codebook_is_read_and_replaced_by_a_new_version(ana):
    where = f"/projects/{SLUG}/codebook"
    book = ana.get(where).json
    assert book["version"] == 1
    assert ana.put(where, json=book).json == book
    added = {"name": "place", "title": "Place", "attributes": [{"name": "sure", "type": "boolean"}]}
    changed = ana.put(where, json={**book, "version": 99, "labels": [*book["labels"], added]})
    assert (changed.status_code, changed.json["version"]) == (200, 2)
    assert changed.json["labels"][-1]["name"] == "place"
    assert ana.get(f"{where}?version=1").json == book
    assert ana.get(f"{where}?version=3").status_code == 404
    versions = ana.get(f"{where}/versions").json
    assert [(one["version"], one["by"]) for one in versions] == [(1, None), (2, "ana")]


@pytest.mark.parametrize(
    "book",
    [
        [],
        {"labels": "actor"},
        {"labels": [{}]},
        {"labels": [{"name": "a b"}]},
        {"labels": [{"name": "a"}, {"name": "a"}]},
        {"labels": [{"name": "a", "colour": "red"}]},
        {"labels": [{"name": "a", "color": "red"}]},
        {"labels": [{"name": "a", "attributes": [{"name": "x", "type": "date"}]}]},
        {"relations": [{"name": "holds", "from": ["nobody"]}]},
    ],
)
def test_a_codebook_that_makes_no_sense_is_refused(ana, book):
    assert ana.put(f"/projects/{SLUG}/codebook", json=book).status_code == 422
    assert ana.get(f"/projects/{SLUG}/codebook").json["version"] == 1


def test_files_are_imported_by_a_job(ana):
    files = [(BytesIO(b"One text.\n"), "one.txt"), (BytesIO("Второй текст.\n".encode()), "two.txt")]
    begun = ana.post(f"/projects/{SLUG}/imports", data={"files": files})
    assert begun.status_code == 202
    assert begun.headers["Location"] == f"/api/v1/jobs/{begun.json['id']}"
    job = ended(ana, begun.headers["Location"])
    assert (job["state"], job["done"], job["total"], job["problem"]) == ("done", 2, 2, None)
    assert job["result"] == {"documents": 2, "spans": 0, "findings": []}
    assert len(ana.get(f"/projects/{SLUG}/documents").json) == 7


def test_an_export_comes_in_again_through_the_api(ana, document):
    ana.mark(document, 0, 11, note="kept")
    exported = ana.get(f"/projects/{SLUG}/export?format=jsonl&layer=ana")
    ana.post("/projects", json={"slug": "copy"})
    begun = ana.post(
        "/projects/copy/imports", data={"files": (BytesIO(exported.data), "a.jsonl"), "format": "jsonl"}
    )
    assert ended(ana, begun.headers["Location"])["result"]["spans"] == 1
    assert ana.get("/projects/copy/export?layer=ana").data == exported.data


def test_an_import_that_cannot_be_done_says_why_and_keeps_nothing(ana):
    files = [(BytesIO(b"One text.\n"), "one.txt"), (BytesIO(b"caf\xe9"), "two.txt")]
    job = ended(ana, ana.post(f"/projects/{SLUG}/imports", data={"files": files}).headers["Location"])
    assert (job["state"], job["result"], job["problem"]["code"]) == ("failed", None, "bad-file")
    assert "two.txt" in job["problem"]["detail"]
    assert len(ana.get(f"/projects/{SLUG}/documents").json) == 5


def test_names_that_the_codebook_lacks_are_mapped_or_added_and_columns_told_apart(ana):
    spans = [{"start": 0, "end": 3, "label": "PER"}, {"start": 4, "end": 7, "label": "X"}]
    line = json.dumps({"text": "One Two", "spans": spans}).encode()
    files = [(BytesIO(line), "a.jsonl"), (BytesIO(b"Body,nr\nWords.,7\n"), "b.csv")]
    said = {"map": ["PER=actor"], "add_labels": "true", "column": ["text=Body", "id=nr"]}
    job = ended(ana, ana.post(f"/projects/{SLUG}/imports", data={"files": files, **said}).headers["Location"])
    assert job["problem"] is None
    assert (job["result"]["documents"], job["result"]["spans"]) == (2, 2)
    labels = [label["name"] for label in ana.get(f"/projects/{SLUG}/codebook").json["labels"]]
    assert "X" in labels
    assert "PER" not in labels


def test_a_pair_that_is_none_is_refused(ana):
    sent = {"files": (BytesIO(b"A text."), "a.txt"), "map": "PER"}
    refused = ana.post(f"/projects/{SLUG}/imports", data=sent)
    assert (refused.status_code, refused.json["code"]) == (422, "bad-form")


def test_a_job_that_is_over_stays_as_it_is_when_it_is_cancelled(ana, ben):
    where = ana.post(f"/projects/{SLUG}/imports", data={"files": (BytesIO(b"A text."), "a.txt")}).headers[
        "Location"
    ]
    ended(ana, where)
    assert ben.delete(where).status_code == 404
    assert ana.delete(where).json["state"] == "done"


def test_what_is_no_import_is_refused_before_there_is_a_job(ana):
    where = f"/projects/{SLUG}/imports"

    def file():
        return (BytesIO(b"A text."), "a.txt")

    assert ana.post(where, json={"files": []}).status_code == 415
    assert ana.post(where, data={"format": "txt"}, content_type="multipart/form-data").status_code == 422
    for more in ({"format": "pptx"}, {"encoding": "klingon"}, {"colour": "red"}, {"other": file()}):
        assert ana.post(where, data={"files": file(), **more}).status_code == 422, more


def test_an_import_may_be_larger_than_other_requests_but_not_without_end(ana, ben, monkeypatch):
    where = f"/projects/{SLUG}/imports"
    large = b"A text with some words. " * 60_000
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    sent = {"data": head + large + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}
    begun = ana.post(where, **sent)
    assert begun.status_code == 202
    assert ended(ana, begun.headers["Location"])["state"] == "done"
    assert ana.post(f"/projects/{SLUG}/documents", json={"text": large.decode()}).status_code == 413
    assert ben.post(where, **sent).status_code == 403
    monkeypatch.setattr("annotator.api.exchange.LARGEST", 1_000_000)
    assert ana.post(where, **sent).status_code == 413


def test_an_export_is_what_the_command_line_gives(ana, document, store, people):
    ana.mark(document, 0, 11)
    for form in ("jsonl", "tei"):
        answer = ana.get(f"/projects/{SLUG}/export?format={form}&layer=all")
        wanted = exporting.prepare(store, people["ana"], SLUG, form, "all")
        assert answer.data == b"".join(wanted.chunks())
        assert answer.mimetype == wanted.format.media_type
        assert wanted.file_name in answer.headers["Content-Disposition"]


def test_a_manifest_and_losses_and_parts_are_had_through_the_api(ana, document):
    where = f"/projects/{SLUG}/export"
    told = ana.get(f"{where}/manifest?format=txt&allow_loss=true").json
    assert (told["format"], told["documents"]) == ("txt", 5)
    assert [one["name"] for one in told["losses"]] == ["metadata", "blocks", "document_ids"]
    parted = ana.get(f"{where}?format=jsonl&split=train%3D3%2Ctest%3D2&seed=1")
    assert (parted.status_code, parted.mimetype) == (200, "application/zip")
    named = ana.get(f"{where}/manifest?format=jsonl&split=a%3D1%2Cb%3D0&split_named=year%3D2022%2Cb").json
    assert named["split"]["parts"]["b"]["named"] == named["split"]["parts"]["b"]["documents"] > 0
    refused = ana.get(f"{where}?format=jsonl&split=train")
    assert (refused.status_code, refused.json["code"]) == (422, "bad-split")


def test_an_annotator_exports_their_own_layer_alone(ben, document):
    ben.mark(document, 0, 11)
    export = f"/projects/{SLUG}/export"
    assert ben.get(f"{export}?layer=ben").status_code == 200
    for layer in ("all", "ana", "gold", "nobody"):
        assert ben.get(f"{export}?layer={layer}").status_code == 403
    assert ben.get(f"{export}?layer=ben&format=docx").status_code == 422


def ended(script, where):
    """A job when it is over."""

    def over():
        job = script.get(where).json
        return job if job["state"] in ("done", "failed") else None

    return until(over)
