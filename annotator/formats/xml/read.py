"""Reads the words of an XML file whose elements nobody here knows."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.corpus import Arrival
from annotator.formats._base import Incoming
from annotator.formats._marked import File
from annotator.formats._pieces import Piece, composed
from annotator.formats._xml import parsed

_BLANKS = re.compile(r"[ \t\r\n]+")
"""What XML calls white space; a no-break space is a character of the text."""


def read(incoming: Incoming) -> Arrival:
    """The one document of ``incoming``.

    Raises:
        Invalid: it is not well-formed, asks for something outside of it, or there is no word in it.
    """
    root = parsed(incoming.data)
    file = File(incoming)
    name = str(root.tag)[:80]
    file.notes.at("", f"XML of no kind that is known here (its root is {name}): its words alone are taken over.")
    return file.arrival([composed(file, _pieces(root))])


def _pieces(root: Element) -> Iterator[Piece]:
    """The words of each element that has some of its own, with all that stands in it."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if _has_words(element):
            walk.skip_subtree()
            yield None, _BLANKS.sub(" ", "".join(str(one) for one in element.itertext()))


def _has_words(element: Element) -> bool:
    return any(words and not words.isspace() for words in (element.text, *(one.tail for one in element)))
