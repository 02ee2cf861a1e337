"""The bad inputs that wait beside the checkout, held against the outcome that their manifest expects."""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import count

from shared_folder import shared_folder

from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.formats import csv, docx, html, jsonl, txt
from annotator.formats._base import Incoming

FORMATS = {one.FORMAT.name: one.FORMAT for one in (csv, docx, html, jsonl, txt)}


def test_every_bad_input_has_the_outcome_expected_of_it():
    complaints = {case["id"]: list(complaints_about(case, documents_of(case))) for case in cases()}
    assert {case: found for case, found in complaints.items() if found} == {}


def test_there_are_bad_inputs_of_all_these_formats():
    assert {case["format"] for case in cases()} == set(FORMATS)


def complaints_about(case: dict, documents: tuple[Document, ...] | None) -> Iterator[str]:
    """What is wrong with an outcome, which is documents, or None for a refusal."""
    refused = documents is None
    if case["expect"] in (("accept_exact", "accept_inert") if refused else ("reject",)):
        yield f"{'refused' if refused else 'accepted'}, expected: {case['expect']}"
    texts = [document.text for document in documents or ()]
    if case.get("allowed") and not {(digest(text), len(text)) for text in texts} <= allowed(case):
        yield "the text is none of those allowed"
    if not refused and not all(words in "".join(texts) for words in case.get("must_contain", ())):
        yield "words are missing"
    if any(words in text for words in case.get("must_not_contain", ()) for text in texts):
        yield "it holds what it must not"


def documents_of(case: dict) -> tuple[Document, ...] | None:
    try:
        return read(case).documents
    except Invalid:
        return None


def read(case: dict) -> Arrival:
    path = shared_folder("bad_inputs") / case["file"]
    numbers = count(1)
    incoming = Incoming(
        path.name, path.read_bytes(), None, "2026-01-02T03:04:05.000006Z", lambda: f"n{next(numbers)}"
    )
    return FORMATS[case["format"]].read(incoming)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def allowed(case: dict) -> set[tuple[str, int]]:
    return {(one["sha256"], one["length"]) for one in case["allowed"]}


def cases() -> list[dict]:
    manifest = json.loads((shared_folder("bad_inputs") / "manifest.json").read_text(encoding="utf-8"))
    return [case for case in manifest["entries"] if case["kind"] == "file" and case["format"] in FORMATS]
