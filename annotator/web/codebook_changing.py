"""Changes of the codebook while work goes on: looked at first, done, taken back; and the queue of a split."""

from typing import Any

from flask import Blueprint, request

from annotator.domain.block import touched
from annotator.domain.codebook import Codebook
from annotator.domain.errors import Invalid, Refused
from annotator.domain.label_operation import Split
from annotator.domain.operation_tree import KINDS
from annotator.domain.permission import Act
from annotator.domain.surroundings import around
from annotator.services import codebooks, looking_again, operating, projects, splitting, taking_back
from annotator.services.looking_again import Again
from annotator.services.operating import Preview
from annotator.services.splitting import Decided, Queue
from annotator.services.taking_back import Undone
from annotator.web import codebook_operation_form as sent
from annotator.web.annotate_form import uuid_of, version_of
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done, Page
from annotator.web.paragraphs import entry
from annotator.web.wording import value

blueprint = Blueprint("codebook_changing", __name__)

_AROUND = 300


@blueprint.get("/projects/<slug>/codebook/change")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """What can be changed, and what was."""
    return _whole(visit, slug, kind=request.args.get("kind", ""))


@blueprint.post("/projects/<slug>/codebook/change")
@writes
def change(visit: Visit, slug: str) -> Answer:
    """Show what a change would touch, or make it as it was shown."""
    form = request.form
    book = codebooks.current(visit.tx, visit.person, slug)
    projects.find(visit.tx, visit.person, slug).standing.require(Act.CHANGE_CODEBOOK)
    try:
        operation = sent.operation_of(form, book)
        preview = operating.preview(visit.tx, visit.person, slug, operation)
    except Refused as refusal:
        return _whole(visit, slug, kind=form.get("kind", ""), problem=refusal)
    if form.get("do") != "perform":
        return _whole(visit, slug, preview=preview)
    kept = operating.perform(visit.tx, visit.person, slug, operation, form.get("note", ""), seen=version_of(form))
    return Done(f"/projects/{slug}/codebook/change/{kept.id}")


@blueprint.get("/projects/<slug>/codebook/change/<uuid:operation>")
@reads
def one(visit: Visit, slug: str, operation: Any) -> Answer:
    """A change that was made; of a split the next span to decide."""
    return _one(visit, slug, str(operation))


@blueprint.post("/projects/<slug>/codebook/change/<uuid:operation>")
@writes
def act(visit: Visit, slug: str, operation: Any) -> Answer:
    """Take a change back, or decide a span of a split, or let it be decided later."""
    form, which = request.form, str(operation)
    if form.get("do") == "undo":
        return _one(visit, slug, which, taking_back.undo(visit.tx, visit.person, slug, which))
    if form.get("do") == "later":
        splitting.put_off(visit.tx, visit.person, slug, which, uuid_of(form, "span"))
        return Done(f"/projects/{slug}/codebook/change/{which}#queue")
    decided = Decided(uuid_of(form, "span"), form.get("label", ""), version_of(form) or 0)
    splitting.decide(visit.tx, visit.person, slug, which, decided)
    at = form.get("following", "")
    where = f"/projects/{slug}/codebook/change/{which}"
    return Done(f"{where}?at={uuid_of(form, 'following')}#queue" if at else f"{where}#queue")


@blueprint.get("/projects/<slug>/codebook/again")
@reads
def again(visit: Visit, slug: str) -> Answer:
    """What does not keep the present rules, to be looked at again."""
    project, found = looking_again.to_look_at(visit.tx, visit.person, slug)
    return visit.page(
        "codebook_change/again.html",
        project=project,
        codebook=codebooks.current(visit.tx, visit.person, slug),
        found=[(one, entry(one.desk, one.span) if one.span else None, _block(one)) for one in found],
        most=looking_again.MOST,
    )


def _block(one: Again) -> int:
    """The paragraph that something to look at again begins in."""
    return touched(one.desk.reading.blocks, one.span.start, one.span.end)[0] if one.span else 0


def _whole(
    visit: Visit, slug: str, *, kind: str = "", preview: Preview | None = None, problem: Refused | None = None
) -> Page:
    project = projects.find(visit.tx, visit.person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    if kind and kind not in KINDS:
        raise Invalid("unknown-operation", f"A change of the codebook is one of {', '.join(KINDS)}.")
    book = codebooks.current(visit.tx, visit.person, slug)
    return visit.page(
        "codebook_change/page.html",
        status=422 if problem else 200,
        project=project,
        codebook=book,
        kind=kind,
        attributes=_attributes(book),
        chosen=request.values.get("attribute", ""),
        relation=next((one for one in book.relations if one.name == request.values.get("relation")), None),
        preview=preview,
        operation=sent.sent(preview.operation) if preview else "",
        done=operating.told(visit.tx, visit.person, slug),
        problem=problem,
    )


def _one(visit: Visit, slug: str, which: str, undone: Undone | None = None) -> Page:
    project = projects.find(visit.tx, visit.person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    kept = operating.found(visit.tx, project, which)
    queue = None
    if isinstance(kept.operation, Split):
        at = uuid_of(request.args, "at") if request.args.get("at") else None
        queue = splitting.queue(visit.tx, visit.person, slug, which, at)
    return visit.page(
        "codebook_change/one.html",
        project=project,
        codebook=codebooks.current(visit.tx, visit.person, slug),
        done=operating.tell(visit.tx, project, kept),
        undone=undone,
        queue=queue,
        passage=_passage(queue) if queue else None,
        said=value,
    )


def _passage(queue: Queue) -> tuple[str, str, str] | None:
    """The words of the span that is next, those before them and those after."""
    if queue.next is None or queue.reading is None or queue.block is None:
        return None
    text, span, block = queue.reading.text, queue.next.span, queue.block
    last = max(block.end, span.end)
    first, after = around(text, span.start, span.end, _AROUND, since=block.start, until=last)
    left = ("… " if first > block.start else "") + text[first : span.start]
    right = text[span.end : after] + (" …" if after < last else "")
    return left, span.quote(text), right


def _attributes(book: Codebook) -> list[tuple[str, str, Any]]:
    """Every attribute with how it is sent and what it is of."""
    found = [
        (f"{label.name}{sent.SEPARATOR}{one.name}", label.title or label.name, one)
        for label in book.labels
        for one in label.attributes
    ]
    return [*found, *((f"{sent.SEPARATOR}{one.name}", "documents", one) for one in book.document_attributes)]
