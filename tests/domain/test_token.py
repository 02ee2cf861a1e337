"""Tokens: what counting by words, and formats of tokens, take as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.token import tokens


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kazakhstan’s post-war law, No. 12.", ["Kazakhstan’s", "post-war", "law", ",", "No", ".", "12", "."]),
        ("وقّعت كازاخستان", ["وقّعت", "كازاخستان"]),
        ("שָׁלוֹם לכם", ["שָׁלוֹם", "לכם"]),
        ("e\u0301te\u0301 e\u0301", ["e\u0301te\u0301", "e\u0301"]),
        ("Қазақстан шартқа", ["Қазақстан", "шартқа"]),
        ("NATO支持条约。", ["NATO", "支", "持", "条", "约", "。"]),
        ("日本はNATO", ["日", "本", "は", "NATO"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
    ],
)
def test_a_word_keeps_its_marks_and_letters_without_blanks_between_words_stand_alone(text, told):
    assert [text[start:end] for start, end in tokens(text)] == told


@given(st.text(st.sampled_from("ab 支持は\u0301\u064bك’-.\u200c"), max_size=30))
def test_tokens_are_in_order_apart_and_leave_nothing_that_can_be_seen(text):
    found = tokens(text)
    places = [place for one in found for place in one]
    assert places == sorted(places)
    covered = {place for start, end in found for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)
