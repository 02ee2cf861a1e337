"""Every command does what it says, or says in one line why not: exit 0, 1 (refused), 2 (wrong usage)."""

import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotator import __version__
from annotator.domain.script import columns
from annotator.services import accounts, rounds, tokens
from annotator.services.transactions import Store

ARTICLE = "The Kremlin adopted a law.\n"

# Help and usage


def test_the_help_lists_every_command(run):
    said = run("--help").output
    commands = [
        "agreement",
        "attach",
        "backup",
        "check",
        "check-tei",
        "codebook",
        "demo",
        "doctor",
        "document",
        "export",
        "figures",
        "filter",
        "gold",
        "import",
        "model",
        "move",
        "network",
        "project",
        "registry",
        "release",
        "restore",
        "round",
        "search",
        "serve",
        "statements",
        "upgrade",
        "user",
    ]
    assert re.findall(r"^  ([a-z-]+)  ", said.partition("Commands:")[2], re.MULTILINE) == commands
    for command in commands:
        assert run(command, "--help").output.startswith(f"Usage: annotator {command} ")
    assert run("--version").output == f"annotator, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("user", "add"),
        ("project", "create"),
        ("project", "member", "central-asia", "ben"),
        ("import", "central-asia"),
        ("import", "central-asia", "nowhere.txt"),
        ("export",),
        ("export", "central-asia"),
        ("export", "--format", "jsonl"),
        ("codebook", "import", "central-asia", "nowhere.yaml"),
        ("check-tei", "nowhere.xml"),
        ("serve", "--port", "many"),
        ("demo", "--data-dir", __file__),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(run, arguments):
    done = run(*arguments, code=2)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("Error: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("user", "add", "a b", "--password-stdin"), "“a b” is not a user name"),
        (("user", "add", "gold", "--password-stdin"), "“gold” means a layer of its own"),
        (("user", "add", "Ana", "--password-stdin"), "There is a user “Ana” already."),
        (("user", "link", "nobody"), "There is no user “nobody”."),
        (("user", "token", "nobody"), "There is no user “nobody”."),
        (("user", "deactivate", "nobody"), "There is no user “nobody”."),
        (("user", "activate", "nobody"), "There is no user “nobody”."),
        (("user", "password-link", "nobody"), "There is no user “nobody”."),
        (("user", "invite", "--project", "nowhere", "--role", "viewer"), "There is no such project"),
        (("user", "invite", "--project", "central-asia", "--role", "boss"), "“boss” is no role"),
        (("user", "invite", "--email", "nonsense"), "is not a mail address"),
        (("project", "create", "Central Asia"), "“Central Asia” is not a slug"),
        (("project", "create", "central-asia"), "There is a project “central-asia” already."),
        (("project", "member", "nowhere", "ben", "viewer"), "There is no such project"),
        (("project", "member", "central-asia", "nobody", "viewer"), "There is no user “nobody”."),
        (("project", "member", "central-asia", "ben", "boss"), "“boss” is no role"),
        (("export", "nowhere", "--format", "jsonl"), "There is no such project"),
        (("agreement", "nowhere"), "There is no such project"),
        (("agreement", "central-asia", "--measure", "luck"), "“luck” is not a measure here; these are: "),
        (("agreement", "central-asia", "--label", "luck"), "Label “luck” is not in the codebook"),
        (("agreement", "central-asia", "--annotator", "nobody"), "Nobody called “nobody” has a layer"),
        (("agreement", "central-asia", "--as", "ben"), "does not include: read agreement"),
        (("export", "central-asia", "--format", "docx"), "“docx” is not a format here; these are: "),
        (("export", "central-asia", "--format", "jsonl", "--layer", "nobody"), "There is no layer “nobody”"),
        (("export", "central-asia", "--format", "jsonl", "--as", "nobody"), "There is no user “nobody”."),
        (("export", "central-asia", "--format", "jsonl", "--as", "ben"), "You may export your own layer"),
        (
            ("export", "central-asia", "--format", "jsonl", "--out", "no/where"),
            "no/where: No such file or directory.",
        ),
        (("import", "nowhere", "{article}"), "There is no such project"),
        (("import", "central-asia", "{article}", "--as", "ben"), "does not include: import."),
        (("import", "central-asia", "{article}", "--format", "pptx"), "article.txt: “pptx” is not a format here"),
        (("import", "central-asia", "{empty}"), "empty.txt: The text is empty"),
        (("import", "central-asia", "{article}", "{broken}"), "broken.jsonl: Line 2: "),
        (("import", "central-asia", "{latin}"), "latin.txt: Not UTF-8: byte 3 (line 1)"),
        (("import", "central-asia", "{latin}", "--encoding", "klingon"), "no encoding called “klingon”"),
        (("codebook", "export", "nowhere"), "There is no such project"),
        (("codebook", "export", "central-asia", "--format", "pdf"), "yaml, json or qdc, not “pdf”"),
        (("codebook", "import", "central-asia", "{article}"), "is not a mapping"),
        (("codebook", "import", "central-asia", "{broken_book}"), "line 1, column 10: "),
        (("project", "create", "second", "--codebook", "{broken_book}"), "line 1, column 10: "),
    ],
)
def test_a_refusal_ends_with_1_and_is_one_clear_line(run, seeded, files, arguments, message):
    before = counts(seeded)
    done = run(*[one.format(**files) for one in arguments], code=1, stdin="a long password\n")
    assert done.stdout == ""
    assert message in done.stderr
    assert re.fullmatch(r"annotator: [^\n]+\n", done.stderr)
    assert counts(seeded) == before


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ANNOTATOR_PORT", "80", "ANNOTATOR_PORT is not a setting"),
        ("ANNOTATOR_DATABASE_URL", "mysql://x", "ANNOTATOR_DATABASE_URL starts with sqlite:///"),
        ("ANNOTATOR_DATABASE_URL", "postgresql+psycopg://x:secret@y:z/a", "The database's address is not of"),
        ("ANNOTATOR_DATABASE_URL", "postgresql+psycopg://127.0.0.1:1/a", "The database does not answer"),
        ("ANNOTATOR_DATABASE_URL", "sqlite:////no/where/a.sqlite3", "The database cannot be opened"),
        ("ANNOTATOR_DATABASE_URL", f"sqlite:///{__file__}", "The database cannot be read"),
        ("ANNOTATOR_DATA_DIR", __file__, "ANNOTATOR_DATA_DIR: "),
    ],
)
def test_what_the_environment_says_wrongly_is_one_line_without_a_secret(run, monkeypatch, name, value, message):
    monkeypatch.setenv(name, value)
    done = run("project", "list", code=1)
    assert message in done.stderr
    assert "secret" not in done.stderr
    assert re.fullmatch(r"annotator: [^\n]+\n", done.stderr)


