"""What stands in exports/ is what the seeds give today, byte for byte, on every database."""

import hashlib
import importlib.util
import zipfile
from pathlib import Path

import pytest

from annotator.services import exchange

EXPORTS = Path(__file__).parents[1] / "exports"


def test_the_exports_of_the_seeds_are_remade_byte_for_byte(made):
    kept = {path.relative_to(EXPORTS).as_posix(): path for path in EXPORTS.rglob("*") if path.is_file()}
    kept = {name: path for name, path in kept.items() if name not in ("README.md", "make.py")}

    assert made.keys() == {name for name in kept if "__pycache__" not in name}
    ours = {name for name in made if not name.endswith(_suffixes_of_extras())}
    assert {name: made[name].read_bytes() for name in ours} == {name: kept[name].read_bytes() for name in ours}
    # The bytes of what other libraries write change with their versions: the files in it are the same.
    others = made.keys() - ours
    assert {name: _names_in(made[name]) for name in others} == {name: _names_in(kept[name]) for name in others}


def test_every_format_is_among_them(made):
    suffixes = {form.suffix for form in exchange.writers()}
    assert suffixes <= {f".{name.partition('.')[2]}" for name in made}


def test_what_other_libraries_write_is_the_same_bytes_on_both_databases(tmp_path, sqlite_template, postgres):
    from databases import sqlite_copy

    folders = []
    for kind, opening in (("sqlite", sqlite_copy(sqlite_template, tmp_path)), ("postgresql", postgres.copy())):
        with opening as url:
            folders.append(tmp_path / kind)
            folders[-1].mkdir()
            _maker().make(folders[-1], url)
    one, other = (
        {path.name: path.read_bytes() for path in folder.iterdir() if path.name.endswith(_suffixes_of_extras())}
        for folder in folders
    )
    assert one and one == other


def test_the_checksums_of_the_release_are_those_of_its_files():
    release = EXPORTS / "release"
    sums = dict(line.split("  ")[::-1] for line in (release / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}
    assert sums == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if name != "SHA256SUMS"
    }


def test_the_readme_says_what_each_file_is_for_and_how_it_is_loaded():
    said = (EXPORTS / "README.md").read_text()
    for path in EXPORTS.iterdir():
        if path.suffix not in (".py", ".md") and not path.name.endswith(".manifest.json") and path.is_file():
            (row,) = (line for line in said.splitlines() if line.startswith(f"| `{path.name}` |"))
            assert len([cell for cell in row.strip("| ").split(" | ") if cell]) == 3
    assert "`release/`" in said


@pytest.fixture
def made(tmp_path, database):
    """Every file, by its path, as made in a fresh database of each kind."""
    folder = tmp_path / "made"
    folder.mkdir()
    return {path.relative_to(folder).as_posix(): path for path in _maker().make(folder, database)}


def _suffixes_of_extras():
    return tuple(form.suffix for form in exchange.writers() if form.extra)


def _names_in(path):
    return zipfile.ZipFile(path).namelist()


def _maker():
    spec = importlib.util.spec_from_file_location("make_exports", EXPORTS / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
