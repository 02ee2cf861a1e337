"""CoNLL as seqeval reads it."""

import pytest
from marked_corpus import TEXT, document, full_document, plain_document, snapshot, span
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities

from annotator.formats._loss import all_reduced
from annotator.formats._passages import passages
from annotator.formats.conll import FORMAT


def test_seqeval_finds_every_span_of_a_plain_corpus():
    words, tags = read(plain_document())
    found = [
        (entity.tag, " ".join(words[number][entity.start : entity.end]))
        for number, sentence in enumerate(Entities(tags, IOB2).entities)
        for entity in sentence
    ]
    assert found == [
        ("actor", "Astana"),
        ("stance", "refrains"),
        ("actor", "ministry of Қазақстан"),
        ("legal_instrument", "draft law"),
        ("actor", "O’Neil-Smith"),
    ]


@pytest.mark.parametrize("layer", ["ana", "ben"])
def test_seqeval_finds_as_many_spans_as_are_left_of_a_layer(layer):
    whole = full_document()
    one = document(*(each for each in whole.spans if each.layer == layer))
    _, tags = read(one)
    left = next(iter(all_reduced(snapshot(one), FORMAT.losses).documents()))
    assert len(get_entities(tags)) == len(left.spans)


def test_spans_that_touch_are_told_apart():
    _, tags = read(document(span("a", "actor", "The"), span("b", "actor", "ministry")))
    assert [(kind, first, last) for kind, first, last in get_entities(tags[2])] == [
        ("actor", 0, 0),
        ("actor", 1, 1),
    ]


def test_a_span_across_blocks_is_one():
    words, tags = read(document(span("a", "stance", "refrains\n\nThe ministry")))
    assert [kind for kind, _, _ in get_entities(tags)] == ["stance"]
    assert len(words) == len(plain_document().blocks)


def test_blocks_are_passages_and_no_token_is_lost():
    words, _ = read(plain_document())
    assert len(words) == 1 + len(plain_document().blocks)
    assert "".join(word for sentence in words[1:] for word in sentence) == "".join(TEXT.split())
    assert [len(one.words) for one in passages(plain_document())] == [len(one) for one in words[1:]]


def read(one):
    data = b"".join(FORMAT.write(all_reduced(snapshot(one), FORMAT.losses))).decode()
    sentences = [[line.split("\t") for line in part.split("\n")] for part in data.strip("\n").split("\n\n")]
    return [[word for word, _ in one] for one in sentences], [[tag for _, tag in one] for one in sentences]
