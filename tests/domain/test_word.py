"""Words of a text: where they stand, and when two of them are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.word import distinct_keys, word_keys, words


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Kazakhstan’s law", ["kazakhstan", "s", "law"]),
        ("co-operate, co\u2011operate", ["co", "operate", "co", "operate"]),
        ("Caf\u00e9 cafe\u0301", ["caf\u00e9", "caf\u00e9"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("ЖАРНА жарна", ["жарна", "жарна"]),
        ("黑龙江", ["黑", "龙", "江"]),
        ("שָׁלוֹם", ["שָׁלוֹם"]),
        ("العَرَبِيّة", ["العَرَبِيّة"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("🇰🇿 2005 — §1", ["2005", "1"]),
        (" …!", []),
    ],
)
def test_words_are_compared_without_case_and_however_they_are_composed(text, keys):
    assert word_keys(text) == keys
    assert distinct_keys(text) == set(keys)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_each_word_stands_where_it_is_said_to(text):
    found = words(text)
    assert list(found.keys) == word_keys(text)
    assert [place for start, end in found.places for place in (start, end)] == sorted(
        place for places in found.places for place in places
    )
    for start, end in found.places:
        assert 0 <= start < end <= len(text)


def test_the_words_between_two_places_are_those_that_stand_there_whole():
    found = words("the new military doctrine")
    assert [found.keys[number] for number in found.between(4, 20)] == ["new", "military"]
    assert [found.keys[number] for number in found.between(5, 16)] == ["military"]
