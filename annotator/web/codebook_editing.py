"""The editor of the codebook: a draft, one page for each part of it, and the making of a version."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from annotator.domain import codebook_editing as editing
from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.codebook_saying import told
from annotator.domain.contrast import ENOUGH, PALETTE, contrast
from annotator.domain.errors import Conflict, Invalid, NotFound, Refused, Stale
from annotator.services import drafting, using
from annotator.services.drafting import Drafted
from annotator.web import codebook_form
from annotator.web.annotate_form import Form
from annotator.web.colours import stylesheet
from annotator.web.door import Visit, reads, store, visitor, writes
from annotator.web.page import Answer, Done, Page
from annotator.web.wording import value

blueprint = Blueprint("codebook_editing", __name__)

_ROWS = 2
_MORE_ROWS = 5
_STEPS = {"up": -1, "down": 1}

Part = Label | Attribute | RelationType


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of part: how it is read from a form, put in, taken out and moved; ``of`` is an attribute's label."""

    parts: Callable[[Codebook, str], tuple[Any, ...]]
    empty: Part
    read: Callable[[Form, Any, set[str]], Part]
    put: Callable[[Codebook, str, Any, str], Codebook]
    take: Callable[[Codebook, str, str], Codebook]
    move: Callable[[Codebook, str, str, int], Codebook]


