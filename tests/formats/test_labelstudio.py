"""Label Studio's tasks and configuration, validated by its own SDK."""

import json

import pytest
from corpora import patient, snapshots
from hypothesis import given, settings
from label_studio_sdk.label_interface import LabelInterface
from marked_corpus import two_documents

from annotator.formats._loss import all_reduced
from annotator.formats.labelstudio import FORMAT


def test_the_sdk_takes_the_configuration_and_every_task():
    interface, tasks = read(two_documents())
    assert interface.validate() is None
    assert set(interface.get_control("label").labels) == {"actor", "stance", "legal_instrument"}
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        assert all(interface.validate_annotation(one) for one in task["annotations"])


def test_the_sdk_would_refuse_a_label_that_is_not_in_the_configuration():
    interface, tasks = read(two_documents())
    tasks[0]["annotations"][0]["result"][0]["value"]["labels"] = ["nothing"]
    assert not interface.validate_annotation(tasks[0]["annotations"][0])


@settings(patient, max_examples=15)
@given(corpus=snapshots())
def test_the_sdk_takes_whatever_a_corpus_holds(corpus):
    interface, tasks = read(corpus)
    assert all(interface.validate_annotation(one) for task in tasks for one in task["annotations"])


def test_there_is_an_annotation_for_each_layer_with_all_its_spans():
    _, tasks = read(two_documents())
    counted = [
        [
            (one["created_username"], sum(each["type"] == "labels" for each in one["result"]))
            for one in task["annotations"]
        ]
        for task in tasks
    ]
    assert counted == [[("ana", 8), ("ben", 2)], [("ben", 1)]]


def test_offsets_count_code_points():
    _, tasks = read(two_documents())
    for task in tasks:
        for one in task["annotations"]:
            for result in one["result"]:
                if "value" in result and result["type"] != "textarea":
                    value = result["value"]
                    assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


@pytest.mark.parametrize(
    ("control", "kind", "said"),
    [
        ("actor.kind", "choices", ["state"]),
        ("actor.roles", "choices", ["speaker", "target"]),
        ("stance.explicit", "choices", ["true"]),
        ("stance.strength", "number", -1.5),
        ("stance.why", "textarea", ["Says “no”\n=1+1"]),
        ("note", "textarea", ["=note\nof two lines"]),
    ],
)
def test_what_is_said_of_a_span_is_a_result_of_its_region(control, kind, said):
    _, tasks = read(two_documents())
    found = next(one for one in tasks[0]["annotations"][0]["result"] if one.get("from_name") == control)
    assert (found["type"], found["value"]["text" if kind == "textarea" else kind]) == (kind, said)


def test_relations_join_regions():
    _, tasks = read(two_documents())
    results = tasks[0]["annotations"][0]["result"]
    words = {one["id"]: one["value"]["text"] for one in results if one["type"] == "labels"}
    assert [
        (words[one["from_id"]], *one["labels"], words[one["to_id"]])
        for one in results
        if one["type"] == "relation"
    ] == [("Astana", "holds", "refrains"), ("refrains", "toward", "draft law")]


def read(corpus):
    made = {one.path: b"".join(one.chunks) for one in FORMAT.files(all_reduced(corpus, FORMAT.losses))}
    return LabelInterface(made["config.xml"].decode()), json.loads(made["tasks.json"])
