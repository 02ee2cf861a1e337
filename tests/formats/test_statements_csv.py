"""Statements as pandas reads them."""

import io
from dataclasses import replace

import pandas as pd
from marked_corpus import BOOK, document, full_document, relation, snapshot, span, two_documents

from annotator.domain.entity import Entity
from annotator.formats.statements_csv import FORMAT


def test_each_statement_is_a_row_with_its_words():
    table = read(two_documents())
    found = table[["layer", "actor_text", "text", "instrument_text"]].fillna("").to_numpy().tolist()
    assert found == [
        ["ana", "Astana", "refrains", "draft law"],
        ["ben", "Astana", "refrains", ""],
        ["ana", "", "“Café” שלום \u202eabc\u202c, the draft", ""],
    ]
    assert table["document"].tolist() == ["one"] * 3
    assert table["date"].tolist() == ["2022-10-04"] * 3


def test_what_is_missing_is_said():
    missing = read(snapshot(full_document()))["missing"].fillna("").tolist()
    assert "actor" not in missing[0]
    assert "instrument" in missing[1]


def test_two_holders_are_two_statements():
    spans = [span("a", "actor", "Astana"), span("b", "actor", "nobody"), span("s", "stance", "refrains")]
    holds = (relation("r1", "holds", "a", "s"), relation("r2", "holds", "b", "s"))
    assert read(snapshot(document(*spans, relations=holds)))["actor_text"].tolist() == ["Astana", "nobody"]


def test_entries_of_the_registry_are_named():
    law = Entity("draft-law-2022", "instrument", "Draft law of 2022")
    one = replace(full_document(), entities=(law,))
    first = read(snapshot(one)).iloc[0]
    assert (first["instrument_entity"], first["instrument_entity_name"]) == ("draft-law-2022", "Draft law of 2022")


def test_a_codebook_without_statements_gives_none():
    bare = replace(BOOK, relations=())
    corpus = replace(two_documents(), codebooks=(bare,))
    assert len(read(corpus)) == 0


def read(corpus):
    return pd.read_csv(io.BytesIO(b"".join(FORMAT.write(corpus))), keep_default_na=False, na_values=[""])
