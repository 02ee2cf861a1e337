"""Every other mention: the same words elsewhere, as whole words."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.block import Block, recognise
from annotator.domain.mention import mentions
from annotator.domain.span import Span

TEXT = "War and peace.\n\nThe war on war: warlike, post-war, War. NATO’s war?\n\nShare this: war"


def test_the_other_places_are_offered_in_reading_order():
    assert found(TEXT, "war") == ["war: wa", "war, Wa", "war?\n\nS"]


def test_a_word_inside_another_is_no_mention():
    assert found("art cart arts art", "art") == ["art"]


def test_case_counts():
    assert found(TEXT, "War") == ["War. NA"]


def test_what_is_neither_letter_nor_digit_has_no_border_of_words():
    assert found("a--b--c", "--") == ["--c"]
    assert found("(see) x(see)", "(see)") == ["(see)"]
    assert found("the $5 and a$5 note", "$5") == ["$5 note"]


def test_letters_of_any_script_make_words():
    assert found("Казахстан, Казахстана, Казахстан", "Казахстан") == ["Казахст"]


def test_scripts_without_blanks_have_no_border_between_words():
    assert found("哈萨克斯坦和哈萨克斯坦军队", "哈萨克斯坦") == ["哈萨克斯坦军队"]
    assert found("NATO，以及NATO军队和NATOs", "NATO") == ["NATO军队和"]


def test_a_letter_with_a_mark_on_it_is_another_letter():
    assert found("cafe, cafe\u0301, cafe.", "cafe") == ["cafe."]
    assert found("s, e\u0301s s.", "s") == ["s."]
    assert found("(a), (a)\u0301 (a)", "(a)") == ["(a)"]


def test_the_apparatus_around_an_article_is_left_out():
    assert "Share" in TEXT
    assert all(start < TEXT.index("Share") for start, _ in places(TEXT, "war"))


def test_words_across_two_blocks_are_left_out():
    text = "one two\n\none\n\ntwo one two"
    assert found(text, "one two") == ["one two"]


def test_what_carries_the_label_already_is_left_out_and_under_another_label_it_is_not():
    text = "war, war and war"
    second = span_at(5, 8)
    assert places(text, "war", [second]) == [(13, 16)]
    assert places(text, "war", [span_at(5, 8, "stance")]) == [(5, 8), (13, 16)]


def test_words_that_would_be_a_pattern_are_taken_as_they_stand():
    text = "a.c abc a.c (x+ [y a.c"
    assert places(text, "a.c") == [(8, 11), (19, 22)]
    assert places(text, "(x+ [y") == []


@given(st.text("ab .(*\\é👍\n", min_size=1, max_size=40), st.data())
def test_every_place_holds_the_words_inside_one_block_and_not_the_span_itself(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span, blocks = span_at(start, end), recognise(text)
    offered = list(mentions(text, blocks, span, [span]))
    assert offered == sorted(set(offered))
    for left, right in offered:
        assert text[left:right] == text[start:end]
        assert (left, right) != (start, end)
        assert any(block.start <= left and right <= block.end for block in blocks)


def found(text, words):
    """Each place that is offered for the first of ``words``, with what follows it."""
    return [text[start : start + 7] for start, _ in places(text, words)]


def places(text, words, more=()):
    start = text.index(words)
    span = span_at(start, start + len(words))
    blocks = recognise(text) or (Block("paragraph", 0, len(text)),)
    return list(mentions(text, blocks, span, [span, *more]))


def span_at(start, end, label="actor"):
    return Span(f"{start}-{end}", "ana", "ana", label, ((start, end),), {}, "", 1, 1, "", "")
