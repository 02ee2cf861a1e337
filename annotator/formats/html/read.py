"""Reads a page: its article, where one can be told from what is around it, else all its words."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.block import BlockKind
from annotator.domain.corpus import Arrival
from annotator.formats._base import Incoming
from annotator.formats._marked import File
from annotator.formats._pieces import Piece, composed
from annotator.formats.html.page import pieces_of, shown, tree_of

_SHORTEST_ARTICLE = 500
"""Characters of a page below which all of it is taken: a note, or a page made for this."""
_LONGEST_ARTICLE = 2_000_000
"""Characters of a page above which all of it is taken: no article is that long, and telling takes memory."""
_SMALLEST_SHARE = 0.2

_KINDS: dict[str, BlockKind] = {"head": "heading", "figDesc": "caption"}


def read(incoming: Incoming) -> Arrival:
    """The document of ``incoming``.

    Raises:
        Invalid: it is no page, not in its encoding, or there is no word on it.
    """
    file = File(incoming)
    tree = tree_of(incoming)
    page = list(pieces_of(tree))
    title = shown(next(tree.iter("title"), tree).text or "") or None
    language = tree.get("lang")
    meta = {"language": language} if language else {}
    article, said = _article(file, tree, _length(page))
    named = said.pop("title", None) or title
    return file.arrival([composed(file, article or page, title=named, meta={**said, **meta})])


def _article(file: File, tree: Element, whole: int) -> tuple[list[Piece], dict[str, str]]:
    """The article and its metadata; nothing where the page is short, or no article can be told apart."""
    if whole < _SHORTEST_ARTICLE:
        return [], {}
    if whole > _LONGEST_ARTICLE:
        file.notes.at("", f"All words of the page: its {whole} characters are too many for an article.")
        return [], {}
    try:
        # An extra, and slow to load: only for whoever reads a page.
        import trafilatura  # noqa: PLC0415
    except ImportError:
        file.notes.at("", "All words of the page: to tell its article apart, pip install 'annotator[html]'.")
        return [], {}
    found: Any = trafilatura.bare_extraction(
        etree.tostring(tree, encoding="unicode", method="html"), include_comments=False, with_metadata=True
    )
    if found is None or found.body is None:
        file.notes.at("", "All words of the page: no article can be told apart.")
        return [], {}
    said = _said(found.as_dict())
    article = list(_pieces(found.body))
    if _length(article) < max(_SHORTEST_ARTICLE, whole * _SMALLEST_SHARE):
        file.notes.at("", f"All words of the page: what looks like its article is {_length(article)} of {whole}.")
        return [], said
    if _length(article) < whole:
        file.notes.at("", f"The article: {_length(article)} of the page's {whole} characters.")
    return article, said


def _pieces(body: Element) -> Iterator[Piece]:
    """The blocks of an article as trafilatura marks them, without those inside another."""
    for child in body:
        if child.tag in ("list", "table"):
            for row in child.iter("item", "row"):
                yield "paragraph", shown(" ".join(str(one) for one in row.itertext()))
        else:
            yield _KINDS.get(str(child.tag), "paragraph"), shown("".join(str(one) for one in child.itertext()))


def _said(found: Mapping[str, Any]) -> dict[str, str]:
    keys = {"title": "title", "author": "author", "date": "date", "sitename": "publication", "url": "url"}
    return {
        ours: found[theirs]
        for theirs, ours in keys.items()
        if isinstance(found.get(theirs), str) and found[theirs]
    }


def _length(pieces: list[Piece]) -> int:
    return sum(len(words) for _, words in pieces)
