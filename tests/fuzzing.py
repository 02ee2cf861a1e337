"""Damaged files for every reader: good ones to begin with, and what must hold of whatever becomes of them."""

import io
import zipfile
from collections.abc import Mapping
from itertools import count

from marked_corpus import NOW, two_documents

from annotator.domain.span import checked_fragments
from annotator.formats._loss import all_reduced
from annotator.services import exchange, importing
from annotator.services.unpacking import Upload

Files = Mapping[str, bytes]
"""What comes in together: by name; the first is the one that is damaged."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Count 1/Kids[4 0 R]>>\nendobj\n"
    b"3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n"
    b"4 0 obj\n<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>\nendobj\n"
    b"5 0 obj\n<</Length 38>>stream\nBT /F1 12 Tf 72 720 Td (Words.) Tj ET  \nendstream\nendobj\n"
    b"trailer<</Size 6/Root 1 0 R>>\n%%EOF\n"
)
_HTML = (
    b"<!doctype html><html lang=en><head><meta charset=utf-8><title>A law</title></head><body><h1>A law</h1>"
    b"<p>The <b>Kremlin</b> adopted a law.<br>It is new &amp; long.</p><ul><li>one</li></ul></body></html>"
)
_TSV = (
    b"#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|value\n#T_RL=custom.Link|role|BT_custom.Span\n\n\n#Text=a b\n"
    b"1-1\t0-1\ta\tX[1]|Y[2]\t_\t_\t\n1-2\t2-3\tb\tZ\tnear|far\t1-1[1_0]|1-1[2_0]\t\n"
)
_ONLY_READ = {
    "html": _HTML,
    "markdown": b"---\ntitle: A law\ndate: 2022-10-03\n---\n# A law\n\nThe *Kremlin*.\n\n| a |\n|--|\n| b |\n",
    "pdf": _PDF,
    "webanno-tsv": _TSV,
    "xml": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r xmlns="x"><p>A <b>law</b> &a;.</p></r>',
}


def seeds(reader: str) -> list[Files]:
    """Good files for a reader: what is exported in its format, one file after the other being the first."""
    if reader in _ONLY_READ:
        return [{f"file{exchange.all_formats()[reader].suffix}": _ONLY_READ[reader]}]
    if reader == "docx":
        return [{"file.docx": _docx()}]
    form = exchange.all_formats()[reader]
    corpus = all_reduced(two_documents(), form.losses)
    if form.files is None:
        return [{f"file{form.suffix}": b"".join(form.write(corpus))}]
    files = {one.path: b"".join(one.chunks) for one in form.files(corpus)}
    return [{name: files[name], **files} for name in files]


def read_or_refused(reader: str, files: Files) -> None:
    """Whatever stands in a file, it is read or refused in words; what is read holds together."""
    numbers = count(1)
    uploads = [Upload(name, data) for name, data in files.items()]
    for parsed in importing.parse(uploads, reader, None, now=NOW, new_id=lambda: f"n{next(numbers)}"):
        assert "\n" not in parsed.problem
        assert bool(parsed.problem) != bool(parsed.arrival.documents) or parsed.arrival.findings
        for document in parsed.arrival.documents:
            document.text.encode()
            known = {span.id for span in document.spans}
            for span in document.spans:
                checked_fragments(span.fragments, len(document.text))
            assert {end for one in document.relations for end in (one.source, one.target)} <= known


def _docx() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}">'
            f'<Relationship Id="a" Type="{_OFFICE}" Target="w/d.xml"/></Relationships>',
        )
        archive.writestr(
            "w/d.xml",
            f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>',
        )
    return made.getvalue()
