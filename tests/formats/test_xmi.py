"""UIMA CAS as dkpro-cassis loads it."""

import io

from cassis import load_cas_from_xmi, load_typesystem
from corpora import patient, snapshots
from hypothesis import given, settings
from marked_corpus import TEXT, document, snapshot, two_documents

from annotator.formats._files import zipped
from annotator.formats._loss import all_reduced
from annotator.formats.xmi import FORMAT
from annotator.formats.xmi.types import METADATA, RELATION, SENTENCE, SPAN, TOKEN, feature


def test_there_is_a_file_for_each_layer_of_each_document():
    assert list(made(two_documents())) == [
        "TypeSystem.xml",
        "00001-astana-refrains/ana.xmi",
        "00001-astana-refrains/ben.xmi",
        "00002-zweiter-2-2/ben.xmi",
    ]
    assert list(made(snapshot(document())))[1:] == ["00001-astana-refrains/INITIAL_CAS.xmi"]


def test_an_archive_of_files_is_not_taken_for_one():
    assert FORMAT.claims("a.xmi.zip", b"".join(zipped(FORMAT.files(two_documents())))[:4096]) == 0


def test_cassis_finds_the_text_and_every_span_of_a_layer():
    cas = read(two_documents(), "00001-astana-refrains/ana.xmi")
    assert cas.sofa_string == TEXT
    found = {one.identifier: (one.label, one.get_covered_text()) for one in cas.select(SPAN)}
    assert len(found) == 8
    assert found["a2"] == ("actor", "ministry of Қазақстан")
    assert found["s2"] == ("stance", "“Café” שלום \u202eabc\u202c, the draft")


def test_offsets_in_the_file_are_those_of_uima():
    files = made(two_documents())
    (start,) = (TEXT[: TEXT.index("refrains")],)
    units = len(start.encode("utf-16-le")) // 2
    assert f'begin="{units}"'.encode() in files["00001-astana-refrains/ben.xmi"]


def test_what_is_said_of_a_span_is_in_features():
    spans = {one.identifier: one for one in read(two_documents(), "00001-astana-refrains/ana.xmi").select(SPAN)}
    assert spans["a1"][feature("kind")] == "state"
    assert spans["a1"][feature("roles")] == '["speaker","target"]'
    assert spans["s1"][feature("strength")] == "-1.5"
    assert spans["a2"].note == "=note\nof two lines"
    assert spans["l1"].links == '{"is":"draft-law-2022"}'


def test_relations_join_spans():
    cas = read(two_documents(), "00001-astana-refrains/ana.xmi")
    assert [
        (one.Governor.get_covered_text(), one.label, one.Dependent.get_covered_text())
        for one in cas.select(RELATION)
    ] == [("Astana", "holds", "refrains"), ("refrains", "toward", "draft law")]


def test_blocks_are_sentences_and_there_are_tokens_and_metadata():
    cas = read(two_documents(), "00001-astana-refrains/ana.xmi")
    assert [one.get_covered_text() for one in cas.select(SENTENCE)] == [line for line in TEXT.split("\n") if line]
    assert "O’Neil-Smith" in [one.get_covered_text() for one in cas.select(TOKEN)]
    (about,) = cas.select(METADATA)
    assert (about.documentId, about.language) == ("one", "en")


@settings(patient, max_examples=15)
@given(corpus=snapshots())
def test_cassis_finds_as_many_spans_and_relations_as_there_are(corpus):
    held = list(all_reduced(corpus, FORMAT.losses).documents())
    files = made(corpus)
    loaded = [read(corpus, path, files) for path in files if path.endswith(".xmi")]
    assert sum(len(cas.select(SPAN)) for cas in loaded) == sum(len(one.spans) for one in held)
    assert sum(len(cas.select(RELATION)) for cas in loaded) == sum(len(one.relations) for one in held)
    assert {cas.sofa_string for cas in loaded} == {one.text for one in held}


def made(corpus):
    return {one.path: b"".join(one.chunks) for one in FORMAT.files(all_reduced(corpus, FORMAT.losses))}


def read(corpus, path, files=None):
    files = files or made(corpus)
    types = load_typesystem(io.BytesIO(files["TypeSystem.xml"]))
    return load_cas_from_xmi(io.BytesIO(files[path]), typesystem=types)
