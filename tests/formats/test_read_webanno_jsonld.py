"""W3C Web Annotations and the texts beside them."""

import json

import pytest
from arriving import linked, marked, read, told

from annotator.domain.errors import Invalid
from annotator.formats.webanno_jsonld import FORMAT

TEXT = "👍 Ana met Ben and Ana."
CONTEXT = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}


@pytest.mark.parametrize(
    "selector",
    [
        {"type": "TextPositionSelector", "start": 2, "end": 5},
        {"type": "TextQuoteSelector", "exact": "Ana", "suffix": " met"},
        [{"type": "TextPositionSelector", "start": 3, "end": 6}, {"type": "TextQuoteSelector", "exact": "Ana"}],
    ],
    ids=["a position", "a quotation", "a position in UTF-16 units and its quotation"],
)
def test_an_annotation_stands_where_its_selectors_say(selector):
    assert marked(bring(annotation(selector)).documents[0]) == [("person", "Ana")]


def test_tags_are_labels_other_words_are_the_note_and_the_creator_has_a_layer():
    one = annotation(
        {"type": "TextPositionSelector", "start": 2, "end": 5},
        body=[tag("person"), tag("speaker"), {"type": "TextualBody", "value": "sure"}],
        creator={"type": "Person", "name": "A. Person", "nickname": "ap"},
    )
    (document,) = bring(one).documents
    assert sorted(label for label, _ in marked(document)) == ["person", "speaker"]
    assert {(span.annotator, span.note) for span in document.spans} == {("ap", "sure")}


def test_linking_joins_two_annotations():
    ends = [
        annotation({"type": "TextQuoteSelector", "exact": words}, id=f"urn:{words}") for words in ("met", "Ben")
    ]
    body = [tag("who"), {"type": "SpecificResource", "purpose": "linking", "source": "urn:Ben"}]
    link = {**CONTEXT, "motivation": "linking", "body": body, "target": "urn:met"}
    (document,) = bring({"type": "AnnotationPage", "items": [*ends, link]}).documents
    assert linked(document) == [("who", "met", "Ben")]


@pytest.mark.parametrize(
    ("selector", "why"),
    [
        ({"type": "TextQuoteSelector", "exact": "Ana"}, "“Ana” stands more than once in the text"),
        ({"type": "TextQuoteSelector", "exact": "Zoë"}, "“Zoë” stands nowhere in the text"),
        ({"type": "FragmentSelector", "value": "x"}, "FragmentSelector says no place in the text"),
        (None, "no selector says no place in the text"),
        ({"type": "TextPositionSelector", "start": "2", "end": 5}, "its position is no pair of whole numbers"),
    ],
)
def test_what_cannot_be_placed_is_a_finding(selector, why):
    assert told(bring(annotation(selector))) == [f"a.txt, line 1: “person” is not taken over: {why}."]


def test_an_annotation_whose_text_did_not_come_is_refused_and_says_where_to_put_it():
    with pytest.raises(Invalid, match=r"“http://x\.org/page”, is not here: put it beside as a\.txt"):
        read(FORMAT, json.dumps(annotation(None)), "a.json")


def annotation(selector, **more):
    target = {"source": "http://x.org/page", **({"selector": selector} if selector else {})}
    return {**CONTEXT, "body": tag("person"), "target": target, **more}


def tag(value):
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def bring(tree):
    return read(FORMAT, json.dumps(tree), "a.json", beside={"a.txt": TEXT.encode()})
