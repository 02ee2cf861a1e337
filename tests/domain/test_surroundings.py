"""The words around a place: as many as fit, none of them cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.surroundings import around

TEXT = "The Kremlin’s ministry said that it had signed the treaty of Tashkent at last."


def beside(words: str, reach: int, text: str = TEXT, **within: int) -> tuple[str, str]:
    start = text.index(words)
    first, after = around(text, start, start + len(words), reach, **within)
    return text[first:start].strip(), text[start + len(words) : after].strip()


@pytest.mark.parametrize(
    ("reach", "left", "right"),
    [
        (0, "", ""),
        (9, "it had", "the"),
        (12, "that it had", "the treaty"),
        (29, "ministry said that it had", "the treaty of Tashkent at"),
        (32, "ministry said that it had", "the treaty of Tashkent at last."),
        (99, "The Kremlin’s ministry said that it had", "the treaty of Tashkent at last."),
    ],
)
def test_no_word_is_cut_on_either_side(reach, left, right):
    assert beside("signed", reach) == (left, right)


def test_what_stands_outside_of_the_paragraph_is_not_taken_in():
    assert beside("signed", 99, since=TEXT.index("said"), until=TEXT.index(" at last")) == (
        "said that it had",
        "the treaty of Tashkent",
    )


def test_a_word_that_is_longer_than_what_is_shown_is_cut():
    assert beside("-", 5, "supercalifragilistic-expialidocious") == ("istic", "expia")


def test_scripts_without_blanks_are_cut_between_any_two_letters():
    assert beside("签署", 2, "哈萨克斯坦昨天签署了条约") == ("昨天", "了条")


@given(st.text("ab ’\n哈", max_size=40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 12))
def test_what_is_shown_lies_in_the_text_around_the_place_and_reaches_no_further_than_asked(
    text, one, other, reach
):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first, after = around(text, start, end, reach)
    assert 0 <= first <= start <= end <= after <= len(text)
    assert start - first <= reach and after - end <= reach
