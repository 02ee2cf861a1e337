"""Every command of the documentation does what it says, or is at least there."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from docs.typing_commands import ROOT, SHEETS, lines, type_in

from annotator.cli import main
from annotator.settings import BadSettings, read_settings

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def a_target(line, match):
    assert re.search(rf"^{match[1]}:.*##", (ROOT / "Makefile").read_text(), re.MULTILINE), line


def extras(line, match):
    assert set(filter(None, (match[1] or "").split(","))) <= set(PROJECT["optional-dependencies"]), line


def a_command(line, match):
    assert main.get_command(None, match[1]) is not None, line


def a_script(line, match):
    assert (ROOT / match[1]).is_file(), line


def the_entry_point(line, match):
    assert "annotator" in PROJECT["scripts"], line


def nothing_else(line, match):
    """It names nothing of ours."""


def a_test(path, name):
    def check(line, match):
        assert f"def {name}(" in (ROOT / "tests" / path).read_text(), line

    return check


MOVING = a_test("cli/test_move.py", "test_everything_moves_to_postgresql_and_is_exported_from_there")
WORKERS = a_test("cli/test_serve.py", "test_over_postgresql_several_processes_serve_and_one_that_dies_is_replaced")

ELSEWHERE = {
    r"make ([a-z-]+)": ("makes an environment first, from the network", a_target),
    r"python3 -m venv \.venv": ("the tests run in one", nothing_else),
    r"\.venv/bin/python -m pip install (?:-e )?\"?\.(?:\[(.*)\])?\"?": ("needs the network", extras),
    r"\.venv/bin/python -m pip wheel --no-deps --wheel-dir dist \.": (
        "takes seconds: browser/test_wheel.py",
        a_test("browser/test_wheel.py", "test_the_whole_job_with_nothing_but_the_wheel"),
    ),
    r"\.venv/bin/python -m annotator (\w+)": ("serves until it is ended: cli/test_serve.py", a_command),
    r"\.venv/bin/annotator --version": ("there is no such environment here", the_entry_point),
    r"pipx run --spec \. annotator (\w+)": ("needs the network", a_command),
    r"uvx --from \. annotator (\w+)": ("needs the network", a_command),
    r"\.venv/bin/python (tests/\w+\.py)": ("it is the tests", a_script),
    r"\.venv/bin/python -m pytest .*": ("it is the tests", nothing_else),
    r"annotator model (?:train|show) study": (
        "takes a minute",
        a_test("cli/test_doors.py", "test_a_command_does_for_somebody_what_their_role_allows_and_no_more"),
    ),
    r"export ANNOTATOR_DATABASE_URL=postgresql.*": ("another database: the next", nothing_else),
    r"annotator serve --workers \d": ("needs PostgreSQL", WORKERS),
    r"annotator move postgresql\S+( --project \S+)?": ("needs PostgreSQL", MOVING),
}
"""What is not run here: why, and what is checked instead."""


def elsewhere(line):
    return next(
        ((check, match) for form, (_, check) in ELSEWHERE.items() if (match := re.fullmatch(form, line))), None
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_every_command_of_a_sheet_runs(sheet, tmp_path, monkeypatch):
    for name in ("seeds", "exports"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PASSWORD", "a password that is long")
    for line in lines(sheet):
        if elsewhere(line) is None:
            type_in(line)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_what_cannot_be_run_here_is_at_least_there(sheet):
    for line in lines(sheet):
        if found := elsewhere(line):
            check, match = found
            check(line, match)


def test_most_commands_are_run():
    run = [line for sheet in SHEETS for line in lines(sheet) if elsewhere(line) is None]
    assert len(run) > 50


def test_a_command_that_is_refused_is_noticed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_DATA_DIR", str(tmp_path / "data"))
    with pytest.raises(AssertionError, match="no such project"):
        type_in("annotator export nothing --format jsonl | sort > sorted.txt")


def test_every_form_of_what_is_not_run_occurs():
    every = [line for sheet in SHEETS for line in lines(sheet)]
    assert [form for form in ELSEWHERE if not any(re.fullmatch(form, line) for line in every)] == []


def test_every_link_between_files_leads_to_one():
    for sheet in (
        *SHEETS,
        ROOT / "ARCHITECTURE.md",
        ROOT / "CHANGELOG.md",
        *(ROOT / "docs/reference").glob("*.md"),
    ):
        for link in re.findall(r"\]\(([^)#\s]+)", sheet.read_text()):
            assert "://" in link or (sheet.parent / Path(link)).exists(), (sheet.name, link)


def test_every_variable_of_the_environment_is_told_to_administrators():
    guide = (ROOT / "docs/guide/administrators.md").read_text()
    with pytest.raises(BadSettings) as refused:
        read_settings({"ANNOTATOR_NOTHING": "1"})
    known = re.findall(r"ANNOTATOR_\w+", str(refused.value).partition("these are")[2])
    assert len(known) > 5
    assert [name for name in known if f"`{name}`" not in guide] == []


def test_every_file_that_the_architecture_names_is_there():
    named = re.findall(r"`([a-z_0-9/]+\.(?:py|js|css|toml))`", (ROOT / "ARCHITECTURE.md").read_text())
    there = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/**/*.*") if ".venv" not in path.parts}
    there |= {path.name for path in ROOT.iterdir()}
    assert len(named) > 80
    assert [name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in there)] == []
