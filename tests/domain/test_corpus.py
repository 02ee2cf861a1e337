"""What goes through the doors of a project."""

import pytest

from annotator.domain.corpus import METADATA, Arrival, fingerprint


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("Мир 😀", "32c8a85195cb7f4aec9abc2898876a20e54ea9f3199d04a2cacb224cf4a3a29e"),
    ],
)
def test_a_fingerprint_is_the_sha_256_of_the_utf_8_text(text, digest):
    assert fingerprint(text) == digest


def test_an_arrival_needs_nothing_but_documents():
    assert (Arrival(()).codebooks, Arrival(()).findings) == ((), ())


def test_the_metadata_that_everybody_knows():
    assert METADATA == ("publication", "author", "date", "url", "language")
