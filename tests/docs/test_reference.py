"""The reference pages are what the program says of itself."""

import runpy
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def make():
    return runpy.run_path(str(REFERENCE / "make.py"))


def test_no_page_says_anything_else(make):
    assert make["lies"]() == [], "make docs remakes them"


def test_there_is_no_page_that_nobody_makes(make):
    assert {path.name for path in REFERENCE.glob("*.md")} == set(make["pages"]())


def test_a_page_that_says_something_else_is_found(make, tmp_path):
    page = tmp_path / "formats.md"
    said = make["pages"]()["formats.md"]
    page.write_text(said)
    assert make["_says"](page, said)
    page.write_text(said.replace("TEI", "XML", 1))
    assert not make["_says"](page, said)
