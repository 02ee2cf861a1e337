"""What the manifest of bad inputs asks beyond taking or refusing a file (``extra_checks``), each check tried."""

import csv
import io
import unicodedata
from pathlib import Path
from uuid import uuid4

import pytest
from acting import SLUG, Desk, action
from bad_inputs import cases
from lxml import etree

from annotator.domain.errors import Invalid
from annotator.services import annotating, corpus, exporting, importing, people, projects, searching
from annotator.services.accounts import OPERATOR
from annotator.services.annotating import Draft
from annotator.services.unpacking import Upload

TESTS = Path(__file__).parents[1]
ELSEWHERE = {
    # Watched while every file goes through every door, and while names of files and addresses are sent.
    "no_outbound": "battery/test_bad_inputs.py",
    "no_canary": "battery/test_bad_inputs.py",
    "no_canary_write": "battery/test_bad_inputs.py, api/test_bad_values.py",
    # Values, at each door.
    "no_500": "web/test_bad_values.py, api/test_bad_values.py, cli/test_bad_values.py",
    "json_island_escaped": "web/test_stored_script.py",
    "no_header_injection": "web/test_bad_values.py, api/test_bad_values.py",
    "download_name_safe": "web/test_bad_values.py",
    "search_literal": "api/test_bad_values.py",
    # A browser.
    "browser_textarea_crlf": "web/test_importing.py",
    "ui_isolates_bidi": "web/test_annotate_text.py",
    "page_renders_under_5s": "benchmarks/opening.py",
}
HERE = {
    *("span_roundtrip", "offsets_are_code_points", "search_nfc_finds_nfd", "tei_export_wellformed"),
    *("no_silent_span_loss", "surface_mismatch_detected", "no_privilege_change", "csv_export_neutralised"),
    "jsonl_export_verbatim",
}


def test_every_check_of_the_manifest_is_tried():
    asked = {check for case in cases("file", "generated", "value") for check in case.extra_checks or ()}
    assert asked == HERE | set(ELSEWHERE)
    files = {one for named in ELSEWHERE.values() for one in named.split(", ")}
    assert [one for one in files if not (TESTS / one).is_file()] == []


