"""Code points and UTF-16 units, by the table of cases that the browser's twin reads too."""

import json
from pathlib import Path

import pytest
from corpora import hostile_text
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.offsets import code_point_offset, utf16_length, utf16_offset

CASES = json.loads(Path(__file__).with_name("offset_cases.json").read_text(encoding="utf-8"))


def test_the_table_leads_from_code_points_to_utf16_units():
    assert [utf16_offset(case["text"], case["code_point"]) for case in CASES] == [case["utf16"] for case in CASES]


def test_the_table_leads_back():
    assert [code_point_offset(case["text"], case["utf16"]) for case in CASES] == [
        case["code_point"] for case in CASES
    ]


def test_the_table_tells_the_two_apart():
    assert sum(case["code_point"] != case["utf16"] for case in CASES) > 20


@given(hostile_text(), st.data())
def test_every_offset_goes_to_utf16_and_back(text, data):
    offset = data.draw(st.integers(0, len(text)))
    assert code_point_offset(text, utf16_offset(text, offset)) == offset


@given(hostile_text())
def test_the_length_is_that_of_the_encoded_text(text):
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


def test_an_offset_inside_a_surrogate_pair_is_that_of_its_character():
    assert code_point_offset("a😀b", 2) == 1


@pytest.mark.parametrize("units", [-1, 5])
def test_a_utf16_offset_outside_the_text_is_refused(units):
    with pytest.raises(ValueError, match="offset"):
        code_point_offset("a😀b", units)


@pytest.mark.parametrize("offset", [-1, 4])
def test_a_code_point_offset_outside_the_text_is_refused(offset):
    with pytest.raises(ValueError, match=f"offset {offset} lies outside a text of 3"):
        utf16_offset("a😀b", offset)
