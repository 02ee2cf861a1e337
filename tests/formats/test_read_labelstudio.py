"""Label Studio's tasks."""

import json

import pytest
from arriving import linked, marked, read, told

from annotator.domain.errors import Invalid
from annotator.formats.labelstudio import FORMAT

TEXT = "👍 Ana met Ben."


def test_regions_are_spans_and_relations_join_them_in_their_direction():
    result = [
        region("a", 2, 5, "Ana"),
        region("b", 10, 13, "Ben"),
        relation("a", "b", "left", "met"),
        relation("a", "b", "right"),
    ]
    (document,) = read(FORMAT, task(result)).documents
    assert marked(document) == [("Person", "Ana"), ("Person", "Ben")]
    assert linked(document) == [("met", "Ben", "Ana"), ("related", "Ana", "Ben")]


@pytest.mark.parametrize(("start", "end"), [(2, 5), (3, 6)], ids=["code points", "UTF-16 units"])
def test_the_words_tell_in_which_units_offsets_are_counted(start, end):
    assert marked(read(FORMAT, task([region("a", start, end, "Ana")])).documents[0]) == [("Person", "Ana")]


def test_words_that_are_nowhere_near_are_a_finding():
    assert told(read(FORMAT, task([region("a", 0, 3, "Ben")]))) == [
        "[0], annotations[0].result[0]: “Person” 0-3 is not taken over: the text there is “👍 A”, not “Ben”."
    ]


def test_what_is_said_of_a_region_is_its_attribute_and_what_is_said_of_the_text_is_the_documents():
    result = [
        region("a", 2, 5, "Ana"),
        {"id": "a", "type": "choices", "from_name": "kind", "value": {"choices": ["person"]}},
        {"id": "a", "type": "textarea", "from_name": "note", "value": {"text": ["sure", "of it"]}},
        {"id": "x", "type": "choices", "from_name": "genre", "value": {"choices": ["news", "war"]}},
    ]
    (document,) = read(FORMAT, task(result)).documents
    assert (document.spans[0].attributes, document.spans[0].note) == ({"kind": "person"}, "sure\nof it")
    assert document.layers[0].attributes == {"genre": ["news", "war"]}


def test_each_person_has_a_layer():
    annotations = [
        {"completed_by": {"email": "ana@example.org"}, "result": [region("a", 2, 5, "Ana")]},
        {"completed_by": 7, "result": []},
        {"completed_by": 8, "was_cancelled": True, "result": []},
    ]
    arrival = read(FORMAT, json.dumps([{"data": {"text": TEXT}, "annotations": annotations, "predictions": [{}]}]))
    assert [layer.name for layer in arrival.documents[0].layers] == ["ana@example.org", "user7"]
    assert len(told(arrival)) == 2


@pytest.mark.parametrize("data", [{}, {"a": "b", "c": "d"}, {"text": 1}])
def test_a_task_without_a_text_is_refused_by_its_place(data):
    with pytest.raises(Invalid, match=r"^\[0\]: data\.text"):
        read(FORMAT, json.dumps([{"data": data, "annotations": []}]))


def task(result):
    return json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": result}]}])


def region(key, start, end, words):
    return {
        "id": key,
        "type": "labels",
        "value": {"start": start, "end": end, "text": words, "labels": ["Person"]},
    }


def relation(source, target, direction, *labels):
    return {"type": "relation", "from_id": source, "to_id": target, "direction": direction, "labels": list(labels)}
