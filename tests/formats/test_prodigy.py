"""Prodigy's tasks, put together by spaCy as Prodigy's own recipes do. (Prodigy itself is not published.)"""

import json

from marked_corpus import TEXT, full_document, snapshot, two_documents
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from annotator.formats._loss import all_reduced
from annotator.formats.prodigy import FORMAT


def test_there_is_a_task_for_each_layer_of_each_document():
    assert [(one["meta"]["id"], one["_annotator_id"], len(one["spans"])) for one in read(two_documents())] == [
        ("one", "ana", 8),
        ("one", "ben", 2),
        ("../two", "ben", 1),
    ]


def test_spans_are_where_spacy_finds_them_by_token():
    for one in read(two_documents()):
        doc = Doc(Vocab(), [token["text"] for token in one["tokens"]], [token["ws"] for token in one["tokens"]])
        for marked in one["spans"]:
            by_token = Span(doc, marked["token_start"], marked["token_end"] + 1).text
            assert by_token.split() == one["text"][marked["start"] : marked["end"]].split()


def test_tokens_are_where_they_say():
    for one in read(snapshot(full_document())):
        assert all(TEXT[token["start"] : token["end"]] == token["text"] for token in one["tokens"])


def test_what_is_said_of_a_span_is_carried_along():
    marked = {one["id"]: one for one in read(snapshot(full_document()))[0]["spans"]}
    assert marked["a1"]["attributes"] == {"kind": "state", "roles": ["speaker", "target"]}
    assert marked["a2"]["note"] == "=note\nof two lines"
    assert marked["l1"]["links"] == {"is": "draft-law-2022"}
    assert "note" not in marked["a1"]


def test_relations_join_the_last_tokens_of_spans():
    (ana, ben) = read(snapshot(full_document()))
    assert [one["label"] for one in ana["relations"]] == ["holds", "toward"]
    (holds,) = ben["relations"]
    assert ben["tokens"][holds["head"]]["text"] == "Astana"
    assert ben["tokens"][holds["child"]]["text"] == "refrains"
    assert (ben["_view_id"], holds["head_span"]["label"]) == ("relations", "actor")


def read(corpus):
    return [json.loads(line) for line in b"".join(FORMAT.write(all_reduced(corpus, FORMAT.losses))).splitlines()]