def test_what_is_marked_anywhere_in_an_odd_text_comes_back_from_where_it_was(site):
    for case in asking("span_roundtrip", "offsets_are_code_points"):
        (document,) = site.bring(case)
        desk = Desk(site.store, site.ana, document)
        text = desk.text
        # Some twenty places, of one character and of several, over all of the text.
        starts = [one for one in range(0, len(text), max(1, len(text) // 20)) if text[one].strip()]
        drafts = [
            Draft(str(uuid4()), [(start, end)], "actor", text[start:end])
            for start in starts
            for end in {start + 1, min(start + 4, len(text))}
            if text[start:end].strip() and text[end - 1].strip()
        ]
        with site.store.write() as tx:
            annotating.create(tx, site.ana, action(), document, drafts)
        marked = sorted((*one.fragments[0], text[slice(*one.fragments[0])]) for one in drafts)
        for name in ("jsonl", "tei"):
            (back,) = [one for one in site.back(name) if one.id == document]
            assert back.text == text, case.id
            found = sorted((span.start, span.end, span.quote(back.text)) for span in back.spans)
            assert found == marked, (case.id, name)


def test_a_word_is_found_however_its_marks_are_written(site):
    for case in asking("search_nfc_finds_nfd"):
        (document,) = site.bring(case)
        text = Desk(site.store, site.ana, document).text
        assert text == case.data.decode(), "the text is not what came"
        for word in (one.strip(",") for one in text.split()):
            for form in ("NFC", "NFD"):
                with site.store.read() as tx:
                    hits = searching.search(tx, site.ana, SLUG, unicodedata.normalize(form, word)).hits
                assert [hit.text for hit in hits if hit.document == document] == [word], (case.id, form)


def test_what_came_in_leaves_as_tei_that_is_well_formed_and_says_the_same(site):
    for case in asking("tei_export_wellformed"):
        for document in site.bring(case):
            text = Desk(site.store, site.ana, document).text
            etree.fromstring(site.exported("tei"))
            assert [one.text for one in site.back("tei") if one.id == document] == [text], case.id


def test_spans_that_cannot_be_placed_are_refused_or_told(site):
    for case in asking("no_silent_span_loss"):
        parsed = site.parsed(case)
        kept = [span for file in parsed for document in file.arrival.documents for span in document.spans]
        offered = [span for file in parsed for spans in file.arrival.offered.values() for span in spans]
        said = [
            file.problem or one.what
            for file in parsed
            for one in (file.arrival.findings or (None,))
            if one or file.problem
        ]
        assert kept or offered or said, case.id


def test_words_that_are_not_where_a_file_says_are_a_reason_to_refuse_it(site):
    for case in asking("surface_mismatch_detected"):
        assert [("Иван Петров" in file.problem) for file in site.parsed(case)] == [True], case.id


def test_a_refusal_is_one_line_whatever_it_quotes(site):
    line = b'{"text": "one\\ntwo", "spans": [{"start": 0, "end": 4, "label": "actor", "text": "one"}]}'
    uploads = [Upload("a.jsonl", line)]
    (parsed,) = importing.parse(uploads, "jsonl", None, now=site.store.moment(), new_id=site.store.new_id)
    assert "“one ”" in parsed.problem
    assert "\n" not in parsed.problem


def test_nobody_becomes_anybody_by_a_file(site):
    for case in asking("no_privilege_change"):
        if case.kind == "file":
            before = site.rights()
            site.bring(case)
            assert site.rights() == before, case.id


def test_formulas_of_a_table_are_told_as_they_are_in_jsonl_and_made_text_in_csv(site):
    for case in asking("csv_export_neutralised", "jsonl_export_verbatim"):
        if case.kind != "file":
            continue
        texts = []
        for document in site.bring(case):
            desk = Desk(site.store, site.ana, document)
            texts.append(desk.text)
            desk.mark(desk.text)
        assert texts == [row["text"] for row in csv.DictReader(io.StringIO(case.data.decode()))]
        assert set(texts) <= {one.text for one in site.back("jsonl")}
        rows = csv.DictReader(io.StringIO(site.exported("csv").decode("utf-8-sig"), newline=""))
        cells = [row["text"] for row in rows]
        assert len(cells) == len(texts)
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def asking(*checks):
    """The files of which one of these is asked."""
    found = [one for one in cases("file") if set(checks) & set(one.extra_checks or ())]
    assert found
    return found


class Site:
    def __init__(self, store, ana):
        self.store, self.ana = store, ana

    def parsed(self, case):
        uploads = [Upload(case.name, case.data)]
        return importing.parse(uploads, case.reader, None, now=self.store.moment(), new_id=self.store.new_id)

    def bring(self, case):
        """Import a file, where it can come in; the ids of its documents."""
        with self.store.write() as tx:
            before = {one.id for one in corpus.corpus(tx, self.ana, SLUG).documents}
            try:
                importing.import_files(tx, self.ana, SLUG, self.parsed(case))
            except Invalid:
                return []
            return [one.id for one in corpus.corpus(tx, self.ana, SLUG).documents if one.id not in before]

    def exported(self, name):
        return b"".join(exporting.prepare(self.store, OPERATOR, SLUG, name, "all", allow_loss=True).chunks())

    def back(self, name):
        (read,) = importing.parse(
            [Upload("export", self.exported(name))], name, None, now=self.store.moment(), new_id=self.store.new_id
        )
        return read.arrival.documents

    def rights(self):
        with self.store.read() as tx:
            members = {one.name: one.role for one in projects.members(tx, OPERATOR, SLUG)}
            return [(one.name, one.admin, members.get(one.name)) for one in people.everybody(tx, OPERATOR)]


@pytest.fixture
def site(sqlite_store, team):
    return Site(sqlite_store, team["ana"])


@pytest.fixture
def store(sqlite_store):
    return sqlite_store
