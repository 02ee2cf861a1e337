"""Markdown: the words without their marks, headings told apart, and front matter as metadata. Only read."""

from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats.markdown.read import read

_SUFFIXES = (".md", ".markdown", ".mdown")


def _claims(name: str, _head: bytes) -> int:
    return SURELY if PurePath(name).suffix.lower() in _SUFFIXES else NO


FORMAT = Format(
    name="markdown",
    title="Markdown, one article a file",
    suffix=".md",
    media_type="text/markdown",
    claims=_claims,
    read=read,
)
