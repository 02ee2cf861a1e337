"""A search as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import Invalid
from annotator.domain.query import Condition, Phrase, Word, holds, parsed
from annotator.domain.word import words


def test_words_phrases_beginnings_and_conditions_are_told_apart():
    found = parsed('Refrain* "mercenary law" -draft label:stance polarity=opposes publication:"The Times"')
    assert found.phrases == (Phrase((Word("refrain", begins=True),)), Phrase((Word("mercenary"), Word("law"))))
    assert found.excluded == (Phrase((Word("draft"),)),)
    assert found.of_spans == (Condition("label", "stance"),)
    assert found.attributes == (Condition("polarity", "opposes"),)
    assert found.of_documents == (Condition("publication", "The Times"),)
    assert found.finds_spans
    assert found.words == (Word("refrain", begins=True), Word("mercenary"), Word("law"))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("law", [(14, 17), (33, 36)]),
        ("law*", [(14, 17), (19, 23), (33, 36)]),
        ('"mercenary law"', [(4, 17)]),
        ('"mercenary law*"', [(4, 17)]),
        ("LAW", [(14, 17), (33, 36)]),
        ("decree", []),
    ],
)
def test_a_phrase_is_found_where_its_words_stand_one_behind_another(text, places):
    assert parsed(text).phrases[0].places(words("The mercenary law, laws, and the law")) == places


def test_what_is_written_without_blanks_is_found_inside():
    assert parsed("龙江").phrases[0].places(words("黑龙江省")) == [(1, 3)]


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ("date:2022", True),
        ("date:2022-09", True),
        ("date:2022-1", False),
        ("year:2022", True),
        ("date:2005..2022", True),
        ("date:..2022-09", True),
        ("date:2022-10..", False),
        ("publication:eurasia", True),
        ("-publication:eurasia", False),
        ("title:WAR", True),
        ("author:ana", False),
        ("-author:ana", True),
    ],
)
def test_conditions_on_documents_look_at_the_title_and_the_metadata(condition, met):
    meta = {"date": "2022-09-30", "publication": "Eurasianet"}
    assert holds(parsed(condition).of_documents, "Tug of war", meta) is met


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Say what to search for"),
        ("-draft", "Say what to search for"),
        ('law "open', "character 5 is not closed"),
        ("law …", "“…” .character 5. has no word in it"),
        ("x" * 501, "at most 500 characters"),
    ],
)
def test_what_cannot_be_searched_for_is_refused_with_the_place(text, said):
    with pytest.raises(Invalid, match=said):
        parsed(text)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_query_or_refused(text):
    try:
        found = parsed(text)
    except Invalid:
        return
    assert found.phrases or found.of_spans or found.attributes or found.of_documents