def test_a_database_of_another_version_says_what_to_do(run, seeded):
    stamp(seeded, "0000")
    assert "run `annotator upgrade`" in run("project", "list", code=1).stderr
    stamp(seeded, "9999")
    for command in (("project", "list"), ("upgrade",), ("serve",), ("demo", "--data-dir", str(seeded))):
        done = run(*command, code=1)
        assert "install a newer annotator" in done.stderr
        assert re.fullmatch(r"annotator: [^\n]+\n", done.stderr)


# User


def test_a_user_is_added_with_a_password_from_standard_input(run, folder):
    done = run("user", "add", "ana", "--admin", "--password-stdin", stdin="correct horse battery\n")
    assert done.output == "Added ana, an admin.\n"
    store = Store(f"sqlite:///{folder / 'annotator.sqlite3'}")
    session = accounts.sign_in(store, "ana", "correct horse battery")
    with store.read() as tx:
        assert accounts.signed_in(tx, session).admin
    store.close()


def test_a_password_is_asked_for_twice(run):
    done = run("user", "add", "ben", stdin="a long password\na long password\n")
    assert done.output.endswith("Added ben.\n")
    assert "a long password" not in done.output
    run("user", "add", "ana", stdin="a long password\nanother password\n", code=1)


@pytest.mark.parametrize("password", ["", "short\n", "123456789\n"])
def test_a_short_password_is_refused(run, password):
    assert "at least 10" in run("user", "add", "ana", "--password-stdin", stdin=password, code=1).stderr


def test_a_token_is_printed_once_and_is_its_users(run, seeded):
    one = run("user", "token", "ben").output
    other = run("user", "token", "ben", "--name", "weekly").output
    assert re.fullmatch(r"annotator_[\w-]{43}\n", one)
    assert one != other
    store = Store(f"sqlite:///{seeded / 'annotator.sqlite3'}")
    with store.read() as tx:
        ben = accounts.named(tx, "ben")
        assert tokens.bearer(tx, one.strip()).person == ben
        assert [one.name for one in tokens.all_of(tx, ben)] == ["weekly", "command line"]
    store.close()


