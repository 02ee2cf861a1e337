"""A place is found again in another copy by few of its words, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.quotation import Folded

TEXT = "The ministry spoke. The ministry of\n  defence denied it, and the ministry spoke again."


@st.composite
def texts_with_a_place(draw):
    text = draw(st.text(st.sampled_from("ab \n\u00e9\U0001f600"), min_size=1, max_size=60))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(texts_with_a_place())
def test_in_the_same_text_a_place_is_found_where_it_is_but_for_blanks_at_its_end(drawn):
    text, start, end = drawn
    folded = Folded(text)
    quotation = folded.quoted(start, end)
    if quotation.length:
        found = folded.place(quotation, start)
        # In a text of two letters the neighbours may be those of another place, closer to none.
        assert found is None or words(text[slice(*found)]) == words(text[start:end])
        if text.count(text[start:end]) == 1:
            assert found is not None


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("PREFACE. " + TEXT, "ministry of\n  defence"),
        (TEXT.replace("\n  ", " "), "ministry of defence"),
        (TEXT.replace("defence", "health"), None),
        ("ministry of defence, said the ministry of defence, and the ministry of defence", None),
        ("Another ministry of defence denied.", "ministry of defence"),
    ],
    ids=["further on", "other line breaks", "other words", "in several places", "other neighbours"],
)
def test_in_another_copy_it_is_found_by_its_words_where_they_are_sure(other, expected):
    start = TEXT.index("ministry of")
    quotation = Folded(TEXT).quoted(start, TEXT.index(" denied"))
    found = Folded(other).place(quotation, start)
    assert (found and other[slice(*found)]) == expected


def test_of_several_places_it_is_the_one_with_the_same_neighbours():
    start = TEXT.rindex("ministry")
    quotation = Folded(TEXT).quoted(start, start + len("ministry"))
    found = Folded("The ministry. " + TEXT).place(quotation, 0)
    assert found == (start + 14, start + 14 + len("ministry"))


def test_a_long_place_is_told_by_its_beginning_and_a_hash():
    long = " ".join(str(number) for number in range(200))
    quotation = Folded(f"a {long} z").quoted(2, 2 + len(long))
    assert len(quotation.words) < 50 < quotation.length
    assert Folded(f"b {long} y").place(quotation, 0) == (2, 2 + len(long))
    assert Folded(f"b {long[:-1]}0 y").place(quotation, 0) is None


def words(text):
    return text.split()
