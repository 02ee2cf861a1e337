"""The codebook of a project: read, and replaced by a new version."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.shapes import Time
from annotator.domain.codebook import AttributeType
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.statement_type import Sign
from annotator.services import codebooks

resource = Resource("Codebook", "The labels with their definitions, attributes and relation types, in versions.")

Line = str | int | None
"""People write a shortcut or a choice as a number too; it is kept as text."""


class Attribute(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What annotators say about a span beside its label, or about a document as a whole."""

    name: str
    type: AttributeType
    title: Line = None
    description: Line = None
    choices: list[str | int] | None = None
    definitions: dict[str, str | int] | None = None
    required: bool = False
    default: Annotated[
        bool | int | float | str | list[str] | None, Meta(description="What holds where nothing is said.")
    ] = None


class Label(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A code: what may be marked, and how to tell it."""

    name: str
    title: Line = None
    description: Line = None
    rules: list[str | int] | None = None
    include: Annotated[list[str | int] | None, Meta(description="Examples.")] = None
    exclude: Annotated[list[str | int] | None, Meta(description="What it is not.")] = None
    color: Annotated[Line, Meta(description="Like #0072B2.")] = None
    shortcut: Annotated[Line, Meta(description="One key.")] = None
    parent: Annotated[str | None, Meta(description="A label's name, for a hierarchy.")] = None
    attributes: list[Attribute] | None = None
    retired: Annotated[bool, Meta(description="Nothing new gets it; what is marked with it stays.")] = False


class RelationType(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A kind of relation, and the labels that its two ends may have."""

    name: str
    title: Line = None
    description: Line = None
    shortcut: Annotated[Line, Meta(description="One key.")] = None
    source: Annotated[list[str] | None, Meta(description="Labels.")] = field(name="from", default=None)
    target: Annotated[list[str] | None, Meta(description="Labels.")] = field(name="to", default=None)


class StatementType(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What makes a statement: a label, relation types and attributes of the codebook, by their names."""

    stance: str
    also: Annotated[list[str] | None, Meta(description="Other labels that carry a position as well.")] = None
    holder: Annotated[str, Meta(description="The relation type that joins whoever holds the stance.")]
    target: Annotated[str, Meta(description="The relation type that joins what the stance is about.")]
    addressee: Annotated[str | None, Meta(description="The one that joins whom it is said to.")] = None
    reporter: Annotated[str | None, Meta(description="The one that joins who reports it.")] = None
    polarity: Annotated[str | None, Meta(description="An attribute of the stance.")] = None
    voice: Annotated[str | None, Meta(description="An attribute of the stance.")] = None
    signs: Annotated[
        dict[str, Sign] | None, Meta(description="For values of the polarity, what they count as.")
    ] = None


class Codebook(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A codebook, the same tree as its files. ``version`` is set by the project, and ignored where it is sent."""

    name: Line = None
    version: int | None = None
    description: Line = None
    labels: list[Label] | None = None
    relations: list[RelationType] | None = None
    statements: StatementType | None = None
    document_attributes: list[Attribute] | None = None


class Version(Struct):
    """That a version was made; ``by`` is null where it was made on the server itself."""

    version: int
    note: str
    by: str | None
    created: Time


class Which(Struct, forbid_unknown_fields=True):
    """Which version."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None


@resource.reads("/projects/<slug>/codebook", answers=Codebook, refusals=(404,))
def one(visit: Visit, slug: str, query: Which) -> Answer:
    """Read the codebook: the latest version, or the one that is asked for."""
    if query.version is None:
        book = codebooks.current(visit.tx, visit.person, slug)
    else:
        book = codebooks.version(visit.tx, visit.person, slug, query.version)
    return Json(codebook_to_tree(book))


@resource.writes("PUT", "/projects/<slug>/codebook", answers=Codebook, refusals=(403, 404, 409, 422))
def replace(visit: Visit, slug: str, body: Codebook) -> Answer:
    """Make a new version of the codebook.

    Where it says nothing new the present version stays, and is the answer. Earlier versions are kept.
    """
    tree: dict[str, Any] = msgspec.to_builtins(body)
    book = codebooks.bring_in(visit.tx, visit.person, slug, codebook_from_tree(tree))
    return Json(codebook_to_tree(book))


@resource.reads("/projects/<slug>/codebook/versions", answers=list[Version], refusals=(404,))
def versions(visit: Visit, slug: str) -> Answer:
    """List the versions of the codebook, the oldest first."""
    found = codebooks.versions(visit.tx, visit.person, slug)
    return Json([Version(one.number, one.note, one.by, one.created) for one in found])
