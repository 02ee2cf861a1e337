"""The title of a document that came without one."""

import pytest
from corpora import hostile_text
from hypothesis import given

from annotator.domain.block import Block, recognise
from annotator.domain.text import checked_line
from annotator.domain.title import heading_title, recognised_title


def test_the_first_heading_is_the_title():
    text = "Source: AFP\n\nTalks in\tAstana\n\nThe minister objects.\n\nThe talks\n\nThey went on."
    assert recognised_title(text, recognise(text)) == heading_title(text, recognise(text)) == "Talks in Astana"


def test_without_a_heading_the_articles_first_words_are():
    text = "Publication: Eurasia Daily Monitor\n\nThe minister objects.\n\nHe said so."
    assert heading_title(text, recognise(text)) is None
    assert recognised_title(text, recognise(text)) == "The minister objects. He said so."


def test_a_title_is_cut_short():
    text = "Words " * 100
    assert recognised_title(text, [Block("paragraph", 0, 600)]) == "Words " * 13 + "W…"
    assert heading_title(text, [Block("heading", 0, 600)]) == "Words " * 33 + "W…"


@pytest.mark.parametrize("text", ["\x7f", "\u2028"])
def test_a_text_without_a_word_is_untitled(text):
    assert recognised_title(text, [Block("heading", 0, 1)]) == "Untitled"


@given(hostile_text(1))
def test_a_title_is_always_a_line(text):
    title = recognised_title(text, recognise(text))
    assert checked_line(title, "title") == title
