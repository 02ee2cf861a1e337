"""Reads TEI: our own exports without loss, the files of others with their trees."""

from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element as Element

from annotator.domain.corpus import Arrival
from annotator.domain.errors import Invalid
from annotator.formats._base import Incoming
from annotator.formats.tei.codebook_read import read_codebooks
from annotator.formats.tei.document import Article, Read, read_document
from annotator.formats.tei.ground import File
from annotator.formats.tei.ids import Ids
from annotator.formats.tei.kept_tree import has_our_header, is_ours, kept_tree
from annotator.formats.tei.marked_names import Labels
from annotator.formats.tei.names import IN_TEI
from annotator.formats.tei.notes import Notes
from annotator.formats.tei.record_read import path_of_text
from annotator.formats.tei.tree import child, children, local, parse, place, shown

_NOT_EXPORTED = "of the whole corpus: kept in the file as it came, and not part of an export"


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming`` and the codebooks they were made under.

    Raises:
        Invalid: it is not TEI, or something in it does not hold; names it and its line.
    """
    root = parse(incoming.data)
    file = File(incoming, Ids(root), Notes())
    codebooks = read_codebooks(root, file.ids)
    read = tuple(_documents(root, file))
    if not read:
        raise Invalid("no-documents", "The file holds no document: there is no text in it.")
    offered = {one.document.id: one.offered for one in read if one.offered}
    return Arrival(tuple(one.document for one in read), codebooks, file.notes.findings(), offered)


def _documents(root: Element, file: File) -> Iterator[Read]:
    _note_shared(root, file)
    labels = Labels()
    trees = _Trees(file.incoming.data)
    seen: set[str] = set()
    for number, tei in enumerate(root.iter(f"{IN_TEI}TEI")):
        text = child(tei, "text")
        if text is None:
            file.notes.add(place(tei), "without a text: not kept")
            continue
        article = Article(tei, text, path_of_text(number + 1), is_ours(tei, text))
        one = read_document(article, file, labels)
        document = one.document
        if document.id in seen:
            raise Invalid("duplicate-id", f"{place(tei)}: the document “{document.id[:80]}” is there twice.")
        seen.add(document.id)
        if not article.is_ours:
            one = replace(one, document=replace(document, tree=kept_tree(trees.whole(number), document.id)))
        yield one


class _Trees:
    """The trees of a file once more, with their comments, should one of them be kept."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._whole: list[Element] = []

    def whole(self, number: int) -> Element:
        """The ``TEI`` of this number."""
        if not self._whole:
            self._whole = list(parse(self._data, whole=True).iter(f"{IN_TEI}TEI"))
        return self._whole[number]


def _note_shared(root: Element, file: File) -> None:
    """Note what stands beside the documents of a corpus."""
    for corpus in root.iter(f"{IN_TEI}teiCorpus"):
        for stand_off in children(corpus, "standOff"):
            if stand_off.get("type") != "entities":
                file.notes.add("teiCorpus", f"standOff {shown(stand_off.get('type', ''))}: not kept")
        if not has_our_header(corpus):
            for one in corpus.iterchildren("*"):
                if local(one) not in ("TEI", "teiCorpus", "standOff"):
                    file.notes.add(f"teiCorpus, {place(one)}", _NOT_EXPORTED)
    for outer in root.iter(f"{IN_TEI}TEI"):
        for tei in children(outer, "TEI"):
            file.notes.add(
                place(tei), "inside another TEI: a document of its own here, and not inside it in an export"
            )
