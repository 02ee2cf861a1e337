"""The paragraphs of a part of a Word file, in the order in which they are read."""

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.block import BlockKind
from annotator.formats.docx.names import COMPATIBLE, WORD

_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}
_NOT_READ = {
    f"{WORD}del": "text that was deleted with changes tracked",
    f"{WORD}moveFrom": "text that was moved away with changes tracked",
    f"{COMPATIBLE}Fallback": "",  # the same words again, for older programs
    f"{WORD}instrText": "",
    f"{WORD}pPr": "",
    f"{WORD}rPr": "",
}

Paragraph = tuple[str, str]
"""The name of its style, and its words."""


def paragraphs(part: Element, left_out: Counter[str]) -> Iterator[Paragraph]:
    """Every paragraph of ``part``. One inside another, as in a text box, comes after the one that holds it.

    What is not taken over is counted in ``left_out``.
    """
    skipping = 0
    open_: list[tuple[str, list[str]]] = []
    waiting: list[Paragraph] = []
    for event, element in etree.iterwalk(part, events=("start", "end")):
        if element.tag in _NOT_READ:
            skipping += 1 if event == "start" else -1
            if event == "start" and _NOT_READ[element.tag]:
                left_out[_NOT_READ[element.tag]] += 1
        elif skipping:
            continue
        elif element.tag == f"{WORD}p" and event == "start":
            open_.append((_style(element), []))
        elif element.tag == f"{WORD}p":
            style, pieces = open_.pop()
            waiting.insert(0 if not open_ else len(waiting), (style, "".join(pieces)))
            if not open_:
                yield from waiting
                waiting = []
        elif event == "start" and open_:
            open_[-1][1].append(_words(element))


def kind_of(style: str, names: Mapping[str, str]) -> BlockKind | None:
    """The kind of block that a style stands for; None where it says nothing."""
    name = names.get(style, style).lower()
    if name.startswith(("heading", "title", "subtitle")):
        return "heading"
    return "caption" if name == "caption" else None


def style_names(styles: Element) -> dict[str, str]:
    """For each style's id the name that every language of Word gives it in the file."""
    found = {}
    for style in styles.iterfind(f"{WORD}style"):
        name = style.find(f"{WORD}name")
        if name is not None:
            found[style.get(f"{WORD}styleId") or ""] = name.get(f"{WORD}val") or ""
    return found


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return "" if style is None else style.get(f"{WORD}val") or ""


def _words(element: Element) -> str:
    if element.tag == f"{WORD}t":
        return element.text or ""
    tag = str(element.tag)
    return _WRITTEN.get(tag.removeprefix(WORD), "") if tag.startswith(WORD) else ""
