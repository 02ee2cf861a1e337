"""Blocks: recognised in plain text, and checked where somebody else names them."""

import textwrap
from pathlib import Path

import pytest
from corpora import hostile_text
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.block import KINDS, Block, checked_blocks, recognise, touched
from annotator.domain.errors import Invalid
from annotator.domain.text import canonical

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
SENTENCE = (
    "The ministry said on Tuesday that the order would be carried out by the end of the month at the latest."
)


@given(hostile_text() | st.text().map(lambda raw: canonical(raw).text))
def test_recognised_blocks_leave_nothing_but_white_space_out(text):
    blocks = recognise(text)
    assert checked_blocks(blocks, text) == blocks


@given(hostile_text(1))
def test_only_a_gap_has_no_block(text):
    assert bool(recognise(text)) == bool(text.strip(" \t\n"))


def test_a_block_is_a_line_without_the_blanks_around_it():
    assert recognise("\n\n  Astana.\t\nTalks.\n") == (Block("paragraph", 4, 11), Block("paragraph", 13, 19))


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029", "\xa0", "\ufffd"])
def test_only_lf_ends_a_line(character):
    text = f"one{character}two."
    assert recognise(text) == (Block("paragraph", 0, len(text)),)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Putin’s allies embrace Russians fleeing draft", "heading"),
        ("‘Kill an imperialist’", "heading"),
        ("Қазақстан мен Ресей", "heading"),
        ("24 hours in Astana", "heading"),
        ("Kazakhstan is the only exception.", "paragraph"),
        ("And the newcomers are easy to spot!", "paragraph"),
        ("“Good ties guarantee safety”", "paragraph"),
        ("“Good ties guarantee safety,” he", "paragraph"),
        ("— Не знаю", "paragraph"),
        ("- the first of three", "paragraph"),
        ("and so it went on", "paragraph"),
        ("He named three reasons:", "paragraph"),
        ("Astana " * 18 + "talks", "paragraph"),
        ("By Richard Rousseau", "byline"),
        ("Written by Richard Rousseau, Contributor", "byline"),
        ("by Aigerim Toleukhanova and Joanna Lillis", "byline"),
        ("By Monday, the army had left.", "paragraph"),
        ("By the end of the war", "heading"),
        ("Men wait at the border [Pavel Mikheyev/Reuters]", "caption"),
        ("Men wait at the border [AP Photo]", "caption"),
        ("Men wait at the border [perhaps]", "paragraph"),
        ("Source: Al Jazeera", "apparatus"),
        ("Share on Facebook Share on Twitter Print article", "apparatus"),
        ("Sources of the Irtysh", "heading"),
    ],
)
def test_a_line_at_the_head_of_an_article_has_its_kind(line, kind):
    assert recognise(f"{line}\n\n{SENTENCE}\n\n{SENTENCE}")[0].kind == kind


def test_apparatus_stands_around_an_article_not_in_it():
    paragraphs = [SENTENCE] * 9
    paragraphs[5] = "Source: Al Jazeera"
    assert recognise("\n\n".join(paragraphs))[5].kind == "heading"
    assert recognise("\n\n".join([*paragraphs, "Source: Al Jazeera"]))[-1].kind == "apparatus"


def test_the_last_line_is_no_heading_but_may_be_the_authors_name():
    assert recognise(f"{SENTENCE}\n\nNaubet Bisenov")[-1].kind == "byline"
    assert recognise(f"{SENTENCE}\n\nTalks went on")[-1].kind == "paragraph"


def test_a_pictures_title_belongs_to_its_caption():
    text = f"{SENTENCE}\n\nPeople fleeing.\nMen at the border [AP Photo]\n\n{SENTENCE}"
    assert kinds(text) == ["paragraph", "caption", "caption", "paragraph"]