_KINDS = {
    "label": _Kind(
        lambda book, _: book.labels,
        Label("", color=""),
        codebook_form.label_of,
        lambda book, _, part, instead: editing.put_label(book, part, instead=instead),
        lambda book, _, name: editing.take_label(book, name),
        lambda book, _, name, by: editing.move_label(book, name, by),
    ),
    "attribute": _Kind(
        editing.attributes_of,
        Attribute("", "choice"),
        codebook_form.attribute_of,
        lambda book, of, part, instead: editing.put_attribute(book, of, part, instead=instead),
        editing.take_attribute,
        editing.move_attribute,
    ),
    "relation": _Kind(
        lambda book, _: book.relations,
        RelationType(""),
        codebook_form.relation_of,
        lambda book, _, part, instead: editing.put_relation(book, part, instead=instead),
        lambda book, _, name: editing.take_relation(book, name),
        lambda book, _, name, by: editing.move_relation(book, name, by),
    ),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Which part a form is about: its kind, the label that an attribute is of, its name; none of a new one."""

    kind: str
    of: str
    name: str


@blueprint.get("/projects/<slug>/codebook/draft")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """The draft as a whole, and what it changes."""
    return _whole(visit, slug)


@blueprint.get("/projects/<slug>/codebook/draft.css")
def colours(slug: str) -> ResponseReturnValue:
    """The colours of one's draft, as they are now."""
    with store().read() as tx:
        person = visitor(tx)
        if person is None:
            raise NotFound("no-project", "There is no such project, or you are not in it.")
        book = drafting.look(tx, person, slug).codebook
    answer: Response = make_response(stylesheet(book))
    answer.mimetype = "text/css"
    return answer


@blueprint.post("/projects/<slug>/codebook/draft")
@writes
def finish(visit: Visit, slug: str) -> Answer:
    """Make it a version, bring it together with one made meanwhile, or drop it."""
    match request.form.get("do"):
        case "publish":
            return _published(visit, slug)
        case "together":
            found = drafting.bring_together(visit.tx, visit.person, slug)
            return _whole(visit, slug, conflicts=found.conflicts)
        case "discard":
            drafting.discard(visit.tx, visit.person, slug)
            return Done(f"/projects/{slug}/codebook")
        case "about":
            name, description = codebook_form.about_of(request.form, Codebook())
            drafting.edit(
                visit.tx,
                visit.person,
                slug,
                lambda book: editing.checked(replace(book, name=name or book.name, description=description)),
            )
            return Done(f"/projects/{slug}/codebook/draft")
        case "statements":
            return _with_statements(visit, slug)
    raise Invalid("unknown-action", "That is nothing that can be done with a draft.")


@blueprint.get("/projects/<slug>/codebook/draft/<kind>")
@reads
def part(visit: Visit, slug: str, kind: str) -> Answer:
    """One part of the draft, to edit; without a name, a new one."""
    place = _Place(kind, request.args.get("of", ""), request.args.get("name", ""))
    drafted = drafting.look(visit.tx, visit.person, slug)
    found = _kind(kind)
    parts = found.parts(drafted.codebook, place.of)
    return _form(visit, drafted, place, editing.part(parts, place.name) if place.name else found.empty)


@blueprint.post("/projects/<slug>/codebook/draft/<kind>")
@writes
def change(visit: Visit, slug: str, kind: str) -> Answer:
    """Keep a part as it was sent, take it out, move it, or give its form more rows."""
    form, found = request.form, _kind(kind)
    of, name, do = form.get("of", ""), form.get("old", ""), form.get("do", "save")
    if do in _STEPS:
        drafting.edit(visit.tx, visit.person, slug, lambda book: found.move(book, of, name, _STEPS[do]))
        return Done(f"/projects/{slug}/codebook/draft#{kind}-{of}-{name}")
    if do == "remove":
        drafting.edit(visit.tx, visit.person, slug, lambda book: found.take(book, of, name))
        return Done(f"/projects/{slug}/codebook/draft")
    drafted = drafting.look(visit.tx, visit.person, slug)
    parts = found.parts(drafted.codebook, of)
    kept = editing.part(parts, name) if name else None
    sent = found.read(form, kept, {one.name for one in parts})
    place = _Place(kind, of, name)
    if do == "more":
        return _form(visit, drafted, place, sent, rows=_MORE_ROWS)
    try:
        sent = _checked(form, sent, kept)
        drafting.edit(visit.tx, visit.person, slug, lambda book: found.put(book, of, sent, name))
    except Invalid as refusal:
        return _form(visit, drafted, place, sent, problem=refusal)
    return Done(f"/projects/{slug}/codebook/draft#{kind}-{of}-{sent.name}")


def _with_statements(visit: Visit, slug: str) -> Answer:
    """Keep in the draft what makes a statement."""
    tree = codebook_form.statements_of(request.form)
    try:
        drafting.edit(visit.tx, visit.person, slug, lambda book: editing.put_statements(book, tree))
    except Invalid as refusal:
        return _whole(visit, slug, problem=refusal, status=422)
    return Done(f"/projects/{slug}/codebook/draft#statements")


def _published(visit: Visit, slug: str) -> Answer:
    note = request.form.get("note", "")
    try:
        drafting.publish(visit.tx, visit.person, slug, note)
    except (Stale, Conflict) as refusal:
        return _whole(visit, slug, problem=refusal, note=note, status=409)
    return Done(f"/projects/{slug}/codebook")


def _checked(form: Form, sent: Part, kept: Part | None) -> Part:
    if isinstance(sent, Label):
        return codebook_form.checked_key(sent, kept if isinstance(kept, Label) else None)
    if isinstance(sent, Attribute):
        return replace(sent, default=codebook_form.default_of(form, sent))
    return sent


def _kind(name: str) -> _Kind:
    found = _KINDS.get(name)
    if found is None:
        raise NotFound("no-page", "There is no such page.")
    return found


def _whole(
    visit: Visit,
    slug: str,
    *,
    problem: Refused | None = None,
    conflicts: tuple[str, ...] | None = None,
    note: str = "",
    status: int = 200,
) -> Page:
    drafted = drafting.look(visit.tx, visit.person, slug)
    return visit.page(
        "codebook_draft/page.html",
        status=status,
        project=drafted.project,
        drafted=drafted,
        codebook=drafted.codebook,
        own=[told(one) for one in drafted.own],
        meanwhile=[told(one) for one in drafted.meanwhile],
        uses=using.of_labels(visit.tx, visit.person, slug),
        signs=_signed(drafted.codebook),
        contrasts={label.name: contrast(label.color) for label in drafted.codebook.labels},
        enough=ENOUGH,
        said=value,
        problem=problem,
        conflicts=conflicts,
        note=note,
    )


def _form(
    visit: Visit,
    drafted: Drafted,
    place: _Place,
    shown: Part,
    *,
    problem: Refused | None = None,
    rows: int = _ROWS,
) -> Page:
    book = drafted.codebook
    return visit.page(
        f"codebook_draft/{place.kind}.html",
        status=422 if problem else 200,
        project=drafted.project,
        codebook=book,
        kind=place.kind,
        shown=shown,
        of=book.label(place.of) if place.of else None,
        old=place.name,
        rows=rows,
        palette=[(color, said, contrast(color)) for color, said in PALETTE],
        weakness=contrast(shown.color) if isinstance(shown, Label) and _is_colour(shown.color) else None,
        unused=_unused(book),
        default=request.form.get("default") or _default(shown),
        problem=problem,
    )


def _signed(book: Codebook) -> list[tuple[str, str]]:
    """Each value of the polarity of statements with its sign, none where it has none."""
    made = book.statement_type
    if made is None:
        return []
    return [(value, made.signs.get(value, "")) for value in book.polarities]


def _default(shown: Part) -> str:
    return codebook_form.said_default(shown) if isinstance(shown, Attribute) else ""


def _is_colour(color: str) -> bool:
    return len(color) == len("#rrggbb") and set(color[1:].lower()) <= set("0123456789abcdef")


def _unused(book: Codebook) -> str:
    """The colour that is offered for a new label: the first of the palette that no label has."""
    used = {label.color.upper() for label in book.labels}
    return next((color for color, _ in PALETTE if color not in used), PALETTE[0][0])
