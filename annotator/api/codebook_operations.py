"""Changes of the codebook while work goes on: looked at, done, listed, taken back."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.shapes import Time
from annotator.domain.operation_tree import operation_from_tree
from annotator.services import operating, taking_back
from annotator.services.operating import Told

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


def _done(one: Told) -> Done:
    kept = one.kept
    return Done(kept.id, kept.version, one.told, kept.by, kept.created, kept.undone)
