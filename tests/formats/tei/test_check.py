"""The proof of a file finds what is wrong with it, by the name of the check and the line."""

import pytest
from corpora import snapshot_of
from formats.tei.files import written

from annotator.domain.block import Block
from annotator.domain.codebook import Codebook, Label
from annotator.domain.corpus import Document
from annotator.domain.layer import Layer
from annotator.domain.span import Span
from annotator.formats.tei.check import PROFILE, check_tei

MADE = "2026-11-20T09:14:03Z"
ALL = ("well-formed", "profile", "ids", "pointers", "ranges", "checksums", "quotations")


def test_a_sound_file_passes_every_check():
    proof = check_tei(sound())
    assert (proof.passed, proof.problems) == (ALL, ())


def test_a_file_can_be_held_against_another_schema(tmp_path):
    schema = tmp_path / "tei.rng"
    schema.write_text(
        PROFILE.read_text(encoding="utf-8").replace('"author"', '"editor"').replace('"TEI"', '"tei"'),
        encoding="utf-8",
    )
    assert {problem.check for problem in check_tei(sound(), schema).problems} == {"schema"}


@pytest.mark.parametrize(
    ("right", "wrong", "check"),
    [
        (b"</TEI>", b"", "well-formed"),
        (b"<p>", b"<p><hi/>", "profile"),
        (b"</p></body>", b"</p>loose</body>", "profile"),
        (b'motivation="classifying"', b'motivation="tagging"', "profile"),
        (b'xml:id="l.d.ana"', b'xml:id="t.d"', "ids"),
        (b'who="#u.ana"', b'who="#u.ben"', "pointers"),
        (b'target="#c.1.actor"', b'target="#c.1.stance"', "pointers"),
        (b"(t.d,0,6)", b"(t.x,0,6)", "pointers"),
        (b"(t.d,0,6)", b"(t.d,10,6)", "ranges"),
        (b'quantity="15"', b'quantity="16"', "checksums"),
        (b"decides.</p>", b"decided.</p>", "checksums"),
        (b"(t.d,0,6)", b"(t.d,0,5)", "quotations"),
    ],
)
def test_what_is_wrong_is_found_by_its_check(right, wrong, check):
    assert right in sound()
    data = sound().replace(right, wrong, 1)
    found = [problem for problem in check_tei(data).problems if problem.check == check]
    assert found
    assert all(problem.line > 0 and problem.what for problem in found)
    assert check not in check_tei(data).passed


def test_a_problem_names_its_line():
    data = sound().replace(b"(t.d,0,6)", b"(t.d,10,6)")
    line = 1 + data[: data.index(b"<annotation")].count(b"\n")
    assert {problem.line for problem in check_tei(data).problems} == {line}


def sound() -> bytes:
    span = Span("s", "ana", "ana", "actor", ((0, 6),), {}, "", 1, 1, MADE, MADE)
    document = Document(
        id="d",
        title="Draft",
        text="Moscow decides.",
        meta={},
        blocks=(Block("paragraph", 0, 15),),
        codebook_version=1,
        created=MADE,
        layers=(Layer("ana", "ana", "complete", MADE, MADE),),
        spans=(span,),
    )
    return written(snapshot_of(document, codebooks=(Codebook("Book", 1, labels=(Label("actor"),)),)))
