"""Statements: who takes which stance on which instrument."""

from typing import Annotated

from msgspec import Meta, Struct, convert

from annotator.api.answers import Answer
from annotator.api.door import Resource, Visit
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import Id, Offset
from annotator.services import listing_statements
from annotator.services.listing_statements import Wanted
from annotator.services.statement_rows import row

resource = Resource(
    "Statements of a project",
    "Who takes which stance on which instrument in all its documents, as far as you may know of it.",
)


class Filled(Struct):
    """What fills a place: what it is called, the words of the text, and the registry's entry that they mean."""

    name: str
    text: str
    span: Id | None
    entity: str | None


class Stated(Struct):
    """A statement. ``stance`` is a span; ``missing`` names what is not said yet."""

    id: Id
    document: Id
    title: str
    date: str
    layer: str
    annotator: str
    actor: Filled | None
    polarity: str | None
    instrument: Filled | None
    voice: str | None
    reporter: Filled | None
    addressee: Filled | None
    stance: Id
    start: Offset
    end: Offset
    left: str
    text: str
    right: str
    missing: list[str]


Line = Annotated[str, Meta(max_length=500)]


class Asked(Page, kw_only=True, forbid_unknown_fields=True):
    """Which statements, in which order."""

    actor: Annotated[str, Meta(max_length=500, description="A part of the name, or entry:KEY.")] = ""
    instrument: Annotated[str, Meta(max_length=500, description="The same of the instrument.")] = ""
    polarity: Line = ""
    voice: Line = ""
    date: Annotated[str, Meta(max_length=500, description="2022, 2022-09 or 2005..2022.")] = ""
    document: Annotated[str, Meta(max_length=500, description="An id, or a part of the title.")] = ""
    layer: Annotated[str, Meta(max_length=500, description="An annotator, or gold.")] = ""
    text: Annotated[str, Meta(max_length=500, description="Words of the stance, or beside it.")] = ""
    order: Annotated[
        str, Meta(max_length=20, description=f"{', '.join(listing_statements.ORDERS)}; - before it turns.")
    ] = "document"
    after: Annotated[int, Meta(ge=0, le=1_000_000, description=AFTER)] = 0


@resource.reads("/projects/<slug>/statements", answers=list[Stated], refusals=(404, 422))
def index(visit: Visit, slug: str, query: Asked) -> Answer:
    """List the statements of a project that you may know of."""
    wanted = Wanted(**{name: getattr(query, name) for name in Wanted.__dataclass_fields__})
    found = listing_statements.listed(
        visit.tx, visit.person, slug, wanted, order=query.order, after=query.after, limit=query.limit + 1, counts=0
    )
    numbered = enumerate(found.rows, query.after + 1)
    return paged(numbered, query, lambda one: str(one[0]), lambda one: convert(row(one[1]), Stated))
