"""Reads the text layer of a PDF, page by page; a scan without one is refused."""

import logging
from io import BytesIO
from pathlib import PurePath
from typing import Any

from annotator.domain.block import recognise
from annotator.domain.corpus import Arrival
from annotator.domain.errors import Invalid
from annotator.domain.title import heading_title
from annotator.formats._base import Incoming
from annotator.formats._marked import File

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 20_000_000


def read(incoming: Incoming) -> Arrival:
    """The document of ``incoming``.

    Raises:
        Invalid: it is no PDF, damaged, locked, or has no text layer.
    """
    if b"%PDF-" not in incoming.data[:1024]:
        raise Invalid("bad-pdf", "This is no PDF.")
    pages, said = _pages(incoming.data)
    if not any(page.strip() for page in pages):
        raise Invalid("no-text-layer", "There is no text in this PDF: it may be a scan. Recognise its text first.")
    file = File(incoming)
    if blank := [str(number) for number, page in enumerate(pages, start=1) if not page.strip()]:
        file.notes.at(f"page {', '.join(blank[:10])}", "There is no text on it.")
    marked = file.document("\n\n".join(page.strip("\n") for page in pages if page.strip()))
    blocks = recognise(marked.text.text)
    title = said.get("title") or heading_title(marked.text.text, blocks) or PurePath(incoming.name).stem
    meta = {"author": said["author"]} if "author" in said else {}
    return file.arrival([marked.document(title=title, meta=meta, blocks=blocks)])


def _pages(data: bytes) -> tuple[list[str], dict[str, str]]:
    """The words of each page, and what the file says of itself."""
    # What the library finds odd it would print to standard error.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return _read(data)
    except Invalid:
        raise
    except Exception:  # noqa: BLE001 - a damaged file makes the library fail in every way there is
        raise Invalid("bad-pdf", "This PDF is damaged, or written in a way that is not read here.") from None


def _read(data: bytes) -> tuple[list[str], dict[str, str]]:
    # Imported by whoever reads a PDF: it takes longer to load than all other readers together.
    import pypdf  # noqa: PLC0415

    reader = pypdf.PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Invalid("encrypted", "This PDF is locked with a password.")
    if len(reader.pages) > _MOST_PAGES:
        raise Invalid("bad-pdf", f"This PDF has {len(reader.pages)} pages; {_MOST_PAGES} are the most.")
    pages, length = [], 0
    for page in reader.pages:
        pages.append(page.extract_text())
        length += len(pages[-1])
        if length > _MOST_CHARACTERS:
            raise Invalid("bad-pdf", "There is more text in this PDF than a document can have.")
    return pages, _said(reader.metadata)


def _said(metadata: Any) -> dict[str, str]:
    found = {"title": getattr(metadata, "title", None), "author": getattr(metadata, "author", None)}
    return {key: words.strip() for key, words in found.items() if isinstance(words, str) and words.strip()}
