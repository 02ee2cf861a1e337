"""Hostile text through every format: the same bytes from both databases, the same words marked for who reads."""

import csv
import io
import json
import zipfile

import pytest
from databases import sqlite_copy

from annotator.domain.codebook import Codebook, Label
from annotator.domain.corpus import Document
from annotator.formats._loss import reduced
from annotator.services import accounts, codebooks, exchange, exporting, importing, projects
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload
from annotator.services.transactions import Store
from annotator.store import snapshot

SLUG = "hostile"
NOW = "2026-01-02T03:04:05.000006Z"
WRITERS = [one.name for one in exchange.writers()]
PIECES = (
    *("👩‍👩‍👧", "🇰🇿", "e\u0301", "Z\u0335\u0327", "не́ был", "𝒜𝒷", "\U0001fffe."),
    *("שלום", "سلام", "\u202eabc\u202c", "\u2066x\u2069", "a\u200bb", "\ufeffc", "d\xad", "e\xa0f", "g\u2028h"),
    *("tab\there", "cr\r\nlf", "lone\rcr", "&<]]>", "&amp;", "<!-- - -->", "]]>", "\"'`", "\\n", "{{ 7*7 }}"),
    *("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "a,b;c|d", "#FORMAT=x", "T1\tactor 0 1", "a\n\nb"),
    "long" * 5000,
)
TOKENISED = ("conll", "gliner")
"""What these hold is words, not the white space between them."""


@pytest.fixture(scope="module")
def stores(tmp_path_factory, sqlite_template, postgres):
    """The same article on either database."""
    with sqlite_copy(sqlite_template, tmp_path_factory.mktemp("hostile")) as one, postgres.copy() as other:
        opened = [Store(one), Store(other)]
        for store in opened:
            fill(store)
        yield opened
        for store in opened:
            store.close()


@pytest.mark.parametrize("name", WRITERS)
def test_both_databases_give_the_same_bytes_and_a_reader_the_same_words(stores, name):
    exported, again = (export(store, name) for store in stores)
    assert exported == again
    document = article(stores[0])
    form = exchange.all_formats()[name]
    held, _ = reduced(document, form.losses)
    if name in _CONSUMERS:
        assert sorted(_CONSUMERS[name](exported, held)) == sorted((one.start, one.end) for one in held.spans)
    elif form.read is not None and not form.derived:
        (back,) = documents_in(exported, form)
        if name not in TOKENISED:
            assert back.text == document.text
            assert places(back) == places(held)
        assert marked(back) == marked(held)


def test_the_article_has_all_that_is_hostile(stores):
    document = article(stores[0])
    assert len(document.spans) == len(PIECES)
    assert "\r" not in document.text


def fill(store):
    text = " ".join(PIECES)
    starts = [len(" ".join(PIECES[:number])) + (number > 0) for number in range(len(PIECES))]
    spans = [
        {
            "start": start,
            "end": start + len(piece),
            "label": "actor",
            "annotator": "ana",
            "layer": "ana",
            "note": piece,
        }
        for start, piece in zip(starts, PIECES, strict=True)
    ]
    spans[-1]["note"] = ""
    for number, span in enumerate(spans):
        span["id"] = f"s{number}"
    line = {
        "id": "d<&>=1",
        "title": "=T <&> שלום 😀",
        "text": text,
        "meta": {"publication": "=1+1\t<&>"},
        "spans": spans,
    }
    with store.write() as tx:
        projects.create(tx, OPERATOR, SLUG, "=H <&> 😀")
        codebooks.replace(tx, OPERATOR, SLUG, Codebook("B", labels=(Label("actor", "=A <&> 😀", "&<]]>"),)))
        accounts.add_user(tx, OPERATOR, "ana", admin=False, password_hash=None)
    number = iter(range(100_000))
    parsed = importing.parse(
        [Upload("a.jsonl", json.dumps(line).encode())], "jsonl", None, now=NOW, new_id=lambda: f"n{next(number)}"
    )
    with store.write() as tx:
        importing.import_files(tx, OPERATOR, SLUG, parsed)


def article(store):
    with store.read() as tx:
        (document,) = snapshot.take(tx, projects.find(tx, OPERATOR, SLUG), None).documents()
    return document


def export(store, name):
    form = exchange.all_formats()[name]
    layer = "ana" if form.one_layer else "all"
    return b"".join(exporting.prepare(store, OPERATOR, SLUG, name, layer, allow_loss=True).chunks())


def documents_in(exported, form) -> list[Document]:
    number = iter(range(100_000))
    parsed = importing.parse(
        [Upload(f"export{form.suffix}", exported)], "auto", None, now=NOW, new_id=lambda: f"n{next(number)}"
    )
    assert [one.problem for one in parsed if one.problem] == []
    return [document for one in parsed for document in one.arrival.documents]


def places(document):
    return sorted((span.start, span.end) for span in document.spans)


def marked(document):
    """The label and the words of each span, without the white space in them."""
    return sorted((span.label, "".join(span.quote(document.text).split())) for span in document.spans)


def members(exported):
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def in_csv(exported, _held):
    rows = csv.DictReader(io.StringIO(exported.decode("utf-8-sig"), newline=""))
    return [(int(row["start"]), int(row["end"])) for row in rows]


def in_json_lines(exported, _held):
    return [(span["start"], span["end"]) for line in exported.splitlines() for span in json.loads(line)["spans"]]


def in_docbin(exported, held):
    import spacy
    from spacy.tokens import DocBin

    found = next(data for name, data in members(exported).items() if name.endswith(".spacy"))
    (doc,) = DocBin().from_bytes(found).get_docs(spacy.blank("xx").vocab)
    assert doc.text == held.text
    return [(span.start_char, span.end_char) for span in doc.spans["ana"]]


def in_parquet(exported, held):
    import pyarrow.parquet

    found = next(data for name, data in members(exported).items() if name.endswith(".parquet"))
    (row,) = pyarrow.parquet.read_table(io.BytesIO(found)).to_pylist()
    assert row["text"] == held.text
    return [(span["start"], span["end"]) for span in row["spans"]]


def inline(exported, held):
    """What our reader offers of the segments in the text; white space at the ends of lines is text, too."""
    form = exchange.all_formats()["tei"]
    (parsed,) = importing.parse([Upload("a.xml", exported)], "tei", None, now=NOW, new_id=lambda: "n")
    (document,) = parsed.arrival.documents
    assert form.name == parsed.format
    assert document.text == held.text
    (spans,) = parsed.arrival.offered.values()
    return [(span.start, span.end) for span in spans]


_CONSUMERS = {
    "csv": in_csv,
    "offsets": in_json_lines,
    "soft-labels": in_json_lines,
    "spacy": in_docbin,
    "hf": in_parquet,
    "tei-inline": inline,
}
