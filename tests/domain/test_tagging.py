"""Texts as rows of tokens with features, and spans as tags on them."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.block import Block, recognise
from annotator.domain.tagging import names_of, place, rows, shape, stretches, tags

TEXT = "Kazakhstan’s army (1st)."


def row(text, names=(), kind="paragraph"):
    (one,) = rows(text, [Block(kind, 0, len(text))], names_of(names))
    return one


def test_words_end_at_apostrophes_and_signs_stand_alone():
    assert row(TEXT).words == ("Kazakhstan", "’", "s", "army", "(", "1st", ")", ".")
    assert row("中国 said").words == ("中", "国", "said")


def test_the_apparatus_is_left_out_and_each_block_is_a_row_of_its_own():
    text = "A title\n\nPublished online\n\nWords here."
    blocks = [Block("heading", 0, 7), Block("apparatus", 9, 25), Block("paragraph", 27, 38)]
    assert [(one.kind, one.words) for one in rows(text, blocks, {})] == [
        ("heading", ("A", "title")),
        ("paragraph", ("Words", "here", ".")),
    ]


def test_a_word_is_told_by_its_form_its_neighbours_and_the_registry():
    told = row(TEXT, [("actor", "Kazakhstan")]).features[0]
    assert {"0:word=kazakhstan", "0:shape=Xx", "begins=kaz", "ends=tan", "1:word=’"} <= set(told)
    assert {"0:registry=actor", "-1:edge", "0:words=kazakhstan ’", "kind=paragraph"} <= set(told)
    assert "0:registry=actor" not in row(TEXT, [("actor", "Kazakh")]).features[0]


def test_the_form_of_a_word_is_its_kinds_of_signs():
    assert [shape(word) for word in ("Kazakhstan", "NATO", "of", "2005", "1st", "Кремль", "中")] == [
        *("Xx", "X", "x", "9", "9x", "Xx", "x"),
    ]


def test_tags_tell_where_spans_begin_and_go_on():
    one = row("the Russian army and the Kremlin")
    assert "".join(tags(one, [(4, 16), (25, 32)])) == "OBIOOB"


def test_of_spans_that_overlap_the_longest_is_learned_and_what_cuts_a_word_has_all_of_it():
    one = row("the Russian army")
    assert "".join(tags(one, [(4, 11), (4, 16)])) == "OBI"
    assert "".join(tags(one, [(6, 9)])) == "OBO"


def test_a_span_that_only_goes_on_begins():
    assert list(stretches("OIIOBB")) == [(1, 3), (4, 5), (5, 6)]


@given(st.text(max_size=80), st.data())
def test_spans_at_the_borders_of_tokens_come_back_from_their_tags(text, data):
    for one in rows(text, recognise(text), {}):
        borders = data.draw(st.lists(st.integers(0, len(one.words)), unique=True, max_size=4).map(sorted))
        marked = [place(one, first, last) for first, last in zip(borders[::2], borders[1::2], strict=False)]
        assert [place(one, *found) for found in stretches(tags(one, marked))] == marked
