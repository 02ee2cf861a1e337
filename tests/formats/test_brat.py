"""brat's files as pybrat reads them."""

from pathlib import Path

import pytest
from corpora import patient, snapshots
from hypothesis import given, settings
from marked_corpus import TEXT, document, snapshot, span, two_documents
from pybrat.parser import BratParser

from annotator.formats._loss import all_reduced
from annotator.formats.brat import FORMAT
from annotator.formats.brat.config import annotation_conf
from annotator.formats.brat.names import in_one_line, typed


def test_pybrat_reads_every_span_and_relation_of_a_layer(tmp_path):
    first, *_ = read(two_documents(), tmp_path, "ana")
    assert first.text == TEXT
    found = {(one.type, tuple(first.text[each.start : each.end] for each in one.spans)) for one in first.entities}
    assert found == {
        ("actor", ("Astana",)),
        ("actor", ("ministry of Қазақстан",)),
        ("actor", ("Қазақстан",)),
        ("actor", ("nobody", "uniform")),
        ("actor", ("Neil",)),
        ("stance", ("refrains",)),
        ("stance", ("“Café” שלום \u202eabc\u202c, the draft",)),
        ("legal_instrument", ("draft law",)),
    }
    assert [(one.arg1.mention, one.type, one.arg2.mention) for one in first.relations] == [
        ("Astana", "holds", "refrains"),
        ("refrains", "toward", "draft law"),
    ]


def test_links_are_references(tmp_path):
    (first,) = read(two_documents(), tmp_path, "ana")
    (law,) = (one for one in first.entities if one.type == "legal_instrument")
    assert [(one.rid, one.eid) for one in law.references] == [("is", "draft-law-2022")]


def test_each_layer_has_a_folder(tmp_path):
    assert len(read(two_documents(), tmp_path, "ben")) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"ana", "ben", "annotation.conf", "visual.conf"}


def test_a_span_over_a_line_break_is_in_pieces(tmp_path):
    (one,) = read(snapshot(document(span("a", "stance", "refrains\n\nThe ministry"))), tmp_path, "ana")
    (entity,) = one.entities
    assert [TEXT[each.start : each.end] for each in entity.spans] == ["refrains", "The ministry"]


def test_what_is_said_of_a_span_stands_in_lines_of_its_own():
    lines = unpacked(two_documents())["ana/00001-astana-refrains.ann"].decode().split("\n")
    assert "A1\tactor_kind T1 state" in lines
    assert '#1\tAttribute T1\troles=["speaker","target"]' in lines
    assert "#2\tAttribute T2\tstrength=-1.5" in lines
    assert "#4\tAnnotatorNotes T3\t=note\\nof two lines" in lines


def test_the_configuration_has_the_codebook():
    conf = unpacked(two_documents())["annotation.conf"].decode()
    assert "[entities]\nactor\nstance\nlegal_instrument\n" in conf
    assert "toward\tArg1:stance, Arg2:legal_instrument|actor\n" in conf
    assert "actor_kind\tArg:actor, Value:state|person\n" in conf
    assert annotation_conf(()).startswith(b"[entities]\n")


@settings(patient, max_examples=15)
@given(corpus=snapshots())
def test_pybrat_reads_as_many_spans_as_there_are(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("brat")
    held = list(all_reduced(corpus, FORMAT.losses).documents())
    unpack(corpus, folder)
    read_ = [one for each in folder.iterdir() if each.is_dir() for one in parser().parse(each)]
    assert sum(len(one.entities) for one in read_) == sum(len(one.spans) for one in held)
    assert sum(len(one.relations) for one in read_) == sum(len(one.relations) for one in held)


@pytest.mark.parametrize(("name", "expected"), [("actor", "actor"), ("x.y-9", "x_2e_y-9"), ("Қ", "_49a_")])
def test_a_type_has_only_signs_that_brat_takes(name, expected):
    assert typed(name) == expected


def test_a_note_is_one_line():
    assert in_one_line("a\\b\nc\td\u2028e") == "a\\\\b\\nc\\td e"


def parser():
    return BratParser(error="ignore")


def unpacked(corpus):
    return {one.path: b"".join(one.chunks) for one in FORMAT.files(all_reduced(corpus, FORMAT.losses))}


def unpack(corpus, folder: Path):
    for path, data in unpacked(corpus).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)


def read(corpus, folder: Path, layer: str):
    unpack(corpus, folder)
    return parser().parse(folder / layer)
