"""Correcting a document's text, with a report to confirm; and the editions that it had before."""

from typing import Any

from flask import Blueprint, request

from annotator.domain.permission import Act
from annotator.services import editions, exchange, placing, reading, revising
from annotator.services.exporting import Export
from annotator.services.revising import Correction
from annotator.web.annotate_form import action_of, uuid_of
from annotator.web.door import Visit, opens, reads, signed_in, store, writes
from annotator.web.page import Answer, Done, Download
from annotator.web.paragraphs import entry, paragraphs, sections
from annotator.web.wording import label_title, time

blueprint = Blueprint("editions", __name__)

LARGE = {"editions.report": 20_000_000, "editions.revise": 20_000_000}
"""Bytes that these may be sent: a text, with what is said of its spans."""

_PLACE = "place."
_LEAVE = "leave."


@blueprint.get("/documents/<uuid:document>/text")
@reads
def correct(visit: Visit, document: Any) -> Answer:
    """The text, to be corrected."""
    desk = reading.desk(visit.tx, visit.person, str(document))
    desk.standing.require(Act.REVISE_DOCUMENTS)
    return visit.page("editions/text.html", desk=desk, project=desk.project)


@blueprint.post("/documents/<uuid:document>/text")
@reads
def report(visit: Visit, document: Any) -> Answer:
    """What would become of everybody's spans. Nothing is changed."""
    correction = _correction()
    found = revising.look(visit.tx, visit.person, str(document), correction)
    return visit.page(
        "editions/report.html",
        desk=found.desk,
        project=found.desk.project,
        report=found,
        correction=correction,
        label=lambda name: label_title(found.desk, name),
    )


@blueprint.post("/documents/<uuid:document>/editions")
@writes
def revise(visit: Visit, document: Any) -> Answer:
    """Make the new edition that somebody saw the report of."""
    confirmed = request.form.get("confirmed", "")
    made = revising.revise(visit.tx, visit.person, str(document), _correction(), confirmed=confirmed)
    return Done(f"/documents/{made.document_id}/editions")


@blueprint.get("/documents/<uuid:document>/editions")
@reads
def index(visit: Visit, document: Any) -> Answer:
    found = editions.listed(visit.tx, visit.person, str(document))
    return visit.page(
        "editions/page.html",
        desk=found.desk,
        project=found.desk.project,
        editions=found,
        time=time,
        label=lambda name: label_title(found.desk, name),
        may_correct=found.desk.standing.may(Act.REVISE_DOCUMENTS),
        may_place=found.desk.standing.may(Act.ANNOTATE) and found.desk.state != "complete",
        own=len(editions.own_left(visit.tx, found.desk)),
    )


@blueprint.post("/documents/<uuid:document>/editions/place")
@writes
def place(visit: Visit, document: Any) -> Answer:
    """Mark words of the text as a span of one's own that was left behind."""
    form = request.form
    span, words = uuid_of(form, "span"), form.get("words", "")
    placing.place(visit.tx, visit.person, action_of(form, request.path), str(document), span, words=words)
    return Done(f"/documents/{document}/editions#left")


@blueprint.get("/documents/<uuid:document>/editions/<int:number>")
@reads
def one(visit: Visit, document: Any, number: int) -> Answer:
    """An edition with the spans of a layer, to be read."""
    found = editions.opened(visit.tx, visit.person, str(document), number, request.args.get("layer") or None)
    return visit.page(
        "editions/one.html",
        desk=found.desk,
        project=found.desk.project,
        present=str(document),
        old=found,
        time=time,
        sections=sections(paragraphs(found.desk, found.spans)),
        entries=[entry(found.desk, span) for span in found.spans],
        formats=exchange.writers(),
    )


@blueprint.get("/documents/<uuid:document>/editions/<int:number>/file")
@opens
def download(document: Any, number: int) -> Answer:
    wanted = _export(str(document), number)
    return Download(wanted.file_name, wanted.media_type, wanted.chunks)


def _export(document: str, number: int) -> Export:
    with store().read() as tx:
        person = signed_in(tx)
    asked = request.args
    return editions.export(
        store(),
        person,
        document,
        number,
        form=asked.get("format", "jsonl"),
        layer=asked.get("layer", person.name),
        allow_loss=asked.get("allow_loss") == "on",
    )


def _correction() -> Correction:
    """The corrected text; “place.SPAN” says by words where a span is to stand, “leave.SPAN” that it stays."""
    form = request.form
    words = {
        name.removeprefix(_PLACE): " ".join(value.split())
        for name, value in form.items()
        if name.startswith(_PLACE) and value.strip()
    }
    left = [name.removeprefix(_LEAVE) for name in form if name.startswith(_LEAVE)]
    # A browser sends CR LF for every line end, and a text that is canonical has none.
    text = form.get("text", "").replace("\r\n", "\n")
    return Correction(text, form.get("reason", "").strip(), dict.fromkeys(left, ()), words)
