"""Exports: only what is somebody's to see, whole or not at all, as of one moment."""

import json
from dataclasses import replace
from itertools import count

import pytest
from acting import Desk, action, draft, first_document

from annotator.domain.errors import Forbidden, Invalid, NotFound
from annotator.formats._base import Format
from annotator.services import accounts, completing, corpus, exporting, importing, projects
from annotator.services.accounts import OPERATOR
from annotator.services.exporting import CannotWrite
from annotator.services.importing import Upload

SLUG = "central-asia"

# Who may


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("ana", {"all", "ana", "ben", "gold"}),
        ("adjudicator", {"all", "ana", "ben", "gold", "adjudicator"}),
        ("ben", {"ben"}),
        ("viewer", {"gold"}),
    ],
)
def test_each_exports_the_layers_that_are_theirs_to_read(store, worked_on, name, allowed):
    person = worked_on[name]
    given = set()
    for layer in ("all", "ana", "ben", "gold", "adjudicator"):
        try:
            exporting.prepare(store, person, SLUG, "jsonl", layer)
        except Forbidden:
            continue
        given.add(layer)
    assert given - {"adjudicator"} == allowed - {"adjudicator"}
    with store.read() as tx:
        _, offered = exporting.layers_for(tx, person, SLUG)
    assert set(offered) <= given


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("ana", ["all", "gold", "ana", "ben"]),
        ("adjudicator", ["all", "gold", "ana", "ben"]),
        ("ben", ["ben"]),
        ("viewer", ["gold"]),
    ],
)
def test_each_is_offered_the_layers_that_are_there_for_them(store, worked_on, name, offered):
    with store.read() as tx:
        assert exporting.layers_for(tx, worked_on[name], SLUG)[1] == offered


def test_one_layer_has_nothing_of_any_other(store, worked_on):
    exported = exported_as(store, worked_on["ben"], "ben")
    assert b"ana" not in b"".join(json.dumps(one["layers"]).encode() for one in exported)
    assert {span["annotator"] for one in exported for span in one["spans"]} == {"ben"}
    assert {layer["annotator"] for one in exported for layer in one["layers"]} == {"ben"}
    assert len(exported) == 6


def test_an_annotator_without_a_span_exports_the_bare_texts(store, team):
    exported = exported_as(store, team["ben"], "ben")
    assert [(one["spans"], one["layers"]) for one in exported] == [([], [])] * 5


def test_a_stranger_does_not_learn_of_a_project(store, worked_on):
    with pytest.raises(NotFound):
        exporting.prepare(store, worked_on["stranger"], SLUG, "jsonl", "all")


@pytest.mark.parametrize(("layer", "kind"), [("nobody", NotFound), ("ANA", NotFound), ("", NotFound)])
def test_a_layer_that_is_not_there_is_said_to_be(store, team, layer, kind):
    with pytest.raises(kind, match="no layer"):
        exporting.prepare(store, team["ana"], SLUG, "jsonl", layer)


@pytest.mark.parametrize("form", ["docx", "", "_base"])
def test_a_format_that_does_not_export_is_refused(store, team, form):
    with pytest.raises(Invalid, match=r"is not a format here; these are: .*jsonl"):
        exporting.prepare(store, team["ana"], SLUG, form, "all")


# Whole or not at all


def test_an_export_is_saved_under_a_name_that_every_system_takes(store, team, tmp_path):
    with store.write() as tx:
        accounts.add_user(tx, OPERATOR, "әсел+1@x.kz", password_hash=None)
        projects.set_member(tx, OPERATOR, SLUG, "әсел+1@x.kz", "annotator")
    made = exporting.prepare(store, team["ana"], SLUG, "jsonl", "әсел+1@x.kz").save(tmp_path)
    assert made.name == "central-asia-_____1_x_kz.jsonl"
    assert made.stat().st_mode & 0o777 == 0o644


def test_an_export_that_fails_leaves_what_was_there_and_no_trace(store, team, tmp_path):
    target = tmp_path / "export.jsonl"
    target.write_bytes(b"what was there")
    export = replace(exporting.prepare(store, team["ana"], SLUG, "jsonl", "all"), format=failing)
    with pytest.raises(ZeroDivisionError):
        export.save(target)
    assert target.read_bytes() == b"what was there"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "export"))] == ["export.jsonl"]


