"""REFI-QDA projects of any tool, in whatever order they write."""

import io
import zipfile

import pytest
from arriving import linked, marked, read, told

from annotator.domain.errors import Invalid
from annotator.formats.qdpx import FORMAT

TEXT = "Ana met Ben.\r\nIn Bonn."
USERS = '<Users><User guid="U1" name="Ana Writer"/></Users>'
CODES = (
    '<CodeBook><Codes><Code guid="C1" name="Person"><Code guid="C2" name="other"/></Code>'
    '<Code guid="C3" name="Place"><Code guid="C4" name="other"/></Code></Codes></CodeBook>'
)


def test_codings_are_spans_of_whoever_made_them_and_positions_count_the_text_as_it_came():
    (document,) = read(FORMAT, project(coded("S1", 0, 3, "C1", by="u1") + coded("S2", 17, 21, "C3"))).documents
    assert (document.title, document.text) == ("One", TEXT.replace("\r\n", "\n"))
    assert [(one.annotator, one.label, one.quote(document.text)) for one in document.spans] == [
        ("Ana_Writer", "Person", "Ana"),
        ("imported", "Place", "Bonn"),
    ]


def test_codes_of_one_name_are_told_apart_by_what_is_above_them():
    (document,) = read(FORMAT, project(coded("S1", 0, 3, "C2") + coded("S2", 8, 11, "C4"))).documents
    assert marked(document) == [("person_other", "Ana"), ("place_other", "Ben")]


def test_links_notes_and_variables_are_kept():
    rest = (
        '<Variables><Variable guid="V1" name="date"/></Variables>'
        '<Links><Link guid="L1" name="met" originGUID="S1" targetGUID="S2"/></Links>'
        '<Notes><Note guid="N1"><PlainTextContent>sure</PlainTextContent></Note></Notes>'
    )
    said = '<VariableValue><VariableRef targetGUID="V1"/><DateValue>2022-10-03</DateValue></VariableValue>'
    inside = coded("S1", 0, 3, "C1", '<NoteRef targetGUID="n1"/>') + coded("S2", 8, 11, "C1") + said
    (document,) = read(FORMAT, project(inside, rest)).documents
    assert linked(document) == [("met", "Ana", "Ben")]
    assert document.spans[0].note == "sure"
    assert document.meta == {"date": "2022-10-03"}


def test_what_cannot_be_taken_over_is_told_with_its_line():
    inside = (
        coded("S1", 0, 99, "C1")
        + coded("S2", 0, 3, "C9")
        + '<PlainTextSelection guid="S3" startPosition="0" endPosition="1"/>'
    )
    found = told(read(FORMAT, project(inside, "", '<PDFSource guid="P" name="scan.pdf"/>')))
    assert [one for one in found if "project.qde, line " not in one] == ["One: 1 line end rewritten as LF."]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"words", "no ZIP archive"),
        (lambda: zipped({"a": "b"}), "there is no project.qde"),
        (lambda: zipped({"project.qde": "<a/>"}), "its root is not Project"),
    ],
)
def test_what_is_no_project_is_refused(data, says):
    with pytest.raises(Invalid, match=says):
        read(FORMAT, data if isinstance(data, bytes) else data())


def coded(guid, start, end, code, *more, by=""):
    reference = f'<CodeRef targetGUID="{code.lower()}"/>'
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{guid}-c" creatingUser="{by}">{reference}</Coding>{"".join(more)}'
        f"</PlainTextSelection>"
    )


def project(inside, rest="", sources=""):
    source = f'<TextSource guid="T1" name="One" plainTextPath="internal://t1.txt">{inside}</TextSource>'
    tree = (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p">{rest}<Sources>{source}{sources}</Sources>'
        f"{CODES}{USERS}</Project>"
    )
    return zipped({"project.qde": tree, "sources/t1.txt": TEXT})


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return data.getvalue()
