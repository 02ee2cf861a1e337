"""A backup is made, checked and put back from the command line; what is in the way is said in one line."""

import json
import sqlite3
from pathlib import Path

import pytest
from filelock import FileLock


def test_a_backup_is_put_back_into_an_empty_data_folder(run, seeded, tmp_path, monkeypatch):
    before = run("export", "central-asia", "--format", "jsonl").stdout_bytes
    said = run("backup", "kept.zip")
    assert (said.stdout, "read back" in said.stderr) == ("", True)
    monkeypatch.setenv("ANNOTATOR_DATA_DIR", str(tmp_path / "elsewhere"))
    assert "Restored" in run("restore", "kept.zip").stderr
    assert run("export", "central-asia", "--format", "jsonl").stdout_bytes == before
    assert run("check").stdout == "5 documents: everything holds together.\n"


def test_a_backup_goes_through_pipes(run, seeded, tmp_path, monkeypatch):
    data = run("backup", "-").stdout_bytes
    assert data[:2] == b"PK"
    monkeypatch.setenv("ANNOTATOR_DATA_DIR", str(tmp_path / "elsewhere"))
    run("restore", "-", stdin=data)
    assert run("project", "list").stdout.startswith("central-asia\t5 documents")


def test_the_manifest_is_for_scripts(run, seeded):
    manifest = json.loads(run("backup", "kept.zip", "--json").stdout)
    assert manifest["kind"] == "annotator backup"
    assert manifest["tables"]["document"]["rows"] == 5


def test_what_is_there_is_replaced_only_where_that_is_said_and_is_kept(run, seeded):
    run("backup", "kept.zip")
    run("user", "add", "zoe", "--password-stdin", stdin=b"correct horse battery\n")
    refused = run("restore", "kept.zip", code=1)
    assert refused.stderr == (
        "annotator: There are people or projects in this database. --replace puts the backup there.\n"
    )
    assert "zoe" in run("user", "list").stdout
    said = run("restore", "kept.zip", "--replace").stderr
    assert "zoe" not in run("user", "list").stdout
    run("restore", said.splitlines()[0].removeprefix("What was there is in ").removesuffix("."), "--replace")
    assert "zoe" in run("user", "list").stdout


def test_nothing_is_restored_beside_a_server(run, seeded):
    run("backup", "kept.zip")
    with FileLock(seeded / "server.lock"):
        run("backup", "again.zip")
        assert "Another annotator is running" in run("restore", "kept.zip", "--replace", code=1).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("restore", "nowhere.zip"), "annotator: nowhere.zip: No such file or directory.\n"),
        (("restore", "notes.txt"), "annotator: notes.txt is not a backup of annotator, or was cut short.\n"),
        (("backup", "nowhere/kept.zip"), "annotator: nowhere/kept.zip: No such file or directory.\n"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, seeded, arguments, said):
    Path("notes.txt").write_text("no archive", encoding="utf-8")
    assert run(*arguments, code=1).stderr == said


def test_there_is_nothing_to_back_up_before_there_is_a_database(run, folder):
    assert "nothing to back up" in run("backup", "kept.zip", code=1).stderr


def test_what_does_not_hold_together_ends_with_1_and_is_named(run, seeded):
    with sqlite3.connect(seeded / "annotator.sqlite3") as connection:
        connection.execute("UPDATE document SET length = length + 1 WHERE position = 1")
    connection.close()
    said = run("check", code=1).stdout
    assert "the text is not the one that was imported" in said
    assert said.endswith("5 documents: 1 do not hold together.\n")
    faults = json.loads(run("check", "--json", code=1).stdout)["faults"]
    assert [fault["what"] for fault in faults] == ["the text is not the one that was imported"]
