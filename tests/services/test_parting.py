"""Training sets: a format's files for each part, and a manifest that says what went where."""

import csv
import io
import json
import zipfile

import pytest
from acting import SLUG

from annotator.domain.errors import Invalid
from annotator.domain.training import Split, parts_from, split_from
from annotator.services import exchange, exporting, importing
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload

HALVES = Split(parts_from("train=3,test=2"))


@pytest.mark.parametrize("form", [one.name for one in exchange.writers()])
def test_every_format_leaves_in_parts(store, team, form):
    archive = opened(exported(store, form, HALVES))
    tops = {name.split("/")[0].split(".")[0] for name in archive.namelist()}
    assert tops == {"train", "test", "split", "manifest"}


def test_a_document_is_in_one_part_and_the_manifest_counts_them(store, team):
    archive = opened(exported(store, "jsonl", HALVES))
    lines = {part: archive.read(f"{part}.jsonl").splitlines() for part in ("train", "test")}
    assert {part: len(some) for part, some in lines.items()} == {"train": 3, "test": 2}
    told = json.loads(archive.read("manifest.json"))
    assert told["split"] == {
        "by": "document",
        "seed": 0,
        "parts": {
            "train": {"share": 0.6, "documents": 3, "named": 0},
            "test": {"share": 0.4, "documents": 2, "named": 0},
        },
    }
    rows = dict(csv.reader(io.StringIO(archive.read("split.csv").decode())))
    for part, some in lines.items():
        assert all(rows[json.loads(line)["id"]] == part for line in some)


def test_the_same_seed_gives_the_same_bytes(store, team):
    assert exported(store, "jsonl", HALVES) == exported(store, "jsonl", HALVES)


def test_a_text_and_its_near_copy_stay_together(store, team):
    text = json.loads(exporting_lines(store)[0])["text"]
    bring_in(store, text.replace("Kremlin", "Moscow"))
    for seed in range(6):
        archive = opened(exported(store, "jsonl", Split(parts_from("train=1,test=1"), seed=seed)))
        for part in ("train", "test"):
            texts = [json.loads(line)["text"] for line in archive.read(f"{part}.jsonl").splitlines()]
            assert (text in texts) == (text.replace("Kremlin", "Moscow") in texts)


def test_documents_named_by_title_id_or_filter_are_where_they_were_put(store, team):
    lines = [json.loads(line) for line in exporting_lines(store)]
    named = [f"{lines[0]['title']}, test", f"{lines[1]['id']},test", "year=2022, dev"]
    split = split_from("train=1,dev=0,test=0", "document", "0", "\n".join(named))
    archive = opened(exported(store, "jsonl", split))
    parts = {
        part: {json.loads(line)["id"] for line in archive.read(f"{part}.jsonl").splitlines()}
        for part in ("train", "dev", "test")
    }
    dev = {line["id"] for line in lines if line["meta"]["date"].startswith("2022")}
    test = {lines[0]["id"], lines[1]["id"]}
    assert parts == {"train": {line["id"] for line in lines} - dev - test, "dev": dev, "test": test}
    told = json.loads(archive.read("manifest.json"))["split"]["parts"]
    assert [told[part]["named"] for part in ("train", "dev", "test")] == [0, len(dev), 2]


def test_a_split_is_kept_while_the_corpus_grows_by_naming_what_it_gave(store, team):
    before = opened(exported(store, "jsonl", HALVES)).read("split.csv").decode()
    bring_in(store, "An article that came later, about something else altogether.")
    again = split_from("train=3,test=2", "document", "0", before)
    after = opened(exported(store, "jsonl", again)).read("split.csv").decode()
    assert set(before.splitlines()) < set(after.splitlines())
    assert len(after.splitlines()) == len(before.splitlines()) + 1


def test_a_near_copy_goes_along_with_what_is_named_and_cannot_be_put_elsewhere(store, team):
    first = json.loads(exporting_lines(store)[0])
    bring_in(store, first["text"].replace("Kremlin", "Moscow"))
    ids = [json.loads(line)["id"] for line in exporting_lines(store)]
    alone = split_from("train=1,test=0", "document", "0", f"{ids[0]},test")
    archive = opened(exported(store, "jsonl", alone))
    assert {json.loads(line)["id"] for line in archive.read("test.jsonl").splitlines()} == {ids[0], ids[-1]}
    with pytest.raises(
        Invalid, match=r"Line 1 puts .* into test and line 2 .* into train, but they belong together"
    ):
        exported(store, "jsonl", split_from("train=1,test=1", "document", "0", f"{ids[0]},test\n{ids[-1]},train"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("No such article, test", "Line 1: “No such article” is no id, no title"),
        ("year=1066, test", "lets no document through"),
        ("year=2022, test\nyear=2022, train", "Line 2: .* was put into test by line 1 already, not into train"),
    ],
)
def test_a_line_that_names_nothing_or_twice_is_refused_before_a_byte(store, team, line, problem):
    with pytest.raises(Invalid, match=problem):
        exporting.prepare(
            store, OPERATOR, SLUG, "jsonl", "all", split=split_from("train=1,test=1", "document", "0", line)
        )


def test_a_part_that_would_be_empty_is_refused_before_a_byte(store, team):
    with pytest.raises(Invalid, match="has no document"):
        exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all", split=Split(parts_from("train=99,test=1")))


def test_the_file_of_a_split_is_an_archive_that_says_so(store, team):
    export = exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all", split=HALVES)
    assert (export.file_name, export.media_type) == ("central-asia-all.split.jsonl.zip", "application/zip")


def exported(store, form, split):
    export = exporting.prepare(store, OPERATOR, SLUG, form, "all", allow_loss=True, split=split)
    return b"".join(export.chunks())


def exporting_lines(store):
    return b"".join(exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all").chunks()).splitlines()


def bring_in(store, text):
    upload = Upload("copy.txt", text.encode())
    parsed = importing.parse([upload], "auto", None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        importing.import_files(tx, OPERATOR, SLUG, parsed)


def opened(data):
    return zipfile.ZipFile(io.BytesIO(data))