def test_a_link_is_printed_that_signs_in(run, seeded, monkeypatch):
    assert re.fullmatch(r"http://127\.0\.0\.1:5000/enter/[\w-]{43}\n", run("user", "link", "ben").output)
    monkeypatch.setenv("ANNOTATOR_PUBLIC_URL", "https://annotate.example.org/")
    token = run("user", "link", "ben").output.strip().removeprefix("https://annotate.example.org/enter/")
    store = Store(f"sqlite:///{seeded / 'annotator.sqlite3'}")
    with store.write() as tx:
        session = accounts.sign_in_by_ticket(tx, token)
        assert accounts.signed_in(tx, session).name == "ben"
    store.close()


def test_people_are_listed_deactivated_and_activated_again(run, seeded):
    assert run("user", "deactivate", "BEN").output == "ben is deactivated.\n"
    assert "ben\tdeactivated\n" in run("user", "list").output
    assert {"name": "ben", "email": None, "admin": False, "active": False} in json.loads(
        run("user", "list", "--json").output
    )
    assert run("user", "activate", "ben").output == "ben is active.\n"
    assert "ana\tactive, admin\nben\tactive\n" in run("user", "list").output
    assert "at least one admin" in run("user", "deactivate", "ana", code=1).stderr


def test_links_for_a_password_and_an_invitation_are_printed(run, seeded):
    assert re.fullmatch(
        r"http://127\.0\.0\.1:5000/password/[\w-]{43}\n", run("user", "password-link", "ben").output
    )
    to_project = ("user", "invite", "--project", "central-asia", "--role", "viewer", "--email", "a@example.org")
    for command in (("user", "invite"), to_project):
        assert re.fullmatch(r"http://127\.0\.0\.1:5000/invitation/[\w-]{43}\n", run(*command).output)
    assert "go together" in run("user", "invite", "--role", "viewer", code=2).stderr


# Project


def test_projects_are_made_listed_and_joined(run, seeded):
    assert run("project", "create", "second", "--name", "The second").output == "Made the project second.\n"
    listed = run("project", "list").output
    assert listed == "central-asia\t5 documents\tCentral Asia and the draft\nsecond\t0 documents\tThe second\n"
    assert json.loads(run("project", "list", "--json").output) == [
        {"slug": "central-asia", "name": "Central Asia and the draft", "documents": 5},
        {"slug": "second", "name": "The second", "documents": 0},
    ]
    assert run("project", "member", "second", "ben", "annotator").output == "ben is annotator in second.\n"


@pytest.mark.parametrize(
    "command", [("project", "member", "central-asia", "ben", "viewer"), ("user", "deactivate", "ben")]
)
def test_whoever_annotates_no_more_leaves_the_open_rounds(run, seeded, command):
    store = Store(f"sqlite:///{seeded / 'annotator.sqlite3'}")
    with store.write() as tx:
        plan = rounds.Plan(people=["ana", "ben"], overlap=1)
        number = rounds.create(tx, accounts.OPERATOR, "central-asia", plan).number
    run(*command)
    with store.read() as tx:
        board = rounds.board(tx, accounts.OPERATOR, "central-asia", number)
    store.close()
    assert [one.name for one in board.assigned] == ["ana"] * 5


def test_a_project_is_made_with_a_codebook(run, files):
    run("project", "create", "second", "--codebook", files["book"])
    assert "- name: thing\n" in run("codebook", "export", "second").output


