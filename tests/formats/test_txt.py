"""Plain text: what becomes of it, and what is no plain text."""

import gzip

import pytest

from annotator.domain.block import Block
from annotator.domain.corpus import Arrival, Finding
from annotator.domain.errors import Invalid
from annotator.formats._base import Incoming
from annotator.formats.txt import FORMAT

NOW = "2026-01-02T03:04:05.000006Z"


def test_an_article_is_one_document_with_its_blocks():
    (document,) = read(b"Talks in Astana\n\nThe minister objects.\n").documents
    assert document.text == "Talks in Astana\n\nThe minister objects.\n"
    assert document.title == "Talks in Astana"
    assert document.blocks == (Block("heading", 0, 15), Block("paragraph", 17, 38))
    assert (document.id, document.created, document.meta, document.codebook_version) == ("new", NOW, {}, 0)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2005-02 Astana.txt", "2005-02 Astana"),
        ("a/b/letter", "letter"),
        ("a\tb.txt", "Untitled"),
        ("", "Untitled"),
    ],
)
def test_an_article_without_a_heading_has_the_title_of_its_file(name, title):
    assert read(b"The minister objects.", name=name).documents[0].title == title


def test_what_was_rewritten_is_reported():
    arrival = read(b"one\r\ntwo\rthree\x00\x0b")
    assert arrival.documents[0].text == "one\ntwo\nthree\ufffd\ufffd"
    assert arrival.findings == (
        Finding("", "2 characters that no export can hold became U+FFFD."),
        Finding("", "2 line ends rewritten as LF."),
    )


def test_a_clean_text_has_no_findings():
    assert read("мир 😀\n".encode()).findings == ()


def test_an_encoding_is_never_guessed_but_may_be_named():
    data = "Министр обороны".encode("koi8-r")
    with pytest.raises(Invalid, match="Not UTF-8: byte 0"):
        read(data)
    assert read(data, encoding="koi8-r").documents[0].text == "Министр обороны"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \t\r\n", "\xa0\u2028\u3000".encode()])
def test_a_text_without_a_word_is_refused(data):
    with pytest.raises(Invalid, match="nothing to annotate"):
        read(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.4\n", "This is a PDF, not plain text."),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"GIF89a", "a GIF picture"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (b"PK\x05\x06" + bytes(18), "an empty ZIP archive"),
        (gzip.compress(b"text", mtime=0), "a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file"),
        (b"{\\rtf1\\ansi}", "a rich text file"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), "no text at all"),
    ],
)
def test_another_kind_of_file_dressed_as_text_is_refused_by_its_name(data, says):
    with pytest.raises(Invalid, match=says):
        read(data)


def read(data: bytes, name: str = "a.txt", encoding: str | None = None) -> Arrival:
    return FORMAT.read(Incoming(name, data, encoding, NOW, lambda: "new"))
