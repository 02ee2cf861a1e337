"""Documents: articles, whose text never changes."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from annotator.api.answers import Answer, Json, Nothing
from annotator.api.door import Resource, Visit, store
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import Id, Offset, Time
from annotator.domain.block import BlockKind
from annotator.domain.layer import LayerState
from annotator.services import corpus, documents, reading

resource = Resource(
    "Documents", "Articles. A document's text is immutable; offsets count its Unicode code points."
)

State = Annotated[LayerState, Meta(description="Of your own layer.")]


class Listed(Struct):
    """A document in the list of its project."""

    id: Id
    project: str
    title: str
    meta: dict[str, Any]
    length: Annotated[int, Meta(description="Of its text, in code points.")]
    position: Annotated[int, Meta(description="Its place in the project's order.")]
    state: State


class Block(Struct):
    """A stretch of the text that stands by itself."""

    kind: BlockKind
    start: Offset
    end: Offset


class Document(Struct):
    """A document with its text."""

    id: Id
    project: str
    title: str
    text: str
    meta: dict[str, Any]
    length: Annotated[int, Meta(description="Of its text, in code points.")]
    position: Annotated[int, Meta(description="Its place in the project's order.")]
    blocks: list[Block]
    state: State
    created: Time


class NewDocument(Struct, forbid_unknown_fields=True):
    """A document to be added. Line ends become LF; what XML cannot hold becomes U+FFFD."""

    text: str
    title: (
        Annotated[str, Meta(description="One line; without it, the first heading or the first words.")] | UnsetType
    ) = UNSET
    meta: dict[str, Any] = {}


class Filter(Page, kw_only=True, forbid_unknown_fields=True):
    """Which documents."""

    after: Annotated[int, Meta(ge=0, le=2**31 - 1, description=AFTER)] = 0
    title: Annotated[str, Meta(max_length=500, description="Words that stand in the title, in any case.")] = ""
    state: Annotated[LayerState, Meta(description="Of your own layer.")] | None = None


@resource.reads("/projects/<slug>/documents", answers=list[Listed], refusals=(404,))
def index(visit: Visit, slug: str, query: Filter) -> Answer:
    """List the documents of a project, in its order."""
    found = (
        one
        for one in corpus.later(visit.tx, visit.person, slug, query.after)
        if query.title.casefold() in one.title.casefold() and query.state in (None, one.state)
    )
    return paged(
        found,
        query,
        lambda one: str(one.position),
        lambda one: Listed(one.id, slug, one.title, one.meta, one.length, one.position, one.state),
    )


@resource.writes("POST", "/projects/<slug>/documents", answers=Document, status=201, refusals=(403, 404, 409, 422))
def create(visit: Visit, slug: str, body: NewDocument) -> Answer:
    """Add a document at the end of a project."""
    title = None if body.title is UNSET else body.title
    made = documents.read(body.text, title, body.meta, document_id=store().new_id(), now=visit.tx.now)
    documents.add(visit.tx, visit.person, slug, made)
    return Json(_shown(visit, made.id), 201, headers={"Location": f"/api/v1/documents/{made.id}"})


@resource.reads("/documents/<uuid:document>", answers=Document, refusals=(404,))
def one(visit: Visit, document: UUID) -> Answer:
    """Read a document."""
    return Json(_shown(visit, str(document)))


@resource.writes("DELETE", "/documents/<uuid:document>", status=204, refusals=(403, 404))
def remove(visit: Visit, document: UUID) -> Answer:
    """Take a document out of its project.

    It is marked and no longer shown anywhere; what was made on it is kept. Only a manager does this.
    """
    documents.remove(visit.tx, visit.person, str(document))
    return Nothing()


def _shown(visit: Visit, document_id: str) -> Document:
    desk = reading.desk(visit.tx, visit.person, document_id)
    return Document(
        id=desk.document_id,
        project=desk.project.slug,
        title=desk.title,
        text=desk.reading.text,
        meta=desk.meta,
        length=len(desk.reading.text),
        position=desk.position,
        blocks=[Block(block.kind, block.start, block.end) for block in desk.reading.blocks],
        state=desk.state,
        created=documents.created(visit.tx, document_id),
    )