def test_an_export_replaces_what_was_there(store, team, tmp_path):
    target = tmp_path / "export.jsonl"
    target.write_bytes(b"what was there")
    export = exporting.prepare(store, team["ana"], SLUG, "jsonl", "all")
    assert export.save(target) == target
    assert target.read_bytes() == b"".join(export.chunks())


@pytest.mark.parametrize("where", ["nowhere/export.jsonl", "file/export.jsonl"])
def test_a_place_that_cannot_be_written_is_named_in_one_line(store, team, tmp_path, where):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite, match=where):
        exporting.prepare(store, team["ana"], SLUG, "jsonl", "all").save(tmp_path / where)


# As of one moment


def test_an_export_neither_sees_nor_stops_what_happens_while_it_is_read(store, desk):
    desk.mark("Kremlin")
    before = whole(store)
    chunks = exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all").chunks()
    first = next(chunks)
    span = desk.mark("Miroglov")
    desk.change(desk.spans[-1].id, note="since then")
    assert first + b"".join(chunks) == before
    assert span.encode() in whole(store)


def test_the_same_database_gives_the_same_bytes(store, worked_on):
    assert whole(store) == whole(store)
    assert whole(store, "tei") == whole(store, "tei")


def test_whoever_has_enough_of_an_export_gives_the_connection_back(store, team):
    for _ in range(40):
        chunks = exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all").chunks()
        next(chunks)
        chunks.close()
    assert len(whole(store).splitlines()) == 5


def test_what_was_deleted_or_undone_is_not_exported(store, desk):
    desk.delete(desk.mark("Kremlin"))
    desk.mark("Miroglov")
    desk.undo()
    desk.mark("Publication")
    (first, *_) = exported_as(store, OPERATOR, "all")
    assert [span["text"] for span in first["spans"]] == ["Publication"]


def test_an_export_tells_code_points_behind_an_emoji(store, team):
    numbers = count()
    data = "😀😀 The Kremlin.".encode()
    parsed = importing.parse(
        [Upload("a.txt", data)], "auto", None, now=store.moment(), new_id=lambda: f"new-{next(numbers)}"
    )
    with store.write() as tx:
        importing.import_files(tx, OPERATOR, SLUG, parsed)
    with store.read() as tx:
        document = corpus.corpus(tx, team["ana"], SLUG).documents[-1]
    desk = Desk(store, team["ana"], document.id)
    desk.create(draft("Kremlin", desk.text))
    (span,) = exported_as(store, OPERATOR, "all")[-1]["spans"]
    assert (span["start"], span["end"], span["text"]) == (7, 14, "Kremlin")


def _fails(_snapshot):
    yield b"the first piece"
    yield str(1 / 0).encode()


failing = Format("failing", "A format that fails", ".bad", "text/plain", lambda _name, _head: False, _fails)


def whole(store, form="jsonl"):
    return b"".join(exporting.prepare(store, OPERATOR, SLUG, form, "all").chunks())


def exported_as(store, person, layer):
    chunks = exporting.prepare(store, person, SLUG, "jsonl", layer).chunks()
    return [json.loads(line) for line in b"".join(chunks).splitlines()]


@pytest.fixture
def desk(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))


@pytest.fixture
def worked_on(store, team):
    """Ana and ben have marked something, there is a gold layer; people by name, with a viewer and a stranger."""
    first = first_document(store, team["ana"])
    for name in ("ana", "ben"):
        desk = Desk(store, team[name], first)
        desk.mark("Kremlin")
    with store.write() as tx:
        completing.set_state(tx, team["ben"], action(), first, "complete")
        people = {
            name: accounts.add_user(tx, OPERATOR, name, password_hash=None) for name in ("viewer", "stranger")
        }
        projects.set_member(tx, OPERATOR, SLUG, "viewer", "viewer")
    gold = {
        "text": "The Kremlin.",
        "spans": [{"start": 4, "end": 11, "label": "actor", "annotator": "ana", "layer": "gold"}],
    }
    upload = Upload("gold.jsonl", json.dumps(gold).encode())
    parsed = importing.parse([upload], "auto", None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        importing.import_files(tx, OPERATOR, SLUG, parsed)
    return {**team, **people}
