"""The bad inputs that wait beside the checkout, held against the outcome that their manifest expects."""

import json

from formats.tei.files import read
from shared_folder import shared_folder

from annotator.domain.errors import Invalid

FORMATS = ("tei", "xml")
REFUSED = ("reject", "accept_or_reject")
ACCEPTED = ("accept_exact", "accept_inert", "accept_or_reject")


def test_every_bad_input_has_the_outcome_expected_of_it():
    complaints = {case["id"]: complaint(case) for case in cases()}
    assert {case: found for case, found in complaints.items() if found} == {}


def test_there_are_bad_inputs_of_both_kinds():
    assert {case["format"] for case in cases()} == set(FORMATS)


def complaint(case: dict) -> str | None:
    """What is wrong with an outcome. XML that is not TEI may always be refused, by its root."""
    try:
        texts = [
            document.text for document in read((shared_folder("bad_inputs") / case["file"]).read_bytes()).documents
        ]
    except Invalid as refusal:
        is_named = "its root is" in refusal.message and case["format"] == "xml"
        return None if case["expect"] in REFUSED or is_named else f"refused: {refusal.message}"
    if case["expect"] not in ACCEPTED:
        return "accepted"
    missing = [words for words in case.get("must_contain", ()) if words not in "".join(texts)]
    return f"without {missing}" if missing else None


def cases() -> list[dict]:
    manifest = json.loads((shared_folder("bad_inputs") / "manifest.json").read_text(encoding="utf-8"))
    return [case for case in manifest["entries"] if case["kind"] == "file" and case["format"] in FORMATS]
