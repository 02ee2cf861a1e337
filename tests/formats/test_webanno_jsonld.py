"""Web Annotations as a processor of JSON-LD sees them, once their context is applied."""

import json

import pytest
from marked_corpus import TEXT, two_documents
from pyld import jsonld

from annotator.formats.webanno_jsonld import FORMAT

OA = "http://www.w3.org/ns/oa#"
OWN = "urn:annotator:"

# Of the context that the Web Annotation model publishes, what these annotations use of it.
CONTEXT = {
    "oa": OA,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    **{name: f"oa:{name}" for name in ("Annotation", "SpecificResource", "TextualBody")},
    **{name: f"oa:{name}" for name in ("TextPositionSelector", "TextQuoteSelector")},
    "Person": "foaf:Person",
    "AnnotationPage": "as:OrderedCollectionPage",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    **{name: f"oa:{name}" for name in ("tagging", "describing", "commenting", "linking")},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "nickname": "foaf:nick",
    "value": "rdf:value",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": "oa:end"},
}


def test_every_span_and_relation_is_an_annotation_with_a_motivation():
    motivations = [one[f"{OA}motivatedBy"][0]["@id"].removeprefix(OA) for one in expanded()]
    assert motivations.count("tagging") == 11
    assert motivations.count("linking") == 3


def test_no_key_is_lost_on_a_processor():
    for one in json.loads(made()["annotations.jsonld"])["items"]:
        assert len(one) == len(next(each for each in expanded() if each["@id"] == one["id"]))


def test_positions_and_quotations_agree_with_the_texts():
    files = made()
    for one in expanded():
        for target in one[f"{OA}hasTarget"]:
            if f"{OA}hasSelector" not in target:
                continue
            text = files[target[f"{OA}hasSource"][0]["@id"].removeprefix("https://here.test/")].decode()
            position, quotation = target[f"{OA}hasSelector"]
            start, end = (position[f"{OA}{key}"][0]["@value"] for key in ("start", "end"))
            assert text[start:end] == quotation[f"{OA}exact"][0]["@value"]
            assert text[:start].endswith(quotation[f"{OA}prefix"][0]["@value"])
            assert text[end:].startswith(quotation[f"{OA}suffix"][0]["@value"])


def test_a_span_in_fragments_has_a_target_for_each():
    assert len(by_key("a4")[f"{OA}hasTarget"]) == 2


def test_labels_and_notes_are_bodies_and_attributes_are_json():
    bodies = [
        (body[f"{OA}hasPurpose"][0]["@id"].removeprefix(OA), body[RDF_VALUE][0]["@value"])
        for body in by_key("a2")[f"{OA}hasBody"]
    ]
    assert bodies == [("tagging", "actor"), ("commenting", "=note\nof two lines")]
    assert by_key("a1")[f"{OWN}attributes"][0]["@value"] == {"kind": "state", "roles": ["speaker", "target"]}
    assert by_key("l1")[f"{OWN}links"][0]["@value"] == {"is": "draft-law-2022"}


def test_a_relation_joins_two_annotations():
    relation = by_key("r1")
    ends = [relation[f"{OA}hasTarget"][0]["@id"], relation[f"{OA}hasBody"][1][f"{OA}hasSource"][0]["@id"]]
    assert ends == [by_key("a1")["@id"], by_key("s1")["@id"]]


def test_documents_are_described_beside_the_annotations():
    first, second = (json.loads(line) for line in made()["documents.jsonl"].splitlines())
    assert (first["id"], first["source"], second["id"]) == ("one", "texts/00001-astana-refrains.txt", "../two")
    assert made()[first["source"]].decode() == TEXT


RDF_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"


def made():
    return {one.path: b"".join(one.chunks) for one in FORMAT.files(two_documents())}


def by_key(key):
    return next(one for one in expanded() if one[f"{OWN}key"][0]["@value"] == key)


def expanded():
    def load(url, _options):
        if url != "http://www.w3.org/ns/anno.jsonld":
            pytest.fail(f"{url} is asked for")
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}

    page = json.loads(made()["annotations.jsonld"])
    (found,) = jsonld.expand(page, {"documentLoader": load, "base": "https://here.test/"})
    (items,) = found["https://www.w3.org/ns/activitystreams#items".replace("https", "http")]
    return items["@list"]
