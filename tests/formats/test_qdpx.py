"""REFI-QDA projects, valid against the schema and whole."""

import pytest
from corpora import patient, snapshots
from hypothesis import given, settings
from lxml import etree
from marked_corpus import TEXT, document, snapshot, two_documents
from shared_folder import shared_folder

from annotator.formats._loss import all_reduced
from annotator.formats.qdpx import FORMAT

IN = {"q": "urn:QDA-XML:project:1.0"}


def test_a_project_is_valid(schema):
    schema.assertValid(project(two_documents()))


def test_a_project_without_documents_is_valid(schema):
    schema.assertValid(project(snapshot()))


@settings(patient, max_examples=15)
@given(corpus=snapshots())
def test_whatever_a_corpus_holds_is_valid_and_every_reference_leads_somewhere(schema, corpus):
    root = project(corpus)
    schema.assertValid(root)
    names = root.xpath("//@guid")
    assert len(set(names)) == len(names)
    assert set(root.xpath("//@targetGUID | //@originGUID | //@creatingUser")) <= set(names)


def test_selections_are_where_the_spans_are():
    root = project(two_documents())
    texts = sources(two_documents())
    titles = {one.get("guid"): one.get("name") for one in root.iterfind("q:CodeBook//q:Code", IN)}
    people = {one.get("guid"): one.get("name") for one in root.iterfind("q:Users/q:User", IN)}
    found = []
    for source in root.iterfind("q:Sources/q:TextSource", IN):
        text = texts[source.get("plainTextPath").replace("internal://", "sources/")]
        for one in source.iterfind("q:PlainTextSelection", IN):
            words = text[int(one.get("startPosition")) : int(one.get("endPosition"))]
            codes = [titles[ref.get("targetGUID")] for ref in one.iterfind("q:Coding/q:CodeRef", IN)]
            found.append((people[one.get("creatingUser")], words, codes))
    assert len(found) == 11
    assert ("ana", "Astana", ["Actor", "kind: state", "roles: speaker", "roles: target"]) in found
    assert ("ana", "nobody in uniform", ["Actor", "kind: person"]) in found
    assert ("ben", "Kremlin", ["Actor"]) in found


def test_what_no_code_can_say_is_a_note():
    notes = [one.text for one in project(two_documents()).iterfind("q:Notes/q:Note/q:PlainTextContent", IN)]
    assert notes == ['strength: -1.5\nwhy: "Says “no”\\n=1+1"', "here", "=note\nof two lines"]


def test_relations_are_links_between_selections():
    root = project(two_documents())
    selections = set(root.xpath("//q:PlainTextSelection/@guid", namespaces=IN))
    links = root.findall("q:Links/q:Link", IN)
    assert [one.get("name") for one in links] == ["holds", "holds", "toward"]
    assert {one.get("originGUID") for one in links} | {one.get("targetGUID") for one in links} <= selections


def test_metadata_are_variables():
    root = project(snapshot(document()))
    names = {one.get("guid"): one.get("name") for one in root.iterfind("q:Variables/q:Variable", IN)}
    said = {
        names[one.find("q:VariableRef", IN).get("targetGUID")]: one.findtext("q:TextValue", namespaces=IN)
        for one in root.iterfind("q:Sources/q:TextSource/q:VariableValue", IN)
    }
    assert said == {"publication": "The Times", "date": "2022-10-04", "language": "en", "words": "31"}


def test_texts_are_code_point_for_code_point():
    assert next(iter(sources(two_documents()).values())) == TEXT


def unpacked(corpus):
    return {one.path: b"".join(one.chunks) for one in FORMAT.files(all_reduced(corpus, FORMAT.losses))}


def project(corpus):
    return etree.fromstring(unpacked(corpus)["project.qde"])


def sources(corpus):
    return {path: data.decode() for path, data in unpacked(corpus).items() if path.startswith("sources/")}


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(shared_folder("refi-qda") / "Project.xsd"))
