"""Archives and folders: what is in them, what belongs together, and what is never taken."""

import io
import warnings
import zipfile
from itertools import count

import pytest
from arriving import NOW

from annotator.services import importing
from annotator.services.unpacking import Upload


def test_the_files_of_an_archive_are_documents_under_their_paths():
    parsed = bring(Upload("all.zip", packed({"a/one.txt": b"One.", "b/two.jsonl": b'{"text": "Two."}'})))
    assert [(one.name, one.format) for one in parsed] == [
        ("all.zip/a/one.txt", "txt"),
        ("all.zip/b/two.jsonl", "jsonl"),
    ]


def test_a_text_and_its_annotations_are_one_document_wherever_they_stand():
    pair = {
        "x/a.txt": b"Ana",
        "x/a.ann": b"T1\tPER 0 3\tAna\n",
        "annotation.conf": b"[entities]",
        "y/a.txt": b"Ben",
    }
    for uploads in ([Upload("all.zip", packed(pair))], [Upload(name, data) for name, data in pair.items()]):
        parsed = bring(*uploads)
        assert [(one.format, one.problem) for one in parsed] == [("brat", ""), ("txt", "")]


def test_what_a_system_puts_into_an_archive_is_left_out_and_told():
    parsed = bring(Upload("a.zip", packed({"one.txt": b"One.", "__MACOSX/._one.txt": b"x", ".DS_Store": b"x"})))
    assert [one.name for one in parsed if one.arrival.documents] == ["a.zip/one.txt"]
    assert [one.what for file in parsed for one in file.arrival.findings] == [
        "Left out 2 files that the system put there."
    ]


def test_the_manifest_of_an_export_is_no_document_and_that_of_anything_else_is_looked_at():
    ours = b'{"project": "x", "software": {"name": "annotator", "version": "1"}}'
    parsed = bring(
        Upload("a.zip", packed({"one.txt": b"One.", "split.csv": b"document,part", "manifest.json": ours}))
    )
    assert [(one.name, one.problem) for one in parsed] == [("a.zip/one.txt", "")]
    parsed = bring(Upload("a.zip", packed({"one.txt": b"One.", "manifest.json": b'{"text": "Two."}'})))
    assert [one.name for one in parsed] == ["a.zip/one.txt", "a.zip/manifest.json"]


def test_the_manifest_beside_an_export_is_left_out_of_a_folder_and_told():
    ours = b'{"project": "x", "software": {"name": "annotator", "version": "1"}}'
    parsed = bring(
        Upload("f/x.txt", b"One."), Upload("f/manifest.json", ours), Upload("f/x.jsonl.manifest.json", ours)
    )
    assert [one.name for one in parsed if one.arrival.documents] == ["f/x.txt"]
    assert {one.arrival.findings[0].what for one in parsed[1:]} == {
        "Left out: it tells of an export, and is no document."
    }


def test_a_file_in_an_archive_that_cannot_come_in_says_so_and_the_others_do_not_mind():
    parsed = bring(
        Upload("a.zip", packed({"one.txt": b"One.", "two.zip": packed({"x.txt": b"x"}), "three.exe": b"MZ\0"}))
    )
    assert [bool(one.problem) for one in parsed] == [False, True, True]
    assert parsed[1].problem == "An archive inside an archive is not unpacked."


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["../a.txt"], "lies outside the archive"),
        (["/a.txt"], "lies outside the archive"),
        (["."], "a file without a name"),
        (["a.txt", "a.txt"], "two files called “a.txt”"),
        ([], "holds no file"),
    ],
)
def test_an_archive_that_is_odd_is_refused_whole(names, says):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name that is there twice
        for name in names:
            archive.writestr(name, b"words")
    (parsed,) = bring(Upload("a.zip", data.getvalue()))
    assert says in parsed.problem


def test_a_bomb_is_refused_before_it_is_unpacked():
    (parsed,) = bring(Upload("a.zip", packed({"a.txt": bytes(50_000_000)})))
    assert "times its own size" in parsed.problem


def packed(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def bring(*uploads: Upload) -> list[importing.Parsed]:
    numbers = count(1)
    return importing.parse(uploads, "auto", None, now=NOW, new_id=lambda: f"n{next(numbers)}")
