"""doccano's lines, by the rules of its own example of relation extraction."""

import json

from marked_corpus import document, full_document, snapshot
from shared_folder import shared_folder

from annotator.formats._loss import all_reduced
from annotator.formats.doccano import FORMAT


def test_offsets_and_labels_are_those_of_the_spans():
    (line,) = read(ana())
    assert [(line["text"][one["start_offset"] : one["end_offset"]], one["label"]) for one in line["entities"]] == [
        (one.quote(line["text"]), one.label) for one in full_document().spans if one.layer == "ana"
    ]


def test_relations_name_entities_by_number():
    (line,) = read(ana())
    words = {one["id"]: line["text"][one["start_offset"] : one["end_offset"]] for one in line["entities"]}
    assert [(words[one["from_id"]], one["type"], words[one["to_id"]]) for one in line["relations"]] == [
        ("Astana", "holds", "refrains"),
        ("refrains", "toward", "draft law"),
    ]


def test_no_number_comes_twice_in_a_file():
    lines = read(ana(), ana())
    numbers = [one["id"] for line in lines for one in line["entities"]]
    assert len(set(numbers)) == len(numbers) == 16


def test_a_line_has_the_keys_of_the_example():
    sample = shared_folder("samples") / "doccano" / "export_relation_extraction_example.json"
    expected = json.loads(sample.read_bytes())
    (line,) = read(ana())
    assert set(expected) <= set(line)
    for key in ("entities", "relations"):
        assert set(expected[key][0]) == set(line[key][0])


def ana():
    whole = full_document()
    relations = tuple(one for one in whole.relations if one.layer == "ana")
    return document(*(one for one in whole.spans if one.layer == "ana"), relations=relations)


def read(*documents):
    data = b"".join(FORMAT.write(all_reduced(snapshot(*documents), FORMAT.losses)))
    return [json.loads(line) for line in data.splitlines()]
