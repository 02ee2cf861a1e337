"""GLiNER's training data, in the shape of its own sample."""

import json

from marked_corpus import full_document, plain_document, snapshot
from shared_folder import shared_folder

from annotator.formats._loss import all_reduced
from annotator.formats.gliner import FORMAT


def test_every_span_is_found_by_its_tokens():
    found = [
        (label, " ".join(one["tokenized_text"][first : last + 1]))
        for one in read(plain_document())
        for first, last, label in one["ner"]
    ]
    assert found == [
        ("actor", "Astana"),
        ("stance", "refrains"),
        ("actor", "ministry of Қазақстан"),
        ("legal_instrument", "draft law"),
        ("actor", "O’Neil-Smith"),
    ]


def test_spans_that_overlap_stand_beside_each_other():
    marked = sum(len(one["ner"]) for one in read(full_document()))
    assert marked == len(full_document().spans)


def test_rows_have_the_keys_and_types_of_the_sample():
    (sample, *_) = json.loads((shared_folder("samples") / "gliner" / "sample_data.json").read_bytes())
    for one in read(plain_document()):
        assert set(sample) <= set(one)
        assert all(isinstance(word, str) for word in one["tokenized_text"])
        assert all([type(part) for part in marked] == [int, int, str] for marked in one["ner"])


def test_an_empty_corpus_is_an_empty_list():
    assert json.loads(b"".join(FORMAT.write(snapshot()))) == []


def read(one):
    return json.loads(b"".join(FORMAT.write(all_reduced(snapshot(one), FORMAT.losses))))
