"""What we write comes back as it was, and is proven to be what it says."""

from dataclasses import replace

import pytest
from corpora import documents, hostile_text, ids, patient, snapshot_of
from formats.tei.files import read, strange_snapshots, written
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from annotator.domain.block import Block
from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.corpus import Document
from annotator.domain.layer import Layer
from annotator.domain.span import Span
from annotator.formats.tei import FORMAT
from annotator.formats.tei.check import check_tei
from annotator.formats.tei.names import id_of, original, part, xml_name

MADE = "2026-11-20T09:14:03.123456Z"


@settings(patient, max_examples=120)
@given(snapshot=strange_snapshots())
def test_an_export_comes_back_as_the_same_documents_under_the_same_codebooks(snapshot):
    arrival = read(written(snapshot))
    assert arrival.documents == tuple(snapshot.documents())
    assert arrival.codebooks == snapshot.codebooks
    assert arrival.findings == ()


@settings(patient, max_examples=60)
@given(snapshot=strange_snapshots())
def test_what_came_back_is_written_as_the_same_bytes(snapshot):
    exported = written(snapshot)
    arrival = read(exported)
    again = replace(
        snapshot_of(*arrival.documents, codebooks=arrival.codebooks),
        slug=snapshot.slug,
        name=snapshot.name,
        people=snapshot.people,
    )
    assert written(again) == exported


@settings(patient, max_examples=60)
@given(snapshot=strange_snapshots())
def test_every_export_is_proven(snapshot):
    proof = check_tei(written(snapshot))
    assert proof.problems == ()
    assert "profile" in proof.passed


@settings(patient, max_examples=60)
@given(snapshot=strange_snapshots())
def test_the_text_of_the_file_is_the_text_of_the_document(snapshot):
    root = etree.fromstring(written(snapshot))
    texts = root.iter("{http://www.tei-c.org/ns/1.0}text")
    assert [text.xpath("string()") for text in texts] == [document.text for document in snapshot.documents()]


@given(words=hostile_text() | ids() | st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_become_part_of_an_id_and_come_back(words):
    assert original(part(words)) == original(xml_name(words)) == words
    assert id_of("a", words).isascii()
    assert "." not in part(words)


@given(one=ids(), other=ids())
def test_two_ids_never_become_one(one, other):
    assert (part(one) == part(other)) == (one == other)


def test_a_machine_name_stays_readable():
    assert id_of("c", "3", "legal_instrument") == "c.3.legal_instrument"


@pytest.mark.parametrize("value", [4, 4.0, -0.0, 1e16, 10**15, 0.1, True, "4", "", [], ["state", "a b"], [""]])
def test_a_value_keeps_its_type(value):
    came = (
        read(written(snapshot_of(document(attributes={"kind": value})))).documents[0].spans[0].attributes["kind"]
    )
    assert (came, type(came), str(came)) == (value, type(value), str(value))


@pytest.mark.parametrize(
    "meta",
    [
        {"date": "2005-02-04"},
        {"date": "2005-02-30"},
        {"date": "0000"},
        {"date": "2005-02"},
        {"date": "٢٠٠٥"},
        {"date": " 2005"},
        {"date": 2005},
        {"url": "https://example.org/a?b=c&d=%20#e"},
        {"url": "https://example.org/a b"},
        {"url": "https://[::1"},
        {"url": "javascript:alert(1)"},
        {"author": ["A", "B"], "publication": None, "language": "de-AT"},
        {
            "author": "",
            "publication": " ",
            "language": "Deutsch, glaube ich",
            "": "",
            "a\tb\n": {"b": [1, 1.0, "x"]},
        },
    ],
    ids=str,
)
def test_metadata_of_any_kind_comes_back(meta):
    exported = written(snapshot_of(document(meta=meta)))
    assert read(exported).documents[0].meta == meta
    assert check_tei(exported).problems == ()


def test_a_well_formed_language_is_that_of_the_file():
    assert b'xml:lang="de-AT"' in written(snapshot_of(document(meta={"language": "de-AT"})))
    assert b'xml:lang="und"' in written(snapshot_of(document(meta={"language": "German"})))


def test_a_codebook_keeps_the_order_of_its_labels_whatever_their_hierarchy():
    labels = (Label("c", parent="a"), Label("a"), Label("d", parent="c"), Label("b", parent="a"), Label("e"))
    assert_comes_back(Codebook("Order", 3, labels=labels))


def test_a_hierarchy_deeper_than_any_parser_goes_comes_back():
    names = [f"level_{depth}" for depth in range(400)]
    labels = [Label(name, parent=above) for name, above in zip(names, [None, *names], strict=False)]
    assert_comes_back(Codebook("Deep", 1, labels=tuple(reversed(labels))))


def test_an_attribute_with_one_choice_is_no_text():
    one = Attribute("kind", "choice", choices=("a b",), definitions={"a b": ""})
    assert_comes_back(Codebook("One", 1, labels=(Label("actor", attributes=(one, Attribute("wording", "text"))),)))


def test_a_relation_type_without_ends_is_no_label():
    assert_comes_back(Codebook("Ends", 2, labels=(Label("actor"),), relations=(RelationType("holds"),)))


def test_two_layers_on_one_stretch_and_an_empty_one_come_back():
    layers = tuple(Layer(name, name, state, MADE, MADE) for name, state in (("ana", "complete"), ("ben", "new")))
    marked = replace(document(), layers=layers, spans=(document().spans[0],))
    assert read(written(snapshot_of(marked))).documents[0].layers == layers


def test_a_document_is_taken_only_when_those_before_it_are_written():
    taken = []

    def one_by_one():
        for number in range(3):
            taken.append(number)
            yield replace(document(), id=str(number))

    pieces = FORMAT.write(replace(snapshot_of(*[document()] * 3), documents=one_by_one))
    while b'xml:id="d.0"' not in next(pieces):
        pass
    assert taken == [0]
    pieces.close()


@settings(patient, max_examples=20)
@given(one=documents(Codebook()))
def test_a_document_is_the_same_alone_and_in_a_corpus(one):
    other = replace(one, id="another")
    assert read(written(snapshot_of(one))).documents[0] == read(written(snapshot_of(one, other))).documents[0]


def test_a_corpus_without_documents_is_written_as_a_valid_file():
    assert check_tei(written(snapshot_of())).problems == ()


def assert_comes_back(codebook):
    exported = written(snapshot_of(document(), codebooks=(codebook,)))
    assert read(exported).codebooks == (codebook,)
    assert check_tei(exported).problems == ()


def document(attributes=None, meta=None) -> Document:
    span = Span("s", "ana", "ana", "actor", ((0, 6),), attributes or {}, "", 1, 1, MADE, MADE)
    return Document(
        id="d",
        title="Draft",
        text="Moscow decides.",
        meta=meta or {},
        blocks=(Block("paragraph", 0, 15),),
        codebook_version=1,
        created=MADE,
        layers=(Layer("ana", "ana", "complete", MADE, MADE),),
        spans=(span,),
    )
