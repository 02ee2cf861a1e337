"""What doccano exports."""

import json
import unicodedata

from arriving import linked, marked, read, told

from annotator.formats.doccano import FORMAT


def test_triples_are_spans_and_the_rest_of_the_line_is_metadata():
    (document,) = read(
        FORMAT, line(id=3, text="EU rejects", label=[[0, 2, "ORG"], [0, 2, "ORG"]], url="u", meta={"n": 1})
    ).documents
    assert (document.id, document.meta, marked(document)) == ("3", {"n": 1, "url": "u"}, [("ORG", "EU")] * 2)


def test_a_label_whose_letters_and_marks_stand_apart_is_the_one_where_they_are_together():
    apart, together = (unicodedata.normalize(form, "Überfall") for form in ("NFD", "NFC"))
    arrival = read(FORMAT, line(text="EU rejects", label=[[0, 2, apart], [3, 10, together]]))
    assert {span.label for span in arrival.documents[0].spans} == {together}
    assert not [one for one in arrival.findings if "is called" in one.what]


def test_entities_are_joined_by_relations():
    entities = [
        {"id": 8, "start_offset": 0, "end_offset": 2, "label": "ORG"},
        {"id": 9, "start_offset": 3, "end_offset": 10, "label": "ACT"},
    ]
    relations = [{"id": 1, "from_id": 8, "to_id": 9, "type": "does"}, {"from_id": 8, "to_id": 7, "type": "does"}]
    arrival = read(FORMAT, line(text="EU rejects", entities=entities, relations=relations))
    assert linked(arrival.documents[0]) == [("does", "EU", "rejects")]
    assert told(arrival) == ["line 1, relations[1]: “does” is not taken over: “7” is no span that was taken over."]


def test_offsets_are_code_points():
    assert marked(read(FORMAT, line(text="👍 EU", label=[[2, 4, "ORG"]])).documents[0]) == [("ORG", "EU")]


def test_categories_of_a_text_are_metadata():
    assert read(FORMAT, line(text="EU", label=["news", "war"])).documents[0].meta == {"label": ["news", "war"]}


def test_a_span_outside_the_text_is_a_finding():
    arrival = read(FORMAT, line(text="EU", label=[[0, 9, "ORG"], [0, True, "X"]]))
    assert [one.partition(" is not")[0] for one in told(arrival)] == [
        "line 1, label[0]: “ORG” 0-9",
        "line 1, label[1]: [0, True, 'X']",
    ]


def line(**keys) -> str:
    return json.dumps(keys) + "\n"
