"""Exports that are several files: each with a name that every system takes, all in one archive."""

import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.domain.corpus import Document

_AT_ONCE = 1 << 18
_LONGEST_STEM = 40
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class File:
    """One file of an export: its path in the archive, with ``/``, and its bytes, piece by piece."""

    path: str
    chunks: Iterable[bytes]


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """The archive of ``files``: the same bytes for the same files, on every machine.

    Nothing is compressed, as what comes out of zlib depends on its build, and no moment is written down.
    It is made on disk first: a file's size stands before its bytes, where readers of streams look for it.
    """
    with tempfile.TemporaryFile() as draft:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            for file in files:
                entry = zipfile.ZipInfo(file.path)
                entry.external_attr = 0o644 << 16
                entry.create_system = 3
                with archive.open(entry, "w", force_zip64=False) as member:
                    for chunk in file.chunks:
                        member.write(chunk)
        draft.seek(0)
        while chunk := draft.read(_AT_ONCE):
            yield chunk


def stem(number: int, document: Document) -> str:
    """A file's name without its suffix: the document's ``number`` first, so that no two are alike."""
    plain = unicodedata.normalize("NFKD", document.title).encode("ascii", "ignore").decode().lower()
    words = _OTHER.sub("-", plain).strip("-")[:_LONGEST_STEM].strip("-")
    return f"{number:05}-{words}" if words else f"{number:05}"


def numbered(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """The documents with their stems, in their order."""
    return ((stem(number, document), document) for number, document in enumerate(documents, start=1))


def folder(name: str) -> str:
    """A folder's name for a layer: signs and letters beyond ASCII by their numbers, so that no two are alike."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-@+") else f"_{ord(c):x}_" for c in name)