def test_a_hard_wrapped_paragraph_is_one_block():
    paragraphs = [textwrap.fill(f"{SENTENCE} " * count, 72) for count in (3, 2, 4)]
    text = "\n\n".join(["Talks in Astana\nBy Joanna Lillis", *paragraphs])
    assert [text[block.start : block.end] for block in recognise(text)][2:] == paragraphs
    assert kinds(text) == ["heading", "byline", "paragraph", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join([SENTENCE[:90]] * 9),
        "\n\n".join(["a verse\nof a poem\nis short"] * 5),
        "\n\n".join(["\n".join([SENTENCE * 2] * 3)] * 3),
    ],
    ids=["no blank line", "short lines", "long lines"],
)
def test_lines_stay_apart_where_nothing_says_that_they_were_broken(text):
    assert len(recognise(text)) == sum(bool(line) for line in text.split("\n"))


def test_the_seeds_are_told_apart():
    blocks = {path.name[:3]: kinds(canonical(path.read_text(encoding="utf-8")).text) for path in SEEDS}
    assert {name: found[:3] for name, found in blocks.items()} == {
        "000": ["apparatus", "paragraph", "paragraph"],
        "001": ["paragraph", "paragraph", "paragraph"],
        "002": ["apparatus", "paragraph", "paragraph"],
        "003": ["heading", "apparatus", "byline"],
        "004": ["heading", "paragraph", "caption"],
    }
    assert {
        name: (found.count("heading"), found.count("caption"), found[-1]) for name, found in blocks.items()
    } == {
        "000": (0, 0, "paragraph"),
        "001": (2, 0, "byline"),
        "002": (0, 0, "paragraph"),
        "003": (1, 0, "paragraph"),
        "004": (2, 8, "apparatus"),
    }


def test_blocks_may_touch_and_have_any_kind():
    blocks = tuple(Block(kind, place, place + 1) for place, kind in enumerate(KINDS))
    assert checked_blocks(iter(blocks), "abcde") == blocks


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([], "text-outside-blocks"),
        ([Block("paragraph", 0, 3)], "text-outside-blocks"),
        ([Block("paragraph", 4, 7)], "text-outside-blocks"),
        ([Block("paragraph", 0, 4), Block("paragraph", 3, 7)], "block-outside-text"),
        ([Block("paragraph", 4, 7), Block("paragraph", 0, 3)], "text-outside-blocks"),
        ([Block("paragraph", 0, 8)], "block-outside-text"),
        ([Block("paragraph", -1, 7)], "block-outside-text"),
        ([Block("paragraph", 0, 0), Block("paragraph", 0, 7)], "block-outside-text"),
        ([Block("verse", 0, 7)], "unknown-block"),
    ],
)
def test_blocks_that_do_not_fit_the_text_are_refused(blocks, code):
    with pytest.raises(Invalid) as refusal:
        checked_blocks(blocks, "one two")
    assert refusal.value.code == code


@pytest.mark.parametrize("between", ["\xa0", "\x85", "\u2028", "."])
def test_only_the_white_space_of_xml_stands_between_blocks(between):
    with pytest.raises(Invalid, match="stands in no block"):
        checked_blocks([Block("paragraph", 0, 1), Block("paragraph", 2, 3)], f"a{between}b")


THREE = [Block("heading", 0, 3), Block("paragraph", 5, 8), Block("paragraph", 9, 12)]


@pytest.mark.parametrize(
    ("place", "expected"), [((0, 3), [0]), ((2, 6), [0, 1]), ((3, 6), [1]), ((0, 12), [0, 1, 2]), ((7, 9), [1])]
)
def test_a_stretch_touches_the_blocks_that_it_shares_a_character_with(place, expected):
    assert list(touched(THREE, *place)) == expected


@pytest.mark.parametrize(("place", "expected"), [((3, 5), [1]), ((8, 9), [2]), ((12, 14), [2])])
def test_a_stretch_between_two_blocks_touches_the_next_or_the_last(place, expected):
    assert list(touched(THREE, *place)) == expected


def test_a_text_without_blocks_has_none_to_touch():
    assert list(touched([], 0, 3)) == []


def kinds(text: str) -> list[str]:
    return [block.kind for block in recognise(text)]


@pytest.mark.parametrize("line", ["哈萨克斯坦签署了条约。", "誰が署名したのか？", "من وقّع؟", "「署名した」"])
def test_a_line_that_ends_as_a_sentence_does_in_another_script_is_no_heading(line):
    assert [block.kind for block in recognise(f"{line}\n\n{line}")] == ["paragraph", "paragraph"]
