"""The data set as ``datasets`` loads it, from Parquet and from JSONL."""

import json

import pytest
from corpora import patient, snapshots
from hypothesis import given, settings
from marked_corpus import TEXT, full_document, snapshot, two_documents

from annotator.formats.hf import FORMAT
from annotator.formats.jsonl import FORMAT as JSONL


@pytest.fixture
def datasets(tmp_path, monkeypatch):
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    import datasets

    datasets.disable_progress_bars()
    return datasets


def test_datasets_loads_the_folder_by_its_card(datasets, tmp_path):
    unpack(two_documents(), tmp_path / "corpus")
    rows = datasets.load_dataset(str(tmp_path / "corpus"), cache_dir=str(tmp_path / "cache"))["train"]
    assert rows["id"][:] == ["one", "../two"]
    first = rows[0]
    assert first["text"] == TEXT
    assert [(one["label"], one["text"]) for one in first["spans"]] == [
        (one.label, one.quote(TEXT)) for one in full_document().spans
    ]
    assert json.loads(first["meta"])["words"] == 31
    assert [one["type"] for one in first["relations"]] == ["holds", "holds", "toward"]
    (fragments,) = (one["fragments"] for one in first["spans"] if one["fragments"])
    assert [TEXT[start:end] for start, end in fragments] == ["nobody", "uniform"]


def test_datasets_loads_our_jsonl(datasets, tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b"".join(JSONL.write(snapshot(full_document()))))
    rows = datasets.load_dataset("json", data_files=str(path), cache_dir=str(tmp_path / "cache"))["train"]
    for one in rows[0]["spans"]:
        assert rows[0]["text"][one["start"] : one["end"]] == one["text"]
    assert len(rows[0]["spans"]) == 10


@settings(patient, max_examples=15)
@given(corpus=snapshots())
def test_parquet_holds_everything_that_a_corpus_holds(corpus, tmp_path_factory):
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("hf")
    unpack(corpus, folder)
    rows = pq.read_table(folder / "data" / "train-00000-of-00001.parquet").to_pylist()
    for row, one in zip(rows, corpus.documents(), strict=True):
        assert (row["id"], row["text"], json.loads(row["meta"])) == (one.id, one.text, one.meta)
        spans = {span["id"]: span for span in row["spans"]}
        assert {key: json.loads(span["attributes"]) for key, span in spans.items()} == {
            span.id: span.attributes for span in one.spans
        }
        assert {key: span["note"] for key, span in spans.items()} == {span.id: span.note for span in one.spans}
        assert {each["id"] for each in row["relations"]} == {each.id for each in one.relations}


def test_the_card_tells_of_labels_and_how_to_load():
    card = made(two_documents())["README.md"].decode()
    assert card.startswith("---\npretty_name: A corpus\n")
    assert "| `actor` | Who acts. |" in card
    assert "data/train-*.parquet" in card


def made(corpus):
    return {one.path: b"".join(one.chunks) for one in FORMAT.files(corpus)}


def unpack(corpus, folder):
    for path, data in made(corpus).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
