"""Archives: the same bytes for the same files, readable by everybody."""

import io
import zipfile
from dataclasses import replace

import pytest
from marked_corpus import plain_document, two_documents

from annotator.formats._files import File, stem, zipped
from annotator.formats.txt import FORMAT as TXT


def test_an_archive_holds_its_files_in_their_order_without_a_moment():
    archive = opened(zipped([File("b/2.txt", [b"tw", b"o"]), File("a.txt", [])]))
    assert archive.namelist() == ["b/2.txt", "a.txt"]
    assert archive.read("b/2.txt") == b"two"
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.testzip() is None


def test_sizes_stand_before_the_bytes_for_those_who_read_a_stream():
    assert {entry.flag_bits & 0x08 for entry in opened(zipped([File("a", [b"x"])])).infolist()} == {0}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Astana refrains", "00007-astana-refrains"),
        ("../../etc/passwd", "00007-etc-passwd"),
        ("Café – 2/2", "00007-cafe-2-2"),
        ("Қазақ", "00007"),
        ("CON", "00007-con"),
        ("x" * 300, "00007-" + "x" * 40),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(title, name):
    assert stem(7, replace(plain_document(), title=title)) == name


def test_texts_leave_as_they_are():
    archive = opened(zipped(TXT.files(two_documents())))
    assert archive.namelist() == ["00001-astana-refrains.txt", "00002-zweiter-2-2.txt"]
    texts = [archive.read(name).decode() for name in archive.namelist()]
    assert texts == [one.text for one in two_documents().documents()]


def opened(chunks):
    return zipfile.ZipFile(io.BytesIO(b"".join(chunks)))
