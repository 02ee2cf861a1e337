"""Reads JSONL: all of a file's documents, or a refusal that names the line."""

from collections.abc import Iterator
from contextlib import contextmanager

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.text import decode
from annotator.formats._base import Incoming
from annotator.formats._records.strict import parse_object
from annotator.formats._records.table import Table
from annotator.formats.jsonl.codebooks import codebooks_from, each_once
from annotator.formats.jsonl.document import document_from
from annotator.formats.jsonl.notes import Notes


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming``.

    Raises:
        Invalid: names the first line that is not as it should be, and what is wrong there.
    """
    notes = Notes()
    books: list[Codebook] = []
    documents = tuple(_documents(incoming, notes, books))
    if not documents:
        raise Invalid("no-documents", "The file holds no document: JSONL is one document a line.")
    return Arrival(documents, each_once(books), notes.findings())


def _documents(incoming: Incoming, notes: Notes, books: list[Codebook]) -> Iterator[Document]:
    lines: dict[str, int] = {}
    for number, line in _lines(decode(incoming.data, incoming.encoding)):
        with _naming(number):
            table = Table(parse_object(line))
            document = document_from(table, number, incoming, notes)
            books += codebooks_from(table)
            if document.id in lines:
                raise Invalid("duplicate-id", f"the id “{document.id}” is that of line {lines[document.id]} too.")
        lines[document.id] = number
        yield document


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers. Only LF ends one: JSON strings may hold U+2028."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(" \t\r"):
            yield number, line


@contextmanager
def _naming(line: int) -> Iterator[None]:
    try:
        yield
    except Invalid as refusal:
        raise Invalid(refusal.code, f"Line {line}: {refusal.message}") from None
