"""Changes of the codebook while work goes on: looked at, done, listed, taken back."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct, field

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.shapes import Id, Offset, Time, Values
from annotator.domain.operation_tree import operation_from_tree
from annotator.services import operating, splitting, taking_back
from annotator.services.operating import Told
from annotator.services.splitting import Decided

resource = Resource(
    "Changes of the codebook", "Labels and rules changed while work goes on; what is marked goes along, and back."
)

Kind = Literal[
    "rename", "rename-attribute", "rename-relation", "retire", "merge", "split", "choices", "require", "tighten"
]


class NewLabel(Struct, forbid_unknown_fields=True):
    """A label that a split makes."""

    name: str
    title: str = ""
    description: str = ""


class Change(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A change: its ``kind``, and what that kind asks for.

    rename: ``label``, ``name``, ``title``. rename-attribute: ``of`` (a label; else of documents), ``attribute``,
    ``name``, ``title``. rename-relation: ``relation``, ``name``, ``title``. retire: ``label``. merge: ``labels``,
    ``into``. split: ``label``, ``into`` as new labels. choices: ``of``, ``attribute``, ``choices``, ``mapping``.
    require: ``of``, ``attribute``, ``required``. tighten: ``relation``, ``from``, ``to``.
    """

    kind: Kind
    label: str | None = None
    name: str | None = None
    title: str | None = None
    labels: list[str] | None = None
    into: str | list[NewLabel] | None = None
    of: str | None = None
    attribute: str | None = None
    choices: list[str] | None = None
    mapping: Annotated[dict[str, str] | None, Meta(description="What old choices become.")] = None
    required: bool | None = None
    relation: str | None = None
    source: Annotated[list[str] | None, Meta(description="Labels.")] = field(name="from", default=None)
    target: Annotated[list[str] | None, Meta(description="Labels.")] = field(name="to", default=None)
    note: Annotated[str, Meta(description="Why: it stays with the version.")] = ""
    dry_run: Annotated[bool, Meta(description="Only say what it would touch.")] = False


class Touched(Struct):
    """What a change touches, or would; ``operation`` and ``version`` are null where it was only looked at."""

    operation: str | None
    version: int | None
    told: str
    touched: str
    spans: int
    documents: int
    relations: int
    to_decide: int
    again: int
    differences: list[str]


class Done(Struct):
    """A change that was done; ``undone`` is the version that took it back."""

    id: str
    version: int
    told: str
    by: str | None
    created: Time
    undone: int | None


class Undone(Struct):
    """What taking a change back did; ``left`` was changed by somebody since, and stays as they made it."""

    version: int
    back: int
    left: int
    told: str


class Waiting(Struct):
    """A span of a split that is still to be decided, in whoever's layer it stands."""

    span: Id
    document: Id
    layer: Annotated[str, Meta(description="Its annotator's name, or gold.")]
    label: str
    start: Offset
    end: Offset
    text: str
    attributes: Values
    version: int
    put_off: Annotated[bool, Meta(description="To be decided after all others.")]


class Decision(Struct, forbid_unknown_fields=True):
    """What a span of a split becomes."""

    span: UUID
    label: Annotated[str | None, Meta(description="One of the new labels; null puts it off.")]
    version: Annotated[
        int | None, Meta(description="The version that you saw: refused with 412 where it was changed since.")
    ] = None


class Left(Struct):
    """How many spans of the split are still to be decided."""

    left: int


@resource.reads("/projects/<slug>/codebook/operations", answers=list[Done], refusals=(404,))
def listed(visit: Visit, slug: str) -> Answer:
    """List what was changed while work went on, the newest first."""
    return Json([_done(one) for one in operating.told(visit.tx, visit.person, slug)])


@resource.writes("POST", "/projects/<slug>/codebook/operations", answers=Touched, refusals=(403, 404, 409, 422))
def perform(visit: Visit, slug: str, body: Change) -> Answer:
    """Change the codebook, and what is marked with it; or, with ``dry_run``, say what that would touch."""
    tree: dict[str, Any] = msgspec.to_builtins(body)
    note, dry_run = tree.pop("note", ""), tree.pop("dry_run", False)
    operation = operation_from_tree(tree)
    found = operating.preview(visit.tx, visit.person, slug, operation)
    kept = None if dry_run else operating.perform(visit.tx, visit.person, slug, operation, note)
    return Json(
        Touched(
            operation=kept.id if kept else None,
            version=kept.version if kept else None,
            told=found.told,
            touched=found.sentence,
            spans=found.spans,
            documents=found.documents,
            relations=found.relations,
            to_decide=found.to_decide,
            again=found.again,
            differences=list(found.differences),
        )
    )


@resource.writes(
    "DELETE", "/projects/<slug>/codebook/operations/<uuid:change>", answers=Undone, refusals=(403, 404, 409)
)
def undo(visit: Visit, slug: str, change: Any) -> Answer:
    """Take a change back as a whole, but for what somebody changed since."""
    done = taking_back.undo(visit.tx, visit.person, slug, str(change))
    return Json(Undone(done.version, done.back, done.left, done.sentence))


@resource.reads(
    "/projects/<slug>/codebook/operations/<uuid:change>/spans", answers=list[Waiting], refusals=(403, 404, 409)
)
def waiting(visit: Visit, slug: str, change: Any) -> Answer:
    """List the spans of a split that are still to be decided; those that were put off come last."""
    found = splitting.waiting(visit.tx, visit.person, slug, str(change))
    return Json([_waiting(one) for one in found])


@resource.writes(
    "POST",
    "/projects/<slug>/codebook/operations/<uuid:change>/decisions",
    answers=Left,
    refusals=(403, 404, 409, 412),
)
def decide(visit: Visit, slug: str, change: Any, body: Decision) -> Answer:
    """Give a span of a split one of the new labels, whoever marked it; or let it be decided after all others."""
    if body.label is None:
        splitting.put_off(visit.tx, visit.person, slug, str(change), str(body.span))
    else:
        decided = Decided(str(body.span), body.label, body.version)
        splitting.decide(visit.tx, visit.person, slug, str(change), decided)
    left = splitting.waiting(visit.tx, visit.person, slug, str(change))
    return Json(Left(len(left)))


def _waiting(one: splitting.Waiting) -> Waiting:
    span = one.marked.span
    return Waiting(
        span=span.id,
        document=one.marked.document_id,
        layer=span.layer,
        label=span.label,
        start=span.start,
        end=span.end,
        text=one.words,
        attributes=dict(span.attributes),
        version=span.version,
        put_off=one.put_off,
    )


def _done(one: Told) -> Done:
    kept = one.kept
    return Done(kept.id, kept.version, one.told, kept.by, kept.created, kept.undone)
