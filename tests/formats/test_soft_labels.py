"""Soft labels: how many of the annotators marked each span just so."""

import json
from dataclasses import replace

from marked_corpus import NOW, document, full_document, snapshot, span

from annotator.domain.layer import Layer
from annotator.formats.soft_labels import FORMAT


def test_a_span_that_two_of_two_marked_has_the_share_of_one():
    (line,) = read(full_document())
    shares = {(one["text"], one["label"]): (one["annotators"], one["share"]) for one in line["spans"]}
    assert line["annotators"] == ["ana", "ben"]
    assert shares["Astana", "actor"] == (["ana", "ben"], 1.0)
    assert shares["draft law", "legal_instrument"] == (["ana"], 0.5)
    assert len(line["spans"]) == 8


def test_gold_and_layers_that_are_not_complete_do_not_count():
    marked = document(span("a", "actor", "Astana"), span("g", "actor", "Astana", layer="gold"))
    open_layer = Layer("ben", "ben", "in_progress", NOW, NOW)
    (line,) = read(replace(marked, layers=(*marked.layers, open_layer)))
    assert line["annotators"] == ["ana"]
    assert [(one["annotators"], one["share"]) for one in line["spans"]] == [(["ana"], 1.0)]


def test_an_empty_layer_that_is_complete_counts_as_no():
    marked = document(span("a", "actor", "Astana"))
    empty = Layer("ben", "ben", "complete", NOW, NOW)
    (line,) = read(replace(marked, layers=(*marked.layers, empty)))
    assert [one["share"] for one in line["spans"]] == [0.5]


def test_what_somebody_marked_twice_counts_once():
    (line,) = read(document(span("a", "actor", "Astana"), span("b", "actor", "Astana")))
    assert [one["share"] for one in line["spans"]] == [1.0]


def test_a_document_that_nobody_completed_has_no_line():
    assert read(document()) == []


def read(one):
    return [json.loads(line) for line in b"".join(FORMAT.write(snapshot(one))).splitlines()]
