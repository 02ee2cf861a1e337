"""What every format owes, whoever wrote it."""

import re
from dataclasses import replace
from itertools import count

import pytest
from corpora import NOW, patient, snapshot_of, snapshots, turned_round
from hypothesis import given, settings
from hypothesis import strategies as st

import annotator.formats
from annotator import registry
from annotator.domain.corpus import Arrival, Document, Snapshot
from annotator.domain.errors import Invalid
from annotator.formats._base import Format, Incoming
from annotator.formats._files import zipped
from annotator.formats._loss import all_reduced, reduced

FORMATS = registry.collect(annotator.formats, "FORMAT", Format)

every_format = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
_readers = {name: form for name, form in FORMATS.items() if form.read}
_writers = {name: form for name, form in FORMATS.items() if form.is_written}
_both = {name: form for name, form in _readers.items() if form.round_trips}
every_reader = pytest.mark.parametrize("form", _readers.values(), ids=_readers)
every_writer = pytest.mark.parametrize("form", _writers.values(), ids=_writers)
every_way_and_back = pytest.mark.parametrize("form", _both.values(), ids=_both)


@every_writer
@settings(patient, max_examples=10)
@given(snapshot=snapshots())
def test_the_same_corpus_gives_the_same_bytes_in_whatever_order_it_comes(form, snapshot):
    assert written(form, snapshot) == written(form, snapshot) == written(form, turned_round(snapshot))


@every_way_and_back
@settings(patient, max_examples=30)
@given(snapshot=snapshots())
def test_what_is_exported_and_imported_is_the_same_documents_and_the_same_bytes(form, snapshot):
    exported = written(form, snapshot)
    arrived = read(form, exported).documents
    assert [in_order(one) for one in arrived] == [in_order(one) for one in snapshot.documents()]
    assert written(form, snapshot_of(*arrived, codebooks=snapshot.codebooks)) == exported


@every_writer
@settings(patient, max_examples=5)
@given(snapshot=snapshots())
def test_what_is_left_of_a_corpus_after_its_losses_loses_nothing_more(form, snapshot):
    losses = [one for one in form.losses if one.touches is None]  # the others take nothing away
    for document in all_reduced(snapshot, losses).documents():
        again, touched = reduced(document, losses)
        assert not any(touched.values())
        assert again.spans == document.spans


@every_reader
@settings(patient, max_examples=150)
@given(data=st.binary())
def test_bytes_of_any_kind_are_read_or_refused(form, data):
    read_or_refused(form, data)


@every_way_and_back
@settings(patient, max_examples=30)
@given(snapshot=snapshots(), at=st.floats(0, 1), most=st.integers(0, 9), other=st.binary(max_size=6))
def test_a_damaged_export_is_read_or_refused(form, snapshot, at, most, other):
    exported = written(form, snapshot)
    place = int(at * len(exported))
    read_or_refused(form, exported[:place] + other + exported[place + most :])


@every_reader
@pytest.mark.parametrize("data", [b"", b" \n\n\t", b"\xef\xbb\xbf"], ids=["nothing", "blanks", "a mark"])
def test_a_file_without_a_word_is_refused(form, data):
    with pytest.raises(Invalid):
        read(form, data)


