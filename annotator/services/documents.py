"""Documents: one is added by itself, without a file, or taken out of its project."""

from collections.abc import Mapping
from typing import Any

from annotator.domain.block import recognise
from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import NotFound
from annotator.domain.meta import checked_meta
from annotator.domain.permission import Act, Person
from annotator.domain.text import canonical, checked_line, refuse_blank
from annotator.domain.title import recognised_title
from annotator.services import importing, projects, reading
from annotator.services.importing import Parsed
from annotator.store import documents, history
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place


def read(text: str, title: str | None, meta: Mapping[str, Any], *, document_id: str, now: str) -> Document:
    """What somebody sent as a document, without touching the database; its blocks are recognised.

    Raises:
        Invalid: there is no word in it, or its title or metadata cannot be kept.
    """
    kept = canonical(text).text
    refuse_blank(kept)
    blocks = recognise(kept)
    return Document(
        id=document_id,
        title=recognised_title(kept, blocks) if title is None else checked_line(title, "The title"),
        text=kept,
        meta=checked_meta(meta),
        blocks=blocks,
        codebook_version=0,
        created=now,
    )


def add(tx: Transaction, person: Person, slug: str, document: Document) -> str:
    """Keep a document at the end of a project; its id."""
    # It comes in as an imported file does, with its text as the bytes it came in.
    data = document.text.encode()
    importing.import_files(tx, person, slug, [Parsed("text", data, "txt", Arrival((document,)))])
    return document.id


def remove(tx: Transaction, person: Person, document_id: str) -> None:
    """Take a document out of its project. It is marked, with all that was made on it; nothing is deleted."""
    desk = reading.desk(tx, person, document_id)
    desk.standing.require(Act.REMOVE_DOCUMENTS)
    documents.set_deleted(tx, document_id, person.id)
    gone = Event("document.delete", document_id, {"title": desk.title}, None)
    history.add_events(tx, Place(person.id, desk.project.id, document_id), [gone])


def named(tx: Transaction, person: Person, slug: str, key: str) -> str:
    """The id of the document that exports call ``key``."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CORPUS)
    found = documents.id_of(tx, project.id, key)
    if found is None:
        raise NotFound("no-document", f"There is no document with the id “{key[:80]}” in this project.")
    return found


def created(tx: Transaction, document_id: str) -> str:
    """When a document that somebody has before them came in; RFC 3339 in UTC."""
    return documents.created(tx, document_id)
