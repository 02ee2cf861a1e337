"""Filters of documents that a project keeps under a name: sets for rounds, agreement and exports."""

from typing import Annotated

from msgspec import Meta, Struct

from annotator.api.answers import Answer, Json, Nothing
from annotator.api.door import Resource, Visit
from annotator.api.shapes import FILTER, Time
from annotator.domain.document_filter import filter_from
from annotator.services import filters

resource = Resource(
    "Filters", "Filters of documents that a project keeps: sets for rounds, agreement and exports."
)


class Filter(Struct):
    """A filter under its name."""

    name: str
    query: Annotated[str, Meta(description="As an address has it.")]
    by: str | None
    updated: Time


class Written(Struct, forbid_unknown_fields=True):
    """What a filter lets through."""

    query: Annotated[str, Meta(max_length=20_000, description=FILTER)]


@resource.reads("/projects/<slug>/filters", answers=list[Filter], refusals=(404,))
def index(visit: Visit, slug: str) -> Answer:
    """List the filters that a project keeps."""
    _, kept = filters.all_of(visit.tx, visit.person, slug)
    return Json([_shown(one) for one in kept])


@resource.writes("PUT", "/projects/<slug>/filters/<name>", answers=Filter, refusals=(403, 404, 422))
def keep(visit: Visit, slug: str, name: str, body: Written) -> Answer:
    """Keep a filter under a name; one that had the name is written over."""
    return Json(_shown(filters.save(visit.tx, visit.person, slug, name, filter_from(body.query))))


@resource.writes("DELETE", "/projects/<slug>/filters/<name>", status=204, refusals=(403, 404))
def remove(visit: Visit, slug: str, name: str) -> Answer:
    """Keep a filter no longer."""
    filters.remove(visit.tx, visit.person, slug, name)
    return Nothing()


def _shown(kept: filters.Kept) -> Filter:
    return Filter(kept.name, kept.query, kept.by, kept.updated)
