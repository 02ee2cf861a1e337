"""``annotator doctor`` says what is wrong with an installation, and how to mend it."""

import json
import os

import pytest
from mail_server import Mailbox

from annotator.domain.errors import Invalid
from annotator.formats._base import Format


def test_a_seeded_folder_is_well(seeded, run):
    seeded.chmod(0o700)
    found = findings(run)
    assert {one["about"]: one["state"] for one in found if one["state"] == "wrong"} == {}
    assert said(found, "data folder").startswith(str(seeded))
    assert said(found, "database").startswith("SQLite, schema 00")
    assert said(found, "mail") == "none: links are handed on by whoever makes them"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these rights")
def test_what_others_may_read_is_wrong_and_the_command_that_mends_it_is_said(seeded, run):
    (seeded / "secret_key").write_text("x" * 40)
    (seeded / "secret_key").chmod(0o644)
    seeded.chmod(0o700)
    done = run("doctor", code=1)
    assert f"others may read {seeded / 'secret_key'} (644)" in done.stdout
    assert f"-> chmod 600 {seeded / 'secret_key'}" in done.stdout


def test_a_database_that_does_not_answer_is_wrong_and_the_rest_is_looked_at(folder, run, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_DATABASE_URL", "postgresql+psycopg://nobody:secret@127.0.0.1:1/none")
    found = findings(run, code=1)
    (wrong,) = [one for one in found if one["state"] == "wrong"]
    assert wrong["about"] == "database"
    assert wrong["mend"] == "Look at ANNOTATOR_DATABASE_URL, and whether the database is running."
    assert "secret" not in str(found)
    assert found[-1]["about"] == "formats"


def test_a_database_of_another_version_is_wrong(seeded, run, monkeypatch):
    seeded.chmod(0o700)
    monkeypatch.setattr("annotator.services.diagnosing.REVISION", "9999")
    (wrong,) = [one for one in findings(run, code=1) if one["state"] == "wrong"]
    assert wrong["mend"] == "Run `annotator upgrade`."


def test_a_mail_server_is_asked_and_sent_nothing(seeded, run, monkeypatch):
    seeded.chmod(0o700)
    monkeypatch.setenv("ANNOTATOR_MAIL_FROM", "annotator@example.org")
    box = Mailbox()
    box.controller.start()
    try:
        monkeypatch.setenv("ANNOTATOR_SMTP_URL", f"smtp://127.0.0.1:{box.controller.port}")
        assert said(findings(run), "mail") == f"127.0.0.1:{box.controller.port} takes it"
    finally:
        box.controller.stop()
    assert box.messages == []
    assert said(findings(run, code=1), "mail") == "The mail server did not take the message."


def test_a_format_that_cannot_be_written_is_noted_with_the_command_that_brings_it(seeded, run, monkeypatch):
    def missing(one):
        if one.name == "hf":
            raise Invalid("missing-extra", "hf needs pyarrow, which is not here: pip install 'annotator[hf]'")

    seeded.chmod(0o700)
    monkeypatch.setattr(Format, "require_extra", missing)
    (note,) = [one for one in findings(run) if one["about"] == "formats"]
    assert (note["state"], note["said"]) == ("note", "hf needs pyarrow, which is not here")
    assert note["mend"] == "pip install 'annotator[hf]'"


def findings(run, code=0):
    return json.loads(run("doctor", "--json", code=code).stdout)


def said(found, about):
    return next(one["said"] for one in found if one["about"] == about)