def test_a_project_is_made_with_a_codebook_from_standard_input(run, files):
    done = started("project", "create", "second", "--codebook", "-", given=Path(files["book"]).read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert "- name: thing\n" in run("codebook", "export", "second").output


def test_a_project_with_a_bad_codebook_is_not_made(run, files):
    run("project", "create", "second", "--codebook", files["broken_book"], code=1)
    assert run("project", "list", "--json").output == "[]\n"


# Codebook


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_codebook_goes_out_and_comes_back_as_it_was(run, seeded, form):
    exported = run("codebook", "export", "central-asia", "--format", form).stdout_bytes
    done = started("codebook", "import", "central-asia", "-", given=exported)
    assert (done.returncode, done.stdout) == (0, b"The codebook of central-asia says nothing new.\n")
    assert run("codebook", "export", "central-asia", "--format", form).stdout_bytes == exported


def test_a_new_codebook_is_checked_first_and_then_the_next_version(run, seeded, files):
    done = run("codebook", "import", "central-asia", files["book"], "--dry-run")
    assert done.output.endswith("book.yaml: 1 label, 0 relation types. Nothing changed.\n")
    assert run("codebook", "export", "central-asia").output.count("- name: actor\n") == 1
    done = run("codebook", "import", "central-asia", files["book"])
    assert done.output == "The codebook of central-asia is now version 2.\n"
    assert "version: 2\n" in run("codebook", "export", "central-asia").output


# Import and export


def test_files_are_imported_and_a_dry_run_changes_nothing(run, seeded, files):
    before = counts(seeded)
    done = run("import", "central-asia", files["article"], files["marked"], "--dry-run")
    assert done.stdout == "Would import 2 documents and 1 span.\n"
    assert counts(seeded) == before
    done = run("import", "central-asia", files["article"], files["marked"])
    assert done.stdout == "Imported 2 documents and 1 span.\n"
    assert len(run("export", "central-asia", "--format", "jsonl").stdout_bytes.splitlines()) == 7


def test_a_folder_is_imported_with_all_in_it_but_what_is_hidden(run, seeded, tmp_path):
    folder = tmp_path / "articles"
    (folder / "more").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "more/c.txt", ".hidden.txt"):
        (folder / name).write_text(f"The text of {name}.")
    assert run("import", "central-asia", str(folder)).stdout == "Imported 3 documents and 0 spans.\n"
    exported = run("export", "central-asia", "--format", "jsonl").output.splitlines()[5:]
    assert [json.loads(one)["text"] for one in exported] == [
        "The text of a.txt.",
        "The text of b.txt.",
        "The text of more/c.txt.",
    ]


def test_a_folder_without_a_file_is_refused(run, seeded, tmp_path):
    (tmp_path / "nothing").mkdir()
    assert "nothing to import" in run("import", "central-asia", str(tmp_path / "nothing"), code=1).stderr


def test_standard_input_is_imported(run, seeded):
    line = json.dumps({"id": "one", "text": "The Kremlin."}).encode()
    assert run("import", "central-asia", "-", stdin=line).stdout == "Imported 1 document and 0 spans.\n"
    assert json.loads(run("export", "central-asia", "--format", "jsonl").output.splitlines()[5])["id"] == "one"


def test_what_is_odd_is_said_on_standard_error_and_imported_all_the_same(run, seeded, tmp_path):
    (tmp_path / "odd.txt").write_bytes(b"The \x07 bell.")
    done = run("import", "central-asia", str(tmp_path / "odd.txt"))
    assert done.stdout == "Imported 1 document and 0 spans.\n"
    assert done.stderr.startswith("odd.txt")


def test_a_named_encoding_is_used(run, seeded, files):
    assert run("import", "central-asia", files["latin"], "--encoding", "cp1252").exit_code == 0
    last = run("export", "central-asia", "--format", "jsonl").output.splitlines()[5]
    assert json.loads(last)["text"] == "café au lait"


def test_the_formats_are_listed(run):
    lines = run("export", "--list").output.splitlines()
    assert {"jsonl\tJSONL, one document a line", "tei\tTEI P5, annotations stand-off"} < set(lines)
    listed = {one["name"]: one for one in json.loads(run("export", "--list", "--json").output)}
    assert listed["jsonl"] == {
        "name": "jsonl",
        "title": "JSONL, one document a line",
        "suffix": ".jsonl",
        "layers": "many",
        "cannot_hold": ["trees", "history"],
        "extra": None,
    }
    assert "spans" in listed["txt"]["cannot_hold"]
    assert len(listed) == len(lines)


@pytest.mark.parametrize("form", ["jsonl", "tei"])
def test_an_export_is_the_same_on_standard_output_in_a_file_and_in_a_folder(run, seeded, tmp_path, form):
    bytes_ = run("export", "central-asia", "--format", form).stdout_bytes
    assert run("export", "central-asia", "--format", form, "--out", "-").stdout_bytes == bytes_
    done = run("export", "central-asia", "--format", form, "--out", str(tmp_path / "export"))
    assert (done.stdout, done.stderr) == ("", f"Wrote {tmp_path / 'export'}.\n")
    assert (tmp_path / "export").read_bytes() == bytes_
    (tmp_path / "folder").mkdir()
    run("export", "central-asia", "--format", form, "--out", str(tmp_path / "folder"))
    made, manifest = sorted((tmp_path / "folder").iterdir())
    assert made.name == {"jsonl": "central-asia-all.jsonl", "tei": "central-asia-all.xml"}[form]
    assert made.read_bytes() == bytes_
    assert manifest.name == f"{made.name}.manifest.json"


