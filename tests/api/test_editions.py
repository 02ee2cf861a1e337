"""Editions through the API: a text is corrected, and what it was before can be asked for."""

import json


def test_a_correction_is_tried_and_made(ana, document):
    made = ana.mark(document, 0, 11)
    text = ana.get(f"/documents/{document}").json["text"]
    where = f"/documents/{document}/editions"
    tried = ana.post(where, json={"text": f"A line.\n\n{text}", "dry_run": True})
    assert (tried.status_code, tried.json["document"], tried.json["lost"]) == (200, None, 0)
    assert ana.get(f"/documents/{document}").json["text"] == text
    done = ana.post(where, json={"text": f"A line.\n\n{text}", "reason": "It was missing"})
    assert (done.status_code, done.json["number"], done.json["unchanged"]) == (201, 2, 0)
    new = done.json["document"]
    assert done.headers["Location"] == f"/api/v1/documents/{new}"
    assert {span["start"] for span in ana.get(f"/documents/{new}/spans?annotator=ana").json} >= {9}
    assert ana.get(f"/documents/{document}").json["code"] == "superseded"
    listed = ana.get(f"/documents/{new}/editions").json
    assert [(one["number"], one["reason"], one["left_behind"]) for one in listed] == [
        (1, "", 0),
        (2, "It was missing", 0),
    ]
    old = ana.get(f"/documents/{new}/editions/1/export?layer=ana")
    assert json.loads(old.data)["text"] == text
    assert made


def test_a_span_is_left_behind_or_placed_where_somebody_says(ana, document):
    made = ana.mark(document, 0, 11)
    span = made["id"] if isinstance(made, dict) else made
    text = ana.get(f"/documents/{document}").json["text"]
    where = f"/documents/{document}/editions"
    left = ana.post(where, json={"text": f"{text} More.", "placed": [{"span": span}], "dry_run": True}).json
    assert [one["span"] for one in left["spans"]] == [span]
    placed = {"span": span, "start": 3, "end": 5}
    moved = ana.post(where, json={"text": f"{text} More.", "placed": [placed], "dry_run": True}).json
    assert [(one["fate"], one["becomes"]) for one in moved["spans"]] == [("reworded", text[3:5])]
    placed["end"] = 10_000_000
    assert ana.post(where, json={"text": f"{text} More.", "placed": [placed]}).status_code == 422
