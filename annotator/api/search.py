"""Search: places in the texts of a project, with what stands left and right of them."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from annotator.api.answers import Answer
from annotator.api.door import Resource, Visit
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import Id, Offset, Values
from annotator.services import searching
from annotator.services.searching import Order

resource = Resource(
    "Search",
    'Words, "phrases", beginnings*, and conditions: label:stance, by:ana, polarity=opposes, date:2022, -excluded.',
)


class Found(Struct, omit_defaults=True):
    """A place that was found; of a span also whose it is and what it says."""

    document: Id
    title: str
    start: Offset
    end: Offset
    left: str
    text: str
    right: str
    span: Id | UnsetType = UNSET
    label: str | UnsetType = UNSET
    annotator: str | UnsetType = UNSET
    layer: str | UnsetType = UNSET
    attributes: Values | UnsetType = UNSET
    note: str | UnsetType = UNSET


class Asked(Page, kw_only=True, forbid_unknown_fields=True):
    """What to search for."""

    q: Annotated[str, Meta(max_length=500, description="The query.")]
    kwic: Annotated[int, Meta(ge=0, le=1000, description="Characters of context on each side.")] = (
        searching.CONTEXT
    )
    order: Annotated[Order, Meta(description="By the text, or what stands left, right or in the place.")] = "text"
    after: Annotated[int, Meta(ge=0, le=1_000_000, description=AFTER)] = 0


@resource.reads("/projects/<slug>/search", answers=list[Found], refusals=(404, 422))
def index(visit: Visit, slug: str, query: Asked) -> Answer:
    """Search in the texts and spans of a project that you may read."""
    found = searching.search(
        visit.tx,
        visit.person,
        slug,
        query.q,
        context=query.kwic,
        after=query.after,
        limit=query.limit + 1,
        order=query.order,
    )
    numbered = enumerate(found.hits, query.after + 1)
    return paged(numbered, query, lambda one: str(one[0]), lambda one: convert(searching.told(one[1]), Found))
