"""The registry: the actors and instruments of a project, under all their names."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from annotator.api import sent
from annotator.api.answers import Answer, Json, Nothing
from annotator.api.door import Resource, Visit
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import Id, Links, Time
from annotator.domain.entity import Sort
from annotator.domain.entity_tree import entity_to_tree
from annotator.domain.errors import Invalid
from annotator.services import entities, linking, merging
from annotator.services.entities import Entry as Kept
from annotator.services.linking import Passage

Item = TypeVar("Item")

resource = Resource("Registry", "Actors and instruments under all their names, which spans are linked to.")

Ids = Annotated[dict[str, str], Meta(description="Ids elsewhere: wikidata, eli, celex.")]
Key = Annotated[
    str, Meta(max_length=64, description="Unique in the project; made of the name where none is sent.")
]


class Alias(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Another name."""

    text: str
    language: Annotated[str, Meta(description="A tag such as ru or kk-Latn.")] = ""


class Said(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What is said of an entry; it is replaced all together."""

    sort: Sort
    name: str
    kind: str = ""
    aliases: list[Alias] = []
    jurisdiction: str = ""
    date: Annotated[str, Meta(description="A year, a month or a day.")] = ""
    ids: Ids = {}
    note: str = ""


class NewEntry(Said, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An entry to be made; by whoever is no manager it is a proposal, whose key is made here."""

    key: Key | UnsetType = UNSET


class Entry(Said, kw_only=True, omit_defaults=True):
    """An entry of the registry. ``merged_into`` is the key of the one that it turned out to be."""

    key: Key
    accepted: Annotated[bool, Meta(description="Whether it is there for everybody, or only proposed.")]
    version: Annotated[int, Meta(description="Goes up with every change; the entity tag is this number.")]
    updated: Time
    by: str | None = None
    merged_into: str | None = None


class Merge(Struct, forbid_unknown_fields=True):
    """The entry that another one turned out to be; null where it is one of its own again."""

    into: Annotated[str, Meta(max_length=64)] | None


class Linked(Struct):
    """A span that is linked to an entry."""

    span: Id
    document: Id
    annotator: str
    layer: str
    start: int
    end: int
    text: str
    links: Links


class Filter(Page, kw_only=True, forbid_unknown_fields=True):
    """Which entries: with letters, the best first; without, by name."""

    q: Annotated[str, Meta(max_length=200, description="Letters that stand in one of its names.")] = ""
    sort: Sort | None = None
    gone: Annotated[bool, Meta(description="Those taken away that you may bring back.")] = False
    after: Annotated[str, Meta(max_length=20, description=AFTER)] = ""


class After(Page, kw_only=True, forbid_unknown_fields=True):
    """A page of a list."""

    after: Annotated[str, Meta(max_length=20, description=AFTER)] = ""


@resource.reads("/projects/<slug>/registry", answers=list[Entry], refusals=(404,))
def index(visit: Visit, slug: str, query: Filter) -> Answer:
    """List the entries that you may know of, or find some by a few letters of any name."""
    found = entities.registry(visit.tx, visit.person, slug)
    chosen = found.gone if query.gone else found.standing
    if query.q or query.sort:
        chosen = found.found(query.q, query.sort, chosen)
    return _by_place(chosen, query, _shown)


@resource.writes("POST", "/projects/<slug>/registry", answers=Entry, status=201, refusals=(403, 404, 409))
def create(visit: Visit, slug: str, body: NewEntry) -> Answer:
    """Make an entry, or propose one."""
    made = entities.add(visit.tx, visit.person, slug, msgspec.to_builtins(body))
    where = f"/api/v1/projects/{slug}/registry/{made.entity.key}"
    return Json(_shown(made), 201, str(made.version), {"Location": where})


@resource.reads("/projects/<slug>/registry/<key>", answers=Entry, refusals=(404,))
def one(visit: Visit, slug: str, key: str) -> Answer:
    """Look at an entry."""
    return _answer(entities.entry(visit.tx, visit.person, slug, key)[1])


@resource.writes(
    "PUT",
    "/projects/<slug>/registry/<key>",
    answers=Entry,
    refusals=(403, 404, 409, 412),
    if_match=True,
    present=one,
)
def change(visit: Visit, slug: str, key: str, body: Said) -> Answer:
    """Write an entry anew; ``If-Match`` as for a span."""
    tree = msgspec.to_builtins(body)
    return _answer(entities.change(visit.tx, visit.person, slug, key, tree, version=sent.version()))


@resource.writes(
    "DELETE",
    "/projects/<slug>/registry/<key>",
    status=204,
    refusals=(403, 404, 409, 412),
    if_match=True,
    present=one,
)
def remove(visit: Visit, slug: str, key: str) -> Answer:
    """Take an entry away that nothing is linked to."""
    entities.remove(visit.tx, visit.person, slug, key, version=sent.version())
    return Nothing()


@resource.writes("POST", "/projects/<slug>/registry/<key>/restore", answers=Entry, refusals=(403, 404, 409))
def restore(visit: Visit, slug: str, key: str) -> Answer:
    """Bring back an entry that was taken away."""
    return _answer(entities.restore(visit.tx, visit.person, slug, key))


@resource.writes("POST", "/projects/<slug>/registry/<key>/accept", answers=Entry, refusals=(403, 404, 409))
def accept(visit: Visit, slug: str, key: str) -> Answer:
    """Accept a proposal, for everybody to link to."""
    return _answer(entities.accept(visit.tx, visit.person, slug, key))


@resource.writes("PUT", "/projects/<slug>/registry/<key>/merged", answers=Entry, refusals=(403, 404, 409))
def merge(visit: Visit, slug: str, key: str, body: Merge) -> Answer:
    """Merge an entry into another one, or with null undo that."""
    if body.into is not None:
        merging.merge(visit.tx, visit.person, slug, key, body.into)
    else:
        merging.unmerge(visit.tx, visit.person, slug, key)
    return _answer(entities.entry(visit.tx, visit.person, slug, key)[1])


@resource.reads("/projects/<slug>/registry/<key>/links", answers=list[Linked], refusals=(404,))
def links(visit: Visit, slug: str, key: str, query: After) -> Answer:
    """List the spans that are linked to an entry, of the layers that you may read."""
    found = linking.shown(visit.tx, visit.person, slug, key).passages
    return _by_place(found, query, _linked)


def _by_place(items: Sequence[Item], query: Filter | After, show: Callable[[Item], Any]) -> Json:
    """A page of what has no order but its place in the list."""
    if query.after and not (query.after.isascii() and query.after.isdecimal()):
        raise Invalid("bad-parameter", f"“{query.after}” is not where a page of this list ended.")
    numbered = list(enumerate(items, start=1))[int(query.after or 0) :]
    return paged(numbered, query, lambda row: str(row[0]), lambda row: show(row[1]))


def _answer(kept: Kept) -> Json:
    return Json(_shown(kept), version=str(kept.version))


def _shown(kept: Kept) -> Entry:
    tree: dict[str, Any] = entity_to_tree(kept.entity)
    tree |= {"aliases": [Alias(one.text, one.language) for one in kept.entity.aliases]}
    return Entry(**tree, accepted=kept.accepted, version=kept.version, updated=kept.updated, by=kept.by)


def _linked(passage: Passage) -> Linked:
    span = passage.span
    return Linked(
        span=span.id,
        document=passage.document_id,
        annotator=span.annotator,
        layer=span.layer,
        start=span.start,
        end=span.end,
        text=passage.words,
        links=dict(span.links),
    )
