"""DocBins as spaCy loads them, and trains on them."""

import io
import zipfile

import spacy
from corpora import patient, snapshots
from hypothesis import given, settings
from marked_corpus import TEXT, full_document, plain_document, snapshot, two_documents
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import fix_random_seed

from annotator.formats._files import zipped
from annotator.formats._loss import all_reduced
from annotator.formats.spacy import FORMAT
from annotator.formats.spacy import write as writing


def test_spacy_has_the_text_and_a_group_for_each_layer():
    first, second = read(two_documents())
    assert first.text == TEXT
    assert {key: len(group) for key, group in first.spans.items()} == {"ana": 8, "ben": 2}
    assert {key: len(group) for key, group in second.spans.items()} == {"ben": 1, "sc": 1}
    assert [(one.text, one.label_) for one in second.spans["sc"]] == [("Kremlin", "actor")]


def test_spans_have_their_words_ids_and_entries():
    (doc, _) = read(two_documents())
    found = {one.id_: (one.text, one.label_, one.kb_id_) for one in doc.spans["ana"]}
    assert found["a2"] == ("ministry of Қазақстан", "actor", "")
    assert found["l1"] == ("draft law", "legal_instrument", "draft-law-2022")
    assert found["s2"][0] == "“Café” שלום \u202eabc\u202c, the draft"


def test_what_spacy_has_no_place_for_is_in_the_user_data():
    (doc, _) = read(two_documents())
    assert doc.user_data["id"] == "one"
    assert doc.user_data["spans"]["s1"]["attributes"] == {
        "explicit": True,
        "strength": -1.5,
        "why": "Says “no”\n=1+1",
    }
    assert {(one["type"], one["source"], one["target"]) for one in doc.user_data["relations"]} == {
        ("holds", "a1", "s1"),
        ("toward", "s1", "l1"),
        ("holds", "b1", "b2"),
    }


def test_a_span_categoriser_learns_from_it():
    fix_random_seed(0)
    nlp = spacy.blank("en")
    suggester = {"@misc": "spacy.ngram_suggester.v1", "sizes": [1, 2, 3]}
    nlp.add_pipe("spancat", config={"spans_key": "sc", "suggester": suggester})
    examples = [Example(unmarked(doc), doc) for doc in read(snapshot(plain_document()), nlp.vocab)]
    optimizer = nlp.initialize(lambda: examples)
    assert set(nlp.get_pipe("spancat").labels) == {"actor", "stance", "legal_instrument"}
    losses = nlp.update(examples, sgd=optimizer)
    assert losses["spancat"] > 0


def test_documents_are_in_bins_of_some_hundred(monkeypatch):
    monkeypatch.setattr(writing, "_AT_ONCE", 2)
    corpus = snapshot(*[full_document()] * 5)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(FORMAT.files(all_reduced(corpus, FORMAT.losses))))))
    assert archive.namelist() == ["00001.spacy", "00002.spacy", "00003.spacy"]
    assert len(read(corpus)) == 5


@settings(patient, max_examples=15)
@given(corpus=snapshots())
def test_spacy_has_every_text_and_span_of_any_corpus(corpus):
    held = list(all_reduced(corpus, FORMAT.losses).documents())
    docs = read(corpus)
    assert [doc.text for doc in docs] == [one.text for one in held]
    for doc, one in zip(docs, held, strict=True):
        marked = {(span.start_char, span.end_char, span.label_) for key in doc.spans for span in doc.spans[key]}
        assert marked == {(span.start, span.end, span.label) for span in one.spans}


def unmarked(doc):
    return Doc(doc.vocab, words=[one.text for one in doc], spaces=[bool(one.whitespace_) for one in doc])


def read(corpus, vocab=None):
    made = [b"".join(one.chunks) for one in FORMAT.files(all_reduced(corpus, FORMAT.losses))]
    vocab = vocab or spacy.blank("xx").vocab
    return [doc for data in made for doc in DocBin().from_bytes(data).get_docs(vocab)]
