"""The bad inputs that wait beside the checkout, read as an import reads them: what their manifest expects."""

from itertools import count

from arriving import NOW
from bad_inputs import Case, Outcome, cases, complaints

from annotator.services import importing
from annotator.services.unpacking import Upload


def test_every_bad_file_reads_as_is_expected_of_it():
    found = {case.id: list(complaints(case, read(case))) for case in cases("file")}
    assert {case: wrong for case, wrong in found.items() if wrong} == {}


def test_there_are_bad_files_of_every_kind():
    assert {case.format for case in cases("file")} == {
        *("auto", "csv", "docx", "html", "jsonl", "tei", "txt", "xml", "zip")
    }


def read(case: Case) -> Outcome:
    numbers = count(1)
    parsed = importing.parse(
        [Upload(case.name, case.data)], case.reader, None, now=NOW, new_id=lambda: f"n{next(numbers)}"
    )
    problems = [file.problem for file in parsed if file.problem]
    texts = [] if problems else [one.text for file in parsed for one in file.arrival.documents]
    return Outcome(texts, problems)
