"""Reads TEI: our own exports without loss, the files of others with a note of what was not kept."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.formats._base import Incoming
from annotator.formats.tei.codebook_read import read_codebooks
from annotator.formats.tei.document import document_from
from annotator.formats.tei.ground import File
from annotator.formats.tei.ids import Ids
from annotator.formats.tei.names import IN_TEI
from annotator.formats.tei.notes import Notes
from annotator.formats.tei.tree import child, children, parse, place, shown


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming`` and the codebooks they were made under.

    Raises:
        Invalid: it is not TEI, or something in it does not hold; names it and its line.
    """
    root = parse(incoming.data)
    file = File(incoming, Ids(root), Notes())
    codebooks = read_codebooks(root, file.ids)
    documents = tuple(_documents(root, file))
    if not documents:
        raise Invalid("no-documents", "The file holds no document: there is no text in it.")
    return Arrival(documents, codebooks, file.notes.findings())


def _documents(root: Element, file: File) -> Iterator[Document]:
    _note_shared(root, file)
    seen: set[str] = set()
    for tei in root.iter(f"{IN_TEI}TEI"):
        text = child(tei, "text")
        if text is None:
            file.notes.add(place(tei), "without a text: not kept")
            continue
        document = document_from(tei, text, file)
        if document.id in seen:
            raise Invalid("duplicate-id", f"{place(tei)}: the document “{document.id[:80]}” is there twice.")
        seen.add(document.id)
        yield document


def _note_shared(root: Element, file: File) -> None:
    """Note what stands beside the documents of a corpus."""
    for corpus in root.iter(f"{IN_TEI}teiCorpus"):
        for stand_off in children(corpus, "standOff"):
            if stand_off.get("type") != "entities":
                file.notes.add("teiCorpus", f"standOff {shown(stand_off.get('type', ''))}: not kept")