def test_an_export_says_what_it_leaves_out_and_leaves_nothing_out_unasked(run, seeded, tmp_path):
    line = {"text": "The Kremlin.", "spans": [{"start": 4, "end": 11, "label": "actor"}]}
    (tmp_path / "one.jsonl").write_text(json.dumps(line), encoding="utf-8")
    run("import", "central-asia", str(tmp_path / "one.jsonl"))
    refused = run("export", "central-asia", "--format", "txt", code=1)
    assert refused.stderr == "annotator: txt cannot hold 1 span: allow the loss, or take jsonl.\n"
    assert refused.stdout == ""
    manifest = str(tmp_path / "manifest.json")
    done = run("export", "central-asia", "--format", "txt", "--allow-loss", "--manifest", manifest)
    assert done.stderr.splitlines() == [
        "txt: 1 span: left out.",
    ]
    # What stands beside the marks is in the manifest.
    losses = json.loads((tmp_path / "manifest.json").read_bytes())["losses"]
    assert {one["name"]: one["count"] for one in losses} == {
        "spans": 1,
        "metadata": 5,
        "blocks": 22,
        "layers": 1,
        "document_ids": 6,
    }
    assert run("export", "central-asia", "--format", "jsonl").stderr == ""


def test_an_export_is_parted_for_training(run, seeded, tmp_path):
    options = ("--split", "train=3,test=2", "--split-by", "date", "--seed", "7", "--out", str(tmp_path))
    run("export", "central-asia", "--format", "conll", *options)
    archive = zipfile.ZipFile(tmp_path / "central-asia-all.split.conll.zip")
    assert archive.namelist() == ["train.conll", "test.conll", "split.csv", "manifest.json"]
    (tmp_path / "split.csv").write_bytes(archive.read("split.csv"))
    again = ("--split", "train=1,test=4", "--split-named", str(tmp_path / "split.csv"), "--out", str(tmp_path))
    run("export", "central-asia", "--format", "jsonl", *again)
    other = zipfile.ZipFile(tmp_path / "central-asia-all.split.jsonl.zip")
    assert sorted(other.read("split.csv").splitlines()) == sorted(archive.read("split.csv").splitlines())
    assert "is not a part" in run("export", "central-asia", "--format", "conll", "--split", "train", code=1).stderr
    over = run("export", "central-asia", "--format", "jsonl", "--split", "train=0.9,test=0.4", code=1)
    assert "add up to 1.3, not to 1" in over.stderr
    assert "Say the parts" in run("export", "central-asia", "--format", "jsonl", "--split", "", code=1).stderr


def test_somebody_exports_their_own_layer_with_their_own_rights(run, seeded):
    done = run("export", "central-asia", "--format", "jsonl", "--layer", "ben", "--as", "ben")
    assert len(done.output.splitlines()) == 5


# TEI


def test_an_export_is_proven_by_check_tei(run, seeded, tmp_path):
    run("export", "central-asia", "--format", "tei", "--out", str(tmp_path / "export.xml"))
    done = run("check-tei", str(tmp_path / "export.xml"))
    assert done.stderr == ""
    assert all(line.startswith("ok       ") for line in done.stdout.splitlines())
    assert run("check-tei", "-", stdin=(tmp_path / "export.xml").read_bytes()).stdout == done.stdout


