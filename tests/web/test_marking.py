"""Spans drawn into a paragraph: whatever they are, the words stay the words."""

import html
import re

from corpora import hostile_text
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.block import Block
from annotator.domain.codebook import Codebook, Label
from annotator.domain.span import Span, reading_order
from annotator.web.colours import LANES
from annotator.web.marking import marked

BOOK = Codebook(labels=(Label("actor"), Label("stance")))
TAG = re.compile(r"</?u[^>]*>")


@st.composite
def marked_blocks(draw):
    """A text, a block in it, and spans that touch the block, in reading order."""
    text = draw(hostile_text(1))
    start = draw(st.integers(0, len(text) - 1))
    block = Block("paragraph", start, draw(st.integers(start + 1, len(text))))
    offsets = st.integers(0, len(text))
    places = draw(st.lists(st.tuples(offsets, offsets), max_size=10))
    labels = st.sampled_from(("actor", "stance", "a label that is gone"))
    spans = [
        span_at(min(place), max(place), draw(labels), f"s{number}")
        for number, place in enumerate(places)
        if min(place) < block.end and max(place) > block.start and place[0] != place[1]
    ]
    return text, block, sorted(spans, key=reading_order)


@given(marked_blocks())
def test_without_its_tags_the_html_is_the_text(given_):
    text, block, spans = given_
    drawn, _ = marked(text, block, spans, BOOK)
    assert html.unescape(TAG.sub("", drawn)) == text[block.start : block.end]


@given(marked_blocks())
def test_it_has_no_tag_but_those_of_the_runs(given_):
    drawn, _ = marked(*given_, BOOK)
    assert "<" not in TAG.sub("", drawn)
    assert all(re.fullmatch(r'<u class="r( m[0-5]-[0-2]e?)+">|</u>', tag) for tag in TAG.findall(drawn))


@given(marked_blocks())
def test_its_depth_is_that_of_its_deepest_lane_up_to_six(given_):
    text, block, spans = given_
    drawn, depth = marked(text, block, spans, BOOK)
    rows = [int(row) for row in re.findall(r" m(\d)-", drawn)]
    assert max(rows, default=-1) < max(depth, 1) <= LANES
    assert (depth == 0) == (not spans)


def test_a_word_under_six_spans_and_more_is_drawn_with_six_lines():
    spans = [span_at(0, 4 + number, "actor", str(number)) for number in range(8)]
    drawn, depth = marked("word in a text", Block("paragraph", 0, 14), sorted(spans, key=reading_order), BOOK)
    assert depth == LANES
    assert re.findall(r" m(\d)-", drawn.split("</u>")[0]) == ["0", "1", "2", "3", "4", "5"]


def test_the_end_of_a_span_is_marked_in_its_lane():
    drawn, _ = marked("one two", Block("paragraph", 0, 7), [span_at(0, 3, "actor", "a")], BOOK)
    assert drawn == '<u class="r m0-0e">one</u> two'


def test_a_label_that_is_gone_has_the_number_past_the_last():
    drawn, _ = marked("one two", Block("paragraph", 0, 7), [span_at(0, 3, "gone", "a")], BOOK)
    assert "m0-2" in drawn


def span_at(start, end, label, name):
    return Span(name, "ana", "ana", label, ((start, end),), {}, "", 1, 1, "", "")
