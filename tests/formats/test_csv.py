"""CSV as pandas reads it, and as a spreadsheet would run it."""

import io
import json

import pandas as pd
import pytest
from marked_corpus import TEXT, full_document, snapshot, span, two_documents
from marked_corpus import document as document_of

from annotator.formats._csv import cell, lines
from annotator.formats.csv import FORMAT


def test_each_span_is_a_row_with_its_document_beside_it():
    table = read(two_documents())
    assert len(table) == 11
    first = table.iloc[0]
    assert (first["document"], first["title"], first["publication"]) == ("one", "Astana refrains", "The Times")
    assert table.iloc[10][["document", "layer", "label", "text"]].tolist() == ["../two", "ben", "actor", "Kremlin"]


def test_for_statistics_a_sign_that_stands_alone_is_a_value_and_what_is_missing_has_a_name():
    assert b"".join(lines([["-", None, "=1", 0.5]])) == b"'-,,'=1,0.5\r\n"
    assert b"".join(lines([["-", None, "=1", 0.5]], missing="NA", lone_signs=True)) == b"-,NA,'=1,0.5\r\n"


def test_offsets_are_those_of_the_text():
    for row in read(two_documents()).iloc[:10].itertuples():
        assert TEXT[row.start : row.end] in (row.text, row.text.removeprefix("'"))


def test_attributes_have_columns_and_fragments_and_relations_are_json():
    table = read(snapshot(full_document())).set_index("id")
    assert table.loc["s1", "attribute.strength"] == -1.5
    assert json.loads(table.loc["a1", "attribute.roles"]) == ["speaker", "target"]
    assert json.loads(table.loc["a1", "relations"]) == [{"id": "r1", "target": "s1", "type": "holds"}]
    assert json.loads(table.loc["l1", "links"]) == {"is": "draft-law-2022"}
    assert len(json.loads(table.loc["a4", "fragments"])) == 2
    assert table.loc["s1", "attribute.why"] == "Says “no”\n=1+1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_a_spreadsheet_would_run_is_only_shown(start):
    assert cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_words_of_articles_and_notes_are_never_formulas():
    row = read(snapshot(document_of(span("=id", "actor", "=1+1", note="@x")))).iloc[0]
    assert (row["id"], row["text"], row["note"]) == ("'=id", "'=1+1", "'@x")


def test_a_corpus_without_a_span_is_a_line_of_names():
    assert b"".join(FORMAT.write(snapshot(document_of()))).startswith(b"document,title,publication,")
    assert len(read(snapshot(document_of()))) == 0


def read(corpus):
    data = b"".join(FORMAT.write(corpus))
    return pd.read_csv(io.BytesIO(data), keep_default_na=False, na_values=[""])
