"""Every export is TEI P5: valid against the full schema, and clean by its Schematron rules."""

from pathlib import Path

import pytest
from corpora import patient, snapshot_of, snapshots
from formats.tei.files import strange_snapshots, written
from hypothesis import given, settings
from lxml import etree
from shared_folder import shared_folder

from annotator.formats._loss import all_reduced
from annotator.formats.tei_inline import FORMAT as INLINE

pytestmark = pytest.mark.slow

EXPORTS = Path(__file__).resolve().parents[3] / "exports"
AGREED = ("article-standoff.xml", "article-inline-gold.xml", "corpus.xml")


@settings(patient, max_examples=60)
@given(snapshot=strange_snapshots())
def test_every_export_is_valid_tei(tei_all, snapshot):
    assert complaints(tei_all, written(snapshot)) == []


@settings(patient, max_examples=15)
@given(snapshot=snapshots())
def test_every_inline_export_is_valid_tei(tei_all, schematron, snapshot):
    exported = b"".join(INLINE.write(all_reduced(snapshot, INLINE.losses)))
    assert complaints(tei_all, exported) == []
    assert schematron.violations(exported) == []


@settings(patient, max_examples=25)
@given(snapshot=strange_snapshots())
def test_no_export_violates_a_rule_of_teis_schematron(schematron, snapshot):
    assert schematron.violations(written(snapshot)) == []


@pytest.mark.parametrize("write", [written, lambda snapshot: b"".join(INLINE.write(snapshot))])
def test_a_corpus_without_documents_is_valid_tei(tei_all, schematron, write):
    assert complaints(tei_all, write(snapshot_of())) == []
    assert schematron.violations(write(snapshot_of())) == []


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("*.xml")), ids=lambda path: path.name)
def test_what_the_seeds_give_is_valid_tei(tei_all, schematron, path):
    assert complaints(tei_all, path.read_bytes()) == []
    assert schematron.violations(path.read_bytes()) == []


@pytest.mark.parametrize("name", AGREED)
def test_the_schemas_agree_with_the_agreed_examples(tei_all, schematron, name):
    data = (shared_folder("tei") / name).read_bytes()
    assert complaints(tei_all, data) == []
    assert schematron.violations(data) == []


def test_the_schema_refuses_what_is_not_tei(tei_all):
    data = written(snapshot_of()).replace(b"<body>", b"<body><annotation/>")
    assert complaints(tei_all, data) != []


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('<ptr type="code" target="#c.stance"/>', '<ptr type="code" targetLang="en"/>', "@targetLang"),
        ('when="2026-11-20T09:14:03Z"', 'when="2026-11-20T09:14:03Z" from="2026"', "@when"),
    ],
)
def test_the_rules_catch_a_violation_that_the_schema_lets_pass(schematron, right, wrong, complaint):
    agreed = (shared_folder("tei") / "article-standoff.xml").read_text(encoding="utf-8")
    assert right in agreed
    violations = schematron.violations(agreed.replace(right, wrong).encode())
    assert violations
    assert all(complaint in one for one in violations)


def complaints(schema, data: bytes) -> list[str]:
    schema.validate(etree.ElementTree(etree.fromstring(data)))
    return [f"{entry.line}: {entry.message}" for entry in schema.error_log]