@pytest.mark.parametrize(
    "data", [b"", b"<TEI", b"<TEI/>", b"not XML", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_a_file_that_is_no_tei_ends_with_1_and_says_why(run, data):
    done = run("check-tei", "-", stdin=data, code=1)
    assert done.stderr.startswith("problem  ")
    assert "Traceback" not in done.stderr


# Upgrade


def test_upgrade_makes_the_schema_and_may_be_run_again(run, folder):
    for _ in range(2):
        assert run("upgrade").output == "The database is at this version.\n"
    assert (folder / "annotator.sqlite3").exists()


# As people start it


def test_the_module_is_the_command(folder):
    done = started("--version")
    assert (done.returncode, done.stdout) == (0, f"python -m annotator, version {__version__}\n".encode())


def test_a_refusal_in_a_process_of_its_own_is_one_line(folder):
    done = started("export", "nowhere", "--format", "jsonl")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "annotator: There is no such project, or you are not in it.\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_enough_gets_no_traceback(run, seeded, monkeypatch, unbuffered):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    run("import", "central-asia", "-", stdin=json.dumps({"text": "The Kremlin. " * 50_000}).encode())
    command = [sys.executable, "-m", "annotator", "export", "central-asia", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        for _ in range(5):
            process.stdout.readline()
        process.stdout.read(10)  # of the long one, which by now waits in the middle
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""
    assert process.returncode != 0


def test_agreement_is_told_to_people_and_to_scripts(run, seeded):
    place = {"start": 4, "end": 11, "label": "actor"}
    spans = [{**place, "annotator": name} for name in ("ben", "cem")]
    lines = "\n".join(json.dumps({"text": f"The Kremlin, {number}.", "spans": spans}) for number in range(3))
    run("import", "central-asia", "-", stdin=lines.encode())
    told = run("agreement", "central-asia").stdout
    assert "central-asia: 3 documents that at least two completed; ben, cem." in told
    assert re.search(r"span_f1_exact +1\.000  \[1\.000, 1\.000\]", told)
    given = json.loads(run("agreement", "central-asia", "--json", "--measure", "u_alpha").stdout)
    assert given["measures"] == {"u_alpha": {"value": 1.0, "low": 1.0, "high": 1.0}}
    assert given["labels"]["actor"]["spans"] == {"ben": 3, "cem": 3}


def test_standard_output_holds_an_export_and_nothing_else(run, seeded):
    done = started("export", "central-asia", "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == run("export", "central-asia", "--format", "jsonl").stdout_bytes


def test_nothing_heavy_is_loaded_to_show_the_help():
    program = (
        "import sys; from annotator.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted({'sqlalchemy', 'flask', 'lxml', 'alembic', 'argon2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def started(*arguments, given=b""):
    command = [sys.executable, "-m", "annotator", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def counts(folder):
    """How many rows stand in each table."""
    with sqlite3.connect(folder / "annotator.sqlite3") as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    connection.close()
    return found


def stamp(folder, version):
    connection = sqlite3.connect(folder / "annotator.sqlite3")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()


@pytest.fixture
def files(tmp_path):
    """Files to import, by what is in them."""
    marked = {
        "text": ARTICLE,
        "spans": [{"start": 4, "end": 11, "label": "actor", "annotator": "ben", "text": "Kremlin"}],
    }
    contents = {
        "article.txt": ARTICLE.encode(),
        "empty.txt": b" \n",
        "latin.txt": b"caf\xe9 au lait",
        "marked.jsonl": json.dumps(marked).encode(),
        "broken.jsonl": b'{"text": "a"}\n{"text": ',
        "book.yaml": b"labels:\n  - name: thing\n",
        "broken_book.yaml": b"labels: [",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name.partition(".")[0]: str(tmp_path / name) for name in contents}


def test_a_codebook_as_qdc_says_what_is_not_in_it_and_can_be_put_in_again(run, seeded, tmp_path):
    exported = run("codebook", "export", "central-asia", "--format", "qdc")
    assert "1 attribute of Actor is not in it: kind." in exported.stderr
    assert "not in it" not in exported.stdout
    file = tmp_path / "book.xml"
    file.write_text(exported.stdout, encoding="utf-8")
    assert "Nothing changed" in run("codebook", "import", "central-asia", str(file), "--dry-run").output
    assert "is now version 2" in run("codebook", "import", "central-asia", str(file)).output


def test_places_stand_under_each_other_beside_wide_letters_too(run, seeded, tmp_path):
    article = tmp_path / "wide.txt"
    article.write_text("一二三四五六 Astana 国家\n\nby 国 Astana here\n\nin plain Astana now\n", "utf-8")
    run("import", "central-asia", str(article))
    lines = run("search", "central-asia", "Astana", "--kwic", "8").stdout.splitlines()
    befores = [line.partition("[Astana]")[0] for line in lines]
    assert len({len(before) for before in befores}) > 1
    assert len({columns(before) for before in befores}) == 1


def test_a_search_prints_each_place_in_its_context(run, seeded):
    found = run("search", "central-asia", '"military doctrine"', "--kwic", "8")
    assert [line.partition("\t")[0][8:27] for line in found.stdout.splitlines()] == [
        "[Military Doctrine]",
        "[military doctrine]",
    ]
    assert found.stderr == "2 places.\n"
    hits = json.loads(run("search", "central-asia", "kazakhstan", "--limit", "3", "--json").stdout)
    assert [hit["text"] for hit in hits] == ["Kazakhstan"] * 3
    assert "is not closed" in run("search", "central-asia", '"open', code=1).stderr
