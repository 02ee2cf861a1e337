"""Plain text: one article a file. Blocks are recognised when it is read; written is nothing but the text."""

from collections.abc import Iterator
from pathlib import PurePath

from annotator.domain.block import recognise
from annotator.domain.corpus import Arrival, Document, Finding, Snapshot
from annotator.domain.errors import Invalid
from annotator.domain.text import Canonical, canonical, checked_line, decode, refuse_blank
from annotator.domain.title import UNTITLED, heading_title
from annotator.formats._base import Format, Incoming
from annotator.formats._files import File, numbered
from annotator.formats._loss import ABOUT, METADATA, RELATIONS, RULES, SPANS, TREES
from annotator.formats._notes import Notes
from annotator.formats._unseen import BLOCKS, DOCUMENT_IDS, LAYERS

_SUFFIXES = (".txt", ".text")
_OPENS_MARKUP_OR_JSON = (b"<", b"{")
_BLANK = b"\xef\xbb\xbf \t\r\n"

_MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive, as Word and Excel write them",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word or Excel file",
    b"{\\rtf": "a rich text file (RTF)",
    b"SQLite format 3\x00": "an SQLite database",
}


def read(incoming: Incoming) -> Arrival:
    """The one document of ``incoming``.

    Raises:
        Invalid: it is not plain text, not in its encoding, or has no word in it.
    """
    _refuse_other_files(incoming.data)
    text = canonical(decode(incoming.data, incoming.encoding))
    refuse_blank(text.text)
    blocks = recognise(text.text)
    document = Document(
        id=incoming.new_id(),
        title=heading_title(text.text, blocks) or _title_from(incoming.name),
        text=text.text,
        meta={},
        blocks=blocks,
        codebook_version=0,
        created=incoming.now,
    )
    return Arrival((document,), findings=_findings(text))


def files(snapshot: Snapshot) -> Iterator[File]:
    """One file for each document: its text, and nothing else."""
    for stem, document in numbered(snapshot.documents()):
        yield File(f"{stem}.txt", [document.text.encode()])


def _refuse_other_files(data: bytes) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise Invalid("not-plain-text", f"This is {what}, not plain text.")


def _title_from(name: str) -> str:
    try:
        return checked_line(PurePath(name).stem, "The file's name")
    except Invalid:
        return UNTITLED


def _findings(text: Canonical) -> tuple[Finding, ...]:
    notes = Notes()
    notes.text_changed("", text)
    return notes.findings()


def _claims(name: str, head: bytes) -> bool:
    suffix = PurePath(name).suffix.lower()
    return suffix in _SUFFIXES or (not suffix and not head.lstrip(_BLANK).startswith(_OPENS_MARKUP_OR_JSON))


FORMAT = Format(
    name="txt",
    title="Plain text, one article a file",
    suffix=".txt.zip",
    media_type="application/zip",
    claims=_claims,
    read=read,
    files=files,
    losses=(RELATIONS, SPANS, ABOUT, METADATA, RULES, TREES, BLOCKS, LAYERS, DOCUMENT_IDS),
)
