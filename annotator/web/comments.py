"""Questions and answers: on the pages of a document, and all of a project's for the next team meeting."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request

from annotator.domain.block import touched
from annotator.domain.comment import Thread
from annotator.domain.errors import Invalid
from annotator.services import codebooks, commenting
from annotator.services.commenting import Remark, Said, Shown
from annotator.web.annotate_form import uuid_of
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done
from annotator.web.paragraphs import entry
from annotator.web.wording import label_of

blueprint = Blueprint("comments", __name__)

SHOWN = ("open", "for me", "resolved")
"""Which questions can be asked for."""


@blueprint.get("/projects/<slug>/questions")
@reads
def questions(visit: Visit, slug: str) -> Answer:
    """The questions of a project; by default those that are open."""
    show, label = request.args.get("show", SHOWN[0]), request.args.get("label", "")
    if show not in SHOWN:
        raise Invalid("unknown-list", f"Questions are {', '.join(SHOWN)}, not “{show[:40]}”.")
    project, every = commenting.of_project(visit.tx, visit.person, slug)
    book = codebooks.current(visit.tx, visit.person, slug)
    name = visit.person.name
    listed = {one: [shown for shown in every if _is(shown.thread, one, name)] for one in SHOWN}
    chosen = [one for one in listed[show] if not label or one.thread.label == label]
    return visit.page(
        "comments/questions.html",
        project=project,
        codebook=book,
        shows=[(one, len(listed[one])) for one in SHOWN],
        show=show,
        label=book.label(label) if label else None,
        by_label=_grouped(chosen, lambda one: one.thread.label),
        by_document=_grouped(chosen, lambda one: one.thread.document_id),
        label_of=lambda name: label_of(book, name),
        **_shared(),
    )


@blueprint.post("/projects/<slug>/questions")
@writes
def ask_about_label(visit: Visit, slug: str) -> Answer:
    """Ask about a label."""
    said = commenting.on_label(visit.tx, visit.person, slug, request.form.get("label", ""), _remark())
    return _done(visit, said)


@blueprint.get("/documents/<uuid:document>/comments")
@reads
def of_document(visit: Visit, document: Any) -> Answer:
    """What was asked about a document, or about one span of it."""
    desk, every = commenting.of_document(visit.tx, visit.person, str(document))
    about = request.args.get("span")
    span = commenting.asked_about(visit.tx, visit.person, desk, uuid_of(request.args, "span")) if about else None
    return visit.page(
        "comments/document.html",
        desk=desk,
        project=desk.project,
        span=entry(desk, span) if span else None,
        threads=[one for one in every if not span or one.thread.span_id == span.id],
        block=touched(desk.reading.blocks, span.start, span.end)[0] if span else 0,
        **_shared(),
    )


@blueprint.post("/documents/<uuid:document>/comments")
@writes
def ask(visit: Visit, document: Any) -> Answer:
    """Ask about a document, or about a span of it."""
    span = uuid_of(request.form, "span") if request.form.get("span") else None
    return _done(visit, commenting.on_document(visit.tx, visit.person, str(document), _remark(), span_id=span))


@blueprint.post("/comments/<uuid:comment>")
@writes
def act(visit: Visit, comment: Any) -> Answer:
    """Answer, change, withdraw, resolve or open again."""
    tx, person, which = visit.tx, visit.person, str(comment)
    match request.form.get("do"):
        case "reply":
            return _done(visit, commenting.reply(tx, person, which, _remark()))
        case "change":
            return _done(visit, commenting.change(tx, person, which, _text()))
        case "withdraw":
            return _done(visit, Said(commenting.withdraw(tx, person, which), ()))
        case "resolve" | "reopen" as do:
            return _done(visit, Said(commenting.resolve(tx, person, which, resolved=do == "resolve"), ()))
    raise Invalid("unknown-action", "That is nothing that can be done with a comment.")


def _done(visit: Visit, said: Said) -> Answer:
    thread = said.thread
    asked = [("unaware", name) for name in said.unaware]
    if request.form.get("back") == "questions" or thread.document_id is None:
        slug = commenting.project_of(visit.tx, visit.person, thread).slug
        where = f"/projects/{slug}/questions"
        asked += [(key, request.form[key]) for key in ("show", "only") if request.form.get(key)]
    else:
        where = f"/documents/{thread.document_id}/comments"
        asked += [("span", thread.span_id)] if thread.span_id and request.form.get("only") else []
    return Done(f"{where}{'?' if asked else ''}{urlencode(asked)}#c-{thread.id}")


def _is(thread: Thread, show: str, name: str) -> bool:
    if show == "for me":
        return thread.resolved is None and thread.mentions(name)
    return (thread.resolved is not None) == (show == "resolved")


def _grouped(threads: list[Shown], key: Any) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {}
    for one in threads:
        if key(one) is not None:
            found.setdefault(key(one), []).append(one)
    return found


def _shared() -> dict[str, Any]:
    return {"entry": entry, "unaware": request.args.getlist("unaware")}


def _remark() -> Remark:
    return Remark(uuid_of(request.form, "id"), _text())


def _text() -> str:
    return request.form.get("text", "").replace("\r\n", "\n")
