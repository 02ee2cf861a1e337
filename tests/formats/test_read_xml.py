"""XML of no kind that is known: its words, and a line that says so."""

import pytest
from arriving import read, told

from annotator.domain.errors import Invalid
from annotator.formats.xml import FORMAT
from annotator.services import exchange

WORDS = "Министр обороны заявил: переговоры ещё не начинались."


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_the_words_are_read_in_the_encoding_that_the_file_declares(encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?><r><p>{WORDS}</p></r>'.encode(encoding)
    arrival = read(FORMAT, data)
    assert [one.text for one in arrival.documents] == [WORDS]
    assert told(arrival) == [
        ": XML of no kind that is known here (its root is r): its words alone are taken over."
    ]


def test_each_element_with_words_of_its_own_is_a_block():
    (document,) = read(
        FORMAT, "<n:r xmlns:n='x'><h>\n  Head\n  line </h><s><p>a <b>b</b>c<!-- x --></p><p>d</p></s></n:r>"
    ).documents
    assert document.text == "Head line\n\na bc\n\nd"
    assert [document.text[one.start : one.end] for one in document.blocks] == ["Head line", "a bc", "d"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<r><p>a</r>", "Not well-formed XML"),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r>&x;</r>', "Not well-formed XML"),
        ("<settings><port number='80'/></settings>", "nothing to annotate"),
    ],
)
def test_what_is_damaged_reaches_outside_or_holds_no_word_is_refused(text, says):
    with pytest.raises(Invalid, match=says):
        read(FORMAT, text)


@pytest.mark.parametrize(
    ("head", "format_name"),
    [
        ("<r><p>words</p></r>", "xml"),
        ('<?xml version="1.0"?><!-- long -->' + " " * 500 + "<r>words</r>", "xml"),
        ("<TEI>words</TEI>", "tei"),
        ("<r", "tei"),
        ("<html><body><p>words</p></body></html>", "html"),
    ],
)
def test_what_another_format_reads_is_left_to_it(head, format_name):
    assert exchange.reader("auto", "a.xml", head.encode()).name == format_name
