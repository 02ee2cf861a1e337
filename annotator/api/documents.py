"""Documents: articles, whose text never changes."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from annotator.api.answers import Answer, Json, Nothing
from annotator.api.door import Resource, Visit, store
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import FILTER, Id, Offset, Time
from annotator.domain.block import BlockKind
from annotator.domain.errors import Invalid
from annotator.domain.layer import LayerState
from annotator.domain.regrouping import Change, change_of
from annotator.services import corpus, documents, filters, projects, reading, regrouping
from annotator.services.regrouping import Which

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


class Names(Struct, forbid_unknown_fields=True, frozen=True):
    """Groups that documents come into, and that they leave."""

    add: Annotated[list[str], Meta(max_length=100)] = []
    remove: Annotated[list[str], Meta(max_length=100)] = []


class Changes(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to become of metadata; whatever is not named stays as it is."""

    collections: Names = Names()
    tags: Names = Names()
    meta: Annotated[dict[str, Any], Meta(description="Values by their keys; null takes a key away.")] = {}

    def read(self) -> Change:
        groups = {"collection": self.collections, "tag": self.tags}
        return change_of(
            into={kind: names.add for kind, names in groups.items()},
            out_of={kind: names.remove for kind, names in groups.items()},
            values=self.meta,
        )


class BulkChanges(Changes, forbid_unknown_fields=True, kw_only=True):
    """The same of many documents: those named, or all that a filter lets through."""

    documents: Annotated[list[UUID], Meta(min_length=1, max_length=10_000)] | UnsetType = UNSET
    filter: Annotated[str, Meta(max_length=20_000, description=FILTER)] | UnsetType = UNSET


class DocumentEdit(Struct):
    """A change that was made."""

    id: Annotated[str | None, Meta(description="To take it back by; null where all were like that already.")]
    documents: int


class KeptEdit(Struct):
    """A change that was made, when and by whom."""

    id: Id
    documents: int
    what: dict[str, Any]
    by: str | None
    created: Time
    undone: Time | None


class TakenBack(Struct):
    """What taking a change back did."""

    documents: int
    left: Annotated[int, Meta(description="So many keys were changed again since, and stay as they are.")]


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
    filter: Annotated[str, Meta(max_length=20_000, description=FILTER)] = ""


@resource.reads("/projects/<slug>/documents", answers=list[Listed], refusals=(403, 404, 422))
def index(visit: Visit, slug: str, query: Filter) -> Answer:
    """List the documents of a project, in its order."""
    found = (
        one
        for one in corpus.later(visit.tx, visit.person, slug, query.after, query.filter)
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


@resource.writes("PATCH", "/projects/<slug>/documents", answers=DocumentEdit, refusals=(403, 404, 422))
def change_many(visit: Visit, slug: str, body: BulkChanges) -> Answer:
    """Change the metadata of many documents at once."""
    if (body.documents is UNSET) == (body.filter is UNSET):
        raise Invalid("bad-body", "Name the documents, or a filter: one of the two.")
    if body.filter is not UNSET:
        project = projects.find(visit.tx, visit.person, slug)
        which = Which(filter=filters.chosen(visit.tx, project, body.filter).filter)
    else:
        which = Which([str(one) for one in body.documents or ()])
    done = regrouping.change(visit.tx, visit.person, slug, which, body.read())
    return Json(DocumentEdit(done.id, done.documents))


@resource.reads("/projects/<slug>/documents/changes", answers=list[KeptEdit], refusals=(403, 404))
def changes(visit: Visit, slug: str) -> Answer:
    """List the changes of documents' metadata, the newest first."""
    _, kept = regrouping.changes(visit.tx, visit.person, slug)
    return Json([KeptEdit(one.id, one.documents, dict(one.what), one.by, one.created, one.undone) for one in kept])


@resource.writes(
    "DELETE", "/projects/<slug>/documents/changes/<uuid:edit>", answers=TakenBack, refusals=(403, 404, 409)
)
def undo(visit: Visit, slug: str, edit: UUID) -> Answer:
    """Take a change back; what was changed again since stays as it is."""
    done = regrouping.undo(visit.tx, visit.person, slug, str(edit))
    return Json(TakenBack(done.documents, done.left))


@resource.writes("PATCH", "/documents/<uuid:document>", answers=Document, refusals=(403, 404, 422))
def change(visit: Visit, document: UUID, body: Changes) -> Answer:
    """Change a document's metadata: its collections, its tags, and any keys."""
    regrouping.change_one(visit.tx, visit.person, str(document), body.read())
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
