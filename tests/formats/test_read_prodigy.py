"""What Prodigy and spaCy write."""

import json

import pytest
from arriving import linked, marked, read, told

from annotator.domain.errors import Invalid
from annotator.formats.prodigy import FORMAT

TASK = {"text": "Uber fixes Uber.", "meta": {"source": "NYT"}, "_task_hash": 1, "answer": "accept"}
SPAN = {"start": 0, "end": 4, "token_start": 0, "token_end": 0, "label": "ORG"}


def test_a_task_is_a_document_with_its_spans():
    arrival = read(FORMAT, lines({**TASK, "spans": [{**SPAN, "certain": True}]}))
    (document,) = arrival.documents
    assert (document.text, document.meta, marked(document)) == (TASK["text"], {"source": "NYT"}, [("ORG", "Uber")])
    assert document.spans[0].attributes == {"certain": True}
    assert [(layer.name, layer.state) for layer in document.layers] == [("imported", "complete")]
    assert told(arrival) == []


def test_a_text_that_two_people_were_given_is_one_document_with_a_layer_each():
    both = [{**TASK, "_annotator_id": name, "spans": [SPAN] * number} for name, number in (("ana", 1), ("ben", 0))]
    (document,) = read(FORMAT, lines(*both)).documents
    assert [layer.name for layer in document.layers] == ["ana", "ben"]
    assert [span.layer for span in document.spans] == ["ana"]


def test_a_text_that_one_person_was_given_twice_is_two_documents():
    assert (
        len(read(FORMAT, lines({**TASK, "_annotator_id": "ana"}, {**TASK, "_annotator_id": "ana"})).documents) == 2
    )


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_what_was_not_accepted_is_not_taken_over_and_told(answer):
    arrival = read(FORMAT, lines({**TASK, "answer": answer, "spans": [SPAN]}))
    assert arrival.documents[0].spans == ()
    assert arrival.documents[0].meta["answer"] == answer
    assert told(arrival) == [f"line 1: what is marked is not taken over: the answer was “{answer}”."]


def test_relations_join_spans_by_their_places():
    other = {**SPAN, "start": 11, "end": 15}
    relation = {"head": 0, "child": 2, "head_span": SPAN, "child_span": other, "label": "same"}
    (document,) = read(FORMAT, lines({**TASK, "spans": [SPAN, other], "relations": [relation]})).documents
    assert linked(document) == [("same", "Uber", "Uber")]


def test_spacys_entities_and_groups_of_spans_are_spans():
    told_by_spacy = {"text": "Uber fixes", "ents": [{"start": 0, "end": 4, "label": "ORG"}], "tokens": []}
    grouped = {
        **told_by_spacy,
        "ents": [],
        "spans": {"sc": [{"start": 5, "end": 10, "label": "DOES", "kb_id": ""}]},
    }
    documents = read(FORMAT, lines(told_by_spacy, {**grouped, "text": "Uber fixes "})).documents
    assert [marked(one) for one in documents] == [[("ORG", "Uber")], [("DOES", "fixes")]]


def test_offsets_are_code_points():
    (document,) = read(
        FORMAT, lines({**TASK, "text": "👍 Uber", "spans": [{**SPAN, "start": 2, "end": 6}]})
    ).documents
    assert marked(document) == [("ORG", "Uber")]


@pytest.mark.parametrize(
    ("span", "finding"),
    [
        ({"end": 99}, "line 1, spans[0]: “ORG” 0-99 is not taken over: The span 0-99 lies outside the text"),
        ({"text": "Lyft"}, "line 1, spans[0]: “ORG” 0-4 is not taken over: the text there is “Uber”, not “Lyft”."),
    ],
)
def test_a_span_that_cannot_be_placed_is_a_finding_with_its_line(span, finding):
    arrival = read(FORMAT, lines({**TASK, "spans": [{**SPAN, **span}]}))
    assert arrival.documents[0].spans == ()
    assert told(arrival)[0].startswith(finding)


def test_a_label_that_a_codebook_cannot_hold_gets_a_name_and_that_is_told():
    arrival = read(
        FORMAT, lines({**TASK, "spans": [{**SPAN, "label": "Head of state"}, {**SPAN, "label": "head_of_state"}]})
    )
    assert sorted(label for label, _ in marked(arrival.documents[0])) == ["head_of_state", "head_of_state_2"]
    assert "label: “Head of state” is called head_of_state here." in told(arrival)


@pytest.mark.parametrize(
    "line", ['{"_task_hash": 1}', '{"text": 1, "tokens": []}', '{"text": "a", "spans": [{"start": "0"}]}']
)
def test_a_line_that_is_no_task_is_refused_by_its_number(line):
    with pytest.raises(Invalid, match=r"^Line 2: "):
        read(FORMAT, lines(TASK) + line.encode() + b"\n")


def lines(*tasks: dict) -> bytes:
    return "".join(json.dumps(task) + "\n" for task in tasks).encode()
