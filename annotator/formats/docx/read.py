"""Reads a Word file: one document, its blocks told by the styles of its paragraphs."""

from collections import Counter
from pathlib import PurePosixPath

from lxml.etree import _Element as Element

from annotator.domain.corpus import Arrival
from annotator.domain.counting import counted, often
from annotator.domain.errors import Invalid
from annotator.formats._base import Incoming
from annotator.formats._marked import File
from annotator.formats._pieces import Piece, composed
from annotator.formats._xml import parsed
from annotator.formats._zip import Archive
from annotator.formats.docx.names import DUBLIN, OFFICE, RELATIONS
from annotator.formats.docx.paragraphs import Paragraph, kind_of, paragraphs, style_names

_NOTES = ("footnotes", "endnotes")


def read(incoming: Incoming) -> Arrival:
    """The document of ``incoming``.

    Raises:
        Invalid: it is no Word file, damaged, or has no word in it.
    """
    try:
        archive = Archive(incoming.data)
    except Invalid as refusal:
        raise Invalid(refusal.code, f"Not a Word file: {refusal.message}") from None
    main = _main_part(archive)
    left_out: Counter[str] = Counter()
    body = list(paragraphs(parsed(archive.read(main)), left_out))
    notes = [words for _, words in _notes(archive, main, left_out) if words.strip()]
    file = File(incoming)
    for what, times in left_out.items():
        file.notes.at("", f"Not taken over: {often(what, times)}.")
    if notes:
        file.notes.at("", f"Notes stand at the end of the text: {counted(len(notes), 'paragraph')}.")
    styles = _styles(archive, main)
    pieces: list[Piece] = [(kind_of(style, styles), words) for style, words in body]
    pieces += [("apparatus", words) for words in notes]
    said = _said(archive)
    meta = {"author": said["creator"]} if "creator" in said else {}
    return file.arrival([composed(file, pieces, title=said.get("title"), meta=meta)])


def _main_part(archive: Archive) -> str:
    found = next((name for name in _goals(archive, "_rels/.rels", "officeDocument") if name in archive), None)
    if found is None:
        raise Invalid("bad-docx", "Not a Word file: there is no text in the archive.")
    return found


def _goals(archive: Archive, relations: str, kind: str) -> list[str]:
    """The parts that a list of relations leads to; those outside the file are never followed."""
    if relations not in archive:
        return []
    folder = PurePosixPath(relations).parent.parent
    return [
        str(PurePosixPath("/", folder, one.get("Target") or "").relative_to("/"))
        for one in parsed(archive.read(relations)).iterfind(f"{RELATIONS}Relationship")
        if one.get("Type") == f"{OFFICE}{kind}" and one.get("TargetMode") != "External"
    ]


def _beside(archive: Archive, main: str, kind: str) -> Element | None:
    path = PurePosixPath(main)
    names = _goals(archive, f"{path.parent}/_rels/{path.name}.rels", kind)
    return next((parsed(archive.read(name)) for name in names if name in archive), None)


def _notes(archive: Archive, main: str, left_out: Counter[str]) -> list[Paragraph]:
    parts = (_beside(archive, main, kind) for kind in _NOTES)
    return [one for part in parts if part is not None for one in paragraphs(part, left_out)]


def _styles(archive: Archive, main: str) -> dict[str, str]:
    part = _beside(archive, main, "styles")
    return {} if part is None else style_names(part)


def _said(archive: Archive) -> dict[str, str]:
    """What the file says of itself: its title and who made it."""
    if "docProps/core.xml" not in archive:
        return {}
    core = parsed(archive.read("docProps/core.xml"))
    found = {key: (core.findtext(f"{DUBLIN}{key}") or "").strip() for key in ("title", "creator")}
    return {key: words for key, words in found.items() if words}