@every_way_and_back
def test_a_format_claims_its_own_exports_and_no_other_format_does(form):
    head = written(form, snapshot_of())[:64]
    assert surest(f"Export{form.suffix.upper()}", head) == [form.name]


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.txt", b"{{ 7*7 }} of a template", "txt"),
        ("a.TEXT", b"On Friday", "txt"),
        ("letter", b"On Friday", "txt"),
        ("a.jsonl", b'{"text": "x", "entities": [{"key": "a"}]}', "jsonl"),
        ("a.jsonl", b"", "jsonl"),
        ("a.ndjson", b"{", "jsonl"),
        ("a.csv", b'{"id": "1"}', "jsonl"),
        ("letter", b'\xef\xbb\xbf {"id": "1"}', "jsonl"),
        ("a.xml", b"<TEI", "tei"),
        ("a.xml", b"<r><p>a</p>", "xml"),
        ("a.csv", b"id,text\n", "csv"),
        ("a.tsv", b"id\ttext\n", "csv"),
        ("a.tsv", b"#FORMAT=WebAnno TSV 3.3\n", "webanno-tsv"),
        ("a.ann", b"T1\tPER 0 1\ta\n", "brat"),
        ("a.conll", b"EU\tB-ORG\n", "conll"),
        ("a.txt", b"-DOCSTART- -X- -X- O\n", "conll"),
        ("a.jsonl", b'{"text": "a", "_task_hash": 1}', "prodigy"),
        ("a.jsonl", b'{"text": "a", "tokens": []}', "prodigy"),
        ("a.jsonl", b'{"text": "a", "label": [[0, 1, "A"]]}', "doccano"),
        ("a.json", b'{\n "text": "a", "entities": []}', "doccano"),
        ("a.html", b"<p>a", "html"),
        ("a.json", b'[{"id": 1, "data": {"text": "a"}, "annotations": []}]', "labelstudio"),
        ("a.xmi", b"", "xmi"),
        ("a.xml", b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI">', "xmi"),
        ("a.json", b'{"@context": "http://www.w3.org/ns/anno.jsonld"}', "webanno-jsonld"),
        ("a.qdpx", b"PK\x03\x04", "qdpx"),
        ("letter", b"<!DOCTYPE html>", "html"),
        ("a.md", b"# A", "markdown"),
        ("a.docx", b"PK\x03\x04", "docx"),
        ("a.pdf", b"%PDF-1.7", "pdf"),
        ("a.json", b'[{"tokenized_text": ["a"]}]', "gliner"),
        ("a.jsonl", b'{"id": "1", "text": "a", "meta": {"tokens": 1}, "codebook_version": 3}', "jsonl"),
    ],
)
def test_a_file_is_claimed_by_one_format(name, head, expected):
    if expected in FORMATS:
        assert surest(name, head) == [expected]


@every_format
def test_a_format_says_what_people_need_to_know(form):
    assert re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", form.name)
    assert form.title.strip()
    assert form.suffix.startswith(".")
    assert "/" in form.media_type
    assert form.read or form.is_written
    assert not (form.write and form.files)
    assert len({loss.name for loss in form.losses}) == len(form.losses)


def test_no_two_exports_end_alike():
    suffixes = [form.suffix for form in _writers.values()]
    assert len(set(suffixes)) == len(suffixes)


def surest(name: str, head: bytes) -> list[str]:
    """The formats that claim a file more surely than any other does."""
    claims = {one.name: one.claims(name, head) for one in FORMATS.values()}
    return [one for one, surety in claims.items() if surety and surety == max(claims.values())]


def written(form: Format, snapshot: Snapshot) -> bytes:
    held = all_reduced(one_layer_of(snapshot) if form.one_layer else snapshot, form.losses)
    return b"".join(zipped(form.files(held)) if form.files else form.write(held))


def one_layer_of(snapshot: Snapshot) -> Snapshot:
    """What somebody exports who names a layer: the first of those that are there."""
    names = sorted({layer.name for document in snapshot.documents() for layer in document.layers})[:1]
    made = [
        replace(
            document,
            layers=tuple(one for one in document.layers if one.name in names),
            spans=tuple(one for one in document.spans if one.layer in names),
            relations=tuple(one for one in document.relations if one.layer in names),
        )
        for document in snapshot.documents()
    ]
    return replace(snapshot, documents=lambda: iter(made))


def read(form: Format, data: bytes) -> Arrival:
    numbers = count(1)
    return form.read(Incoming(f"export{form.suffix}", data, None, NOW, lambda: f"new-{next(numbers)}"))


def read_or_refused(form: Format, data: bytes) -> None:
    try:
        documents = read(form, data).documents
    except Invalid:
        return
    assert documents


def in_order(document: Document) -> Document:
    """``document`` with its relations in one order; the order of all else is the format's to keep."""
    return replace(document, relations=tuple(sorted(document.relations, key=lambda relation: relation.id)))
