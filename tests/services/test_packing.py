"""Manifests and losses of exports: nothing is left out unasked, and what is left out is counted."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from acting import SLUG, Desk, first_document

from annotator import __version__
from annotator.domain.errors import Invalid
from annotator.formats._base import Extra, Format
from annotator.services import exchange, exporting
from annotator.services.accounts import OPERATOR


def test_what_a_format_cannot_hold_is_refused_and_counted(store, desk):
    desk.mark("Kremlin")
    desk.mark("Miroglov", note="who?")
    with pytest.raises(Invalid, match=r"^txt cannot hold 2 spans: allow the loss, or take jsonl\.$") as refusal:
        exporting.prepare(store, OPERATOR, SLUG, "txt", "all")
    assert refusal.value.code == "would-lose"


def test_where_there_is_nothing_to_lose_nothing_is_refused(store, team):
    assert exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all").losses() == []


def test_what_nobody_annotated_is_told_and_not_refused(store, team):
    export = exporting.prepare(store, OPERATOR, SLUG, "txt", "all")
    assert [str(lost) for lost in export.losses()] == [
        "5 documents with metadata: without it",
        "22 blocks that are no paragraphs: not told apart",
        "5 documents with their ids: without them",
    ]


def test_what_a_codebook_loses_is_told_with_how_much_of_each_label(store, team):
    losses = {lost.loss.name: lost.by for lost in exporting.prepare(store, OPERATOR, SLUG, "qdc", "all").losses()}
    assert losses["codebook_attributes"]["actor"] >= 1
    assert {"codebook_keys", "codebook_relations"} <= set(losses)


def test_what_comes_between_the_question_and_the_bytes_is_not_lost_either(store, desk):
    export = exporting.prepare(store, OPERATOR, SLUG, "txt", "all")
    desk.mark("Kremlin")
    with pytest.raises(Invalid, match="1 span"):
        next(export.chunks())


def test_a_loss_that_is_allowed_is_told(store, desk):
    desk.mark("Kremlin")
    export = exporting.prepare(store, OPERATOR, SLUG, "txt", "all", allow_loss=True)
    assert str(export.losses()[0]) == "1 span: left out"
    assert json.loads(export.manifest())["losses"][0] == {
        "name": "spans",
        "what": "1 span: left out",
        "count": 1,
        "by": {"actor": 1},
    }


def test_a_manifest_says_what_is_in_the_database_and_in_the_file(store, desk, tmp_path):
    desk.mark("Kremlin")
    export = exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all")
    made = export.save(tmp_path)
    told = json.loads((tmp_path / f"{made.name}.manifest.json").read_bytes())
    assert told == json.loads(export.manifest())
    assert told["spans"] == {"actor": {"database": 1, "file": 1}}
    assert told["software"] == {"name": "annotator", "version": __version__}
    assert (told["format"], told["layer"], told["documents"]) == ("jsonl", "all", 5)
    assert [book["version"] for book in told["codebooks"]] == [1]
    ((name, file),) = told["files"].items()
    assert name == "central-asia.jsonl"
    assert file == {"bytes": made.stat().st_size, "sha256": hashlib.sha256(made.read_bytes()).hexdigest()}


def test_an_archive_carries_its_manifest(store, desk):
    desk.mark("Kremlin")
    export = exporting.prepare(store, OPERATOR, SLUG, "txt", "all", allow_loss=True)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(export.chunks())))
    told = json.loads(archive.read("manifest.json"))
    assert told["spans"] == {"actor": {"database": 1, "file": 0}}
    for name, file in told["files"].items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == file["sha256"]
    assert set(archive.namelist()) == {*told["files"], "manifest.json"}


def test_a_manifest_can_be_put_elsewhere(store, team, tmp_path):
    exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all").save(tmp_path / "x", tmp_path / "y.json")
    assert {one.name for one in tmp_path.glob("[xy]*")} == {"x", "y.json"}


def test_a_format_of_one_layer_asks_which(store, desk, team, monkeypatch):
    narrow = replace(exchange.writer("jsonl"), name="narrow", one_layer=True)
    monkeypatch.setattr(exchange, "writers", lambda: [narrow])
    assert exporting.prepare(store, OPERATOR, SLUG, "narrow", "all")
    desk.mark("Kremlin")
    Desk(store, team["ben"], desk.document).mark("Kremlin")
    with pytest.raises(Invalid, match=r"^narrow holds one layer; name one of these: ana, ben\.$"):
        exporting.prepare(store, OPERATOR, SLUG, "narrow", "all")
    assert exporting.prepare(store, OPERATOR, SLUG, "narrow", "ben")


def test_what_is_not_installed_is_named_with_the_command_that_brings_it():
    form = Format("x", "X", ".x", "a/b", lambda _name, _head: False, extra=Extra("hf", ("json", "no_such_thing")))
    with pytest.raises(Invalid, match=r"x needs no_such_thing, which is not here: pip install 'annotator\[hf\]'"):
        form.require_extra()


@pytest.fixture
def desk(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))
