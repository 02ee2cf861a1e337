"""The two layers that were made by reading, and the decisions about them: they hold together by themselves."""

import json
import tomllib
from pathlib import Path

import pytest

from annotator.services import accounts, codebooks, exporting, importing, projects
from annotator.services.importing import Upload

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TEXTS = {path.stem: path.read_text(encoding="utf-8-sig") for path in SEEDS.glob("*.txt")}
DECISIONS = tomllib.loads((SEEDS / "decisions.toml").read_text(encoding="utf-8"))["decision"]

each_layer = pytest.mark.parametrize("name", ["ana", "ben"])


@each_layer
def test_a_layer_is_of_all_articles_complete_and_under_the_first_codebook(name):
    lines = _lines(name)
    assert [line["id"] for line in lines] == sorted(TEXTS)
    assert {line["codebook_version"] for line in lines} == {1}
    assert {layer["state"] for line in lines for layer in line["layers"]} == {"complete"}


@each_layer
def test_what_is_marked_are_the_words_of_the_article(name):
    for line in _lines(name):
        text = TEXTS[line["id"]]
        assert line["text"] == text
        assert [one["text"] for one in line["spans"]] == [text[one["start"] : one["end"]] for one in line["spans"]]


@each_layer
def test_every_stance_has_a_holder(name):
    for line in _lines(name):
        held = {one["target"] for one in line["relations"] if one["type"] == "holds"}
        assert [one["text"] for one in line["spans"] if one["label"] == "stance" and one["id"] not in held] == []


@each_layer
def test_a_layer_comes_in_under_its_codebook_and_goes_out_as_the_same_bytes(store, tmp_path, name):
    data = (SEEDS / "layers" / f"{name}.jsonl").read_bytes()
    book = codebooks.read_codebook((SEEDS / "codebook-1.yaml").read_bytes(), "codebook-1.yaml")
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, "alone", "Alone")
        codebooks.replace(tx, accounts.OPERATOR, "alone", book)
        parsed = importing.parse([Upload("layer.jsonl", data)], "jsonl", None, now=tx.now, new_id=tx.new_id)
        brought = importing.import_files(tx, accounts.OPERATOR, "alone", parsed)
    assert brought.findings == ()
    out = exporting.prepare(store, accounts.OPERATOR, "alone", "jsonl", name).save(tmp_path)
    assert out.read_bytes() == data


def test_a_decision_quotes_its_place_and_takes_a_layer_or_both_or_none():
    assert all(one["words"] == TEXTS[one["document"]][slice(*one["at"])] for one in DECISIONS)
    assert {one["choice"] for one in DECISIONS} == {"ana", "ben", "both", "none"}


def test_no_decision_but_the_plain_ones_lacks_its_reason():
    assert [one["words"] for one in DECISIONS if not one.get("reason") and one["choice"] != "both"] == []


def test_precedents_are_a_dozen_or_so_under_labels_of_the_codebook():
    kept = [one["precedent"] for one in DECISIONS if "precedent" in one]
    assert 12 <= len(kept) <= 20
    assert {one["label"] for one in kept} == {"actor", "stance", "legal_instrument"}


def _lines(name):
    return [json.loads(line) for line in (SEEDS / "layers" / f"{name}.jsonl").read_text("utf-8").splitlines()]
