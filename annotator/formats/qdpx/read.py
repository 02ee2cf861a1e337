"""Reads a REFI-QDA project: its texts, what is coded in them by whom, notes, links and variables."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml.etree import _Element as Element

from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.layer import GOLD
from annotator.domain.text import decode
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, Marked, shown
from annotator.formats._qdc.description import read as read_description
from annotator.formats._xml import parsed
from annotator.formats._zip import Archive

_PROJECT = "project.qde"
_OTHER_SOURCES = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")


def read(incoming: Incoming) -> Arrival:
    """The texts of a project.

    Raises:
        Invalid: it is no project, damaged, or has no text.
    """
    archive = Archive(incoming.data)
    if _PROJECT not in archive:
        raise Invalid("bad-qdpx", f"This is no REFI-QDA project: there is no {_PROJECT} in it.")
    root = parsed(archive.read(_PROJECT))
    if not str(root.tag).endswith("}Project") and root.tag != "Project":
        raise Invalid("bad-qdpx", "This is no REFI-QDA project: its root is not Project.")
    file = File(incoming)
    project = _Project(root)
    for kind in _OTHER_SOURCES:
        for source in root.iterfind(f"{{*}}Sources/{{*}}{kind}"):
            file.notes.at(_where(source), f"“{shown(source.get('name') or '')}” is no text: not taken over.")
    documents = [
        document
        for source in root.iterfind("{*}Sources/{*}TextSource")
        if (document := _document(source, archive, project, file)) is not None
    ]
    return file.arrival(documents)


class _Project:
    """What the texts of a project refer to, by the GUIDs of these."""

    def __init__(self, root: Element) -> None:
        self.people = {_guid(one): one.get("name") or "" for one in root.iterfind("{*}Users/{*}User")}
        self.codes = dict(_codes(root))
        self.notes = {_guid(one): _words(one) for one in root.iterfind("{*}Notes/{*}Note")}
        self.variables = {_guid(one): one.get("name") or "" for one in root.iterfind("{*}Variables/{*}Variable")}
        self.links = list(root.iterfind("{*}Links/{*}Link"))


def _codes(root: Element) -> Iterator[tuple[str, str]]:
    """The name of each code, as its description says or as it is called.

    One that is not the only of its name has its parent's before it.
    """
    codes = list(root.iterfind("{*}CodeBook/{*}Codes//{*}Code"))
    names = [_machine_name(one) or one.get("name") or "" for one in codes]
    for code, name in zip(codes, names, strict=True):
        above = code.getparent()
        parent = above.get("name") if above is not None else None
        yield _guid(code), f"{parent} {name}" if names.count(name) > 1 and parent else name


def _machine_name(code: Element) -> str:
    """The name that we wrote below the description of a label."""
    return read_description(code.findtext("{*}Description") or "").name


def _document(source: Element, archive: Archive, project: _Project, file: File) -> Document | None:
    text = _text(source, archive)
    name = source.get("name") or ""
    if text is None:
        file.notes.at(_where(source), f"“{shown(name)}” has no plain text: not taken over.")
        return None
    marked = file.document(text, name)
    layers: dict[str, str] = {}
    for selection in source.iterfind("{*}PlainTextSelection"):
        _take(selection, project, marked, layers)
    for link in project.links:
        origin, target = _guid(link, "originGUID"), _guid(link, "targetGUID")
        if origin in layers or target in layers:
            marked.relate(link.get("name") or "linked", origin, target, _where(link), layers.get(origin, IMPORTED))
    return marked.document(title=name, meta=dict(_variables(source, project)))


def _text(source: Element, archive: Archive) -> str | None:
    content = source.findtext("{*}PlainTextContent")
    if content is not None:
        return content
    name = (source.get("plainTextPath") or "").removeprefix("internal://")
    for path in (f"sources/{name}", f"Sources/{name}", name):
        if name and path in archive:
            return decode(archive.read(path))
    return None


def _take(selection: Element, project: _Project, marked: Marked, layers: dict[str, str]) -> None:
    codings = list(selection.iterfind("{*}Coding"))
    where = _where(selection)
    place = _place(selection)
    if place is None or not codings:
        why = "it has no code" if place is not None else "its positions are no whole numbers"
        marked.leave_out(where, f"“{shown(selection.get('name') or 'a selection')}”", why)
        return
    for coding in codings:
        reference = coding.find("{*}CodeRef")
        code = project.codes.get(_guid(reference, "targetGUID")) if reference is not None else None
        by = coding.get("creatingUser") or selection.get("creatingUser") or ""
        annotator = _person(project.people.get(by.lower()))
        if code is None:
            marked.leave_out(where, "a coding", "its code is not in the codebook")
        elif marked.mark(
            Mark(code, [place], where, _key(selection, layers), annotator, note=_note(selection, project))
        ):
            layers.setdefault(_guid(selection), annotator)


def _key(selection: Element, layers: Mapping[str, str]) -> str:
    """A selection is what links lead to; the first of its codings stands for it."""
    guid = _guid(selection)
    return "" if guid in layers else guid


def _person(name: str | None) -> str:
    return GOLD if name == GOLD else name or IMPORTED


def _place(selection: Element) -> tuple[int, int] | None:
    ends = [selection.get("startPosition") or "", selection.get("endPosition") or ""]
    return (int(ends[0]), int(ends[1])) if all(one.isdecimal() and len(one) <= 12 for one in ends) else None  # noqa: PLR2004


def _note(selection: Element, project: _Project) -> str:
    own = selection.findtext("{*}Description") or ""
    noted = (project.notes.get(_guid(one, "targetGUID"), "") for one in selection.iterfind("{*}NoteRef"))
    return "\n\n".join(one.strip() for one in (own, *noted) if one.strip())


def _variables(source: Element, project: _Project) -> Iterator[tuple[str, Any]]:
    for value in source.iterfind("{*}VariableValue"):
        reference = value.find("{*}VariableRef")
        name = project.variables.get(_guid(reference, "targetGUID")) if reference is not None else None
        said = next((one.text for one in value if one is not reference and one.text), None)
        if name and said:
            yield name, said


def _words(note: Element) -> str:
    return note.findtext("{*}PlainTextContent") or note.findtext("{*}Description") or ""


def _guid(element: Element, attribute: str = "guid") -> str:
    return (element.get(attribute) or "").lower()


def _where(element: Element) -> str:
    line: Any = element.sourceline  # the stubs give it no type
    return f"{_PROJECT}, line {line or 0}"
