"""Reads CommonMark: what is between the marks, a block after the other."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotator.domain.corpus import Arrival
from annotator.domain.errors import Invalid
from annotator.domain.text import decode
from annotator.formats._base import Incoming
from annotator.formats._marked import File
from annotator.formats._notes import Notes
from annotator.formats._pieces import Piece, composed

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST_FRONT = 100_000
_BROKEN = {"softbreak": "\n", "hardbreak": "\n"}
_LITERAL = ("fence", "code_block")


def read(incoming: Incoming) -> Arrival:
    """The document of ``incoming``.

    Raises:
        Invalid: it is not in its encoding, its front matter is no YAML, or there is no word in it.
    """
    file = File(incoming)
    meta, rest = _front(decode(incoming.data, incoming.encoding))
    title = meta.pop("title", None)
    named = title if isinstance(title, str) else None
    return file.arrival([composed(file, _pieces(rest, file.notes), title=named, meta=meta)])


def _front(text: str) -> tuple[dict[str, Any], str]:
    """The metadata before the text, between two lines of hyphens, and what follows."""
    found = _FRONT.match(text[:_LONGEST_FRONT])
    if found is None:
        return {}, text
    try:
        tree = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        raise Invalid("bad-front-matter", f"What stands between the hyphens is no YAML{where}.") from None
    if not isinstance(tree, dict):
        return {}, text
    return {str(key): _plain(value) for key, value in tree.items() if value is not None}, text[found.end() :]


def _plain(value: Any) -> Any:
    """A value of YAML as one of JSON: dates as people write them."""
    match value:
        case date():
            return value.isoformat()
        case list():
            return [_plain(one) for one in value]
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
    return value


def _pieces(text: str, notes: Notes) -> Iterator[Piece]:
    """Each block of words, with its kind where the marks say it."""
    heading = False
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "inline":
            yield ("heading" if heading else "paragraph"), _words(token.children or (), notes)
        elif token.type in _LITERAL:
            yield "paragraph", token.content.rstrip("\n")
        elif token.type == "html_block":
            notes.count("HTML", "a block of it is not taken over")


def _words(tokens: Any, notes: Notes) -> str:
    return "".join(_word(token, notes) for token in tokens)


def _word(token: Token, notes: Notes) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type == "image":
        return _words(token.children or (), notes)
    if token.type == "html_inline":
        notes.count("HTML", "a tag of it is not taken over")
    return _BROKEN.get(token.type, "")
