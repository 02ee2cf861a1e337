"""The canonical text, and how bytes become characters."""

import codecs

import pytest
from corpora import hostile_text, raw_text
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import Invalid
from annotator.domain.text import canonical, checked_line, checked_note, decode, refuse_blank

MARKS = (
    codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
)


@pytest.mark.parametrize(
    ("raw", "text", "replaced", "line_ends"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd", 0, 2),
        ("\r\r\n", "\n\n", 0, 2),
        ("a\x00\x0b\x0cb\x1f", "a\ufffd\ufffd\ufffdb\ufffd", 4, 0),
        ("\ufffe\uffff\ud800", "\ufffd\ufffd\ufffd", 3, 0),
        ("\ufffd", "\ufffd", 0, 0),
        ("e\u0301\x85\u2028\xa0\ufeff\U0001fffe\t\x7f", "e\u0301\x85\u2028\xa0\ufeff\U0001fffe\t\x7f", 0, 0),
    ],
)
def test_line_ends_become_lf_and_what_xml_cannot_hold_is_replaced(raw, text, replaced, line_ends):
    made = canonical(raw)
    assert (made.text, made.replaced, made.line_ends) == (text, replaced, line_ends)


@given(hostile_text())
def test_a_canonical_text_stays_as_it_is(text):
    assert canonical(text).text == text


@given(raw_text())
def test_offsets_move_with_the_line_ends(raw):
    made = canonical(raw)
    for offset in range(len(raw) + 1):
        if raw[offset - 1 : offset + 1] != "\r\n" or offset == 0:
            assert made.text[: made.offset(offset)] == canonical(raw[:offset]).text


@given(raw_text())
def test_offsets_never_go_back(raw):
    made = canonical(raw)
    moved = [made.offset(offset) for offset in range(len(raw) + 1)]
    assert moved == sorted(moved)
    assert (moved[0], moved[-1]) == (0, len(made.text))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_is_obeyed_and_not_kept(mark, encoding):
    assert decode(mark + "Мир 😀".encode(encoding)) == "Мир 😀"
    assert decode(mark + "Мир 😀".encode(encoding), "cp1251") == "Мир 😀"


def test_without_a_mark_the_encoding_is_the_one_named_or_utf_8():
    assert decode("Мир".encode("cp1251"), "cp1251") == "Мир"
    assert decode("Мир".encode()) == "Мир"


def test_bytes_that_are_not_utf_8_are_refused_with_their_place():
    with pytest.raises(Invalid, match=r"Not UTF-8: byte 5 \(line 2\)") as refusal:
        decode(b"abc\nd\xe0")
    assert refusal.value.code == "wrong-encoding"


@pytest.mark.parametrize("text", ["Minister of defence", "Министр обороны, сказал он"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_not_taken_for_utf_8(text, encoding):
    with pytest.raises(Invalid, match=r"UTF-16 without its mark|Not UTF-8"):
        decode(text.encode(encoding))
    assert decode(text.encode(encoding), encoding) == text


@pytest.mark.parametrize("name", ["klingon", "base64", "undefined", "a\x00b"])
def test_an_encoding_that_is_none_is_refused(name):
    with pytest.raises(Invalid, match="There is no encoding called"):
        decode(b"abc", name)


@given(st.binary())
def test_bytes_are_decoded_or_refused(data):
    try:
        text = decode(data)
    except Invalid:
        return
    if not data.startswith(MARKS):
        assert text.encode() == data


@pytest.mark.parametrize("text", ["", " \n\t", "\xa0\u2028\x85"])
def test_a_text_without_a_word_is_refused(text):
    with pytest.raises(Invalid, match="nothing to annotate"):
        refuse_blank(text)


def test_a_text_with_a_word_is_not_blank():
    refuse_blank("\n\n .")


def test_a_line_loses_the_blanks_around_it():
    assert checked_line(" Astana\u200d talks\xa0", "title") == "Astana\u200d talks"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "title is empty"),
        (" \xa0", "title is empty"),
        ("a" * 501, "title has 501 characters; 500 are the most"),
        ("a\nb", r"title has the control character U\+000A"),
        ("a\u2028b", r"U\+2028"),
        ("a\ud800b", r"U\+D800"),
    ],
)
def test_a_line_that_is_none_is_refused(value, says):
    with pytest.raises(Invalid, match=says):
        checked_line(value, "title")


def test_a_note_keeps_its_lines_and_blanks():
    assert checked_note(" a\r\nb\rc\td ", "note") == " a\nb\nc\td "


@pytest.mark.parametrize(("value", "says"), [("a\x0bb", r"U\+000B"), ("a" * 20_001, "20001 characters")])
def test_a_note_that_no_export_could_hold_is_refused(value, says):
    with pytest.raises(Invalid, match=says):
        checked_note(value, "note")
