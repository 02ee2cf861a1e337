"""The export page and its downloads."""

from flask import Blueprint, request

from annotator.services import exchange, exporting
from annotator.web.door import Visit, opens, reads, signed_in, store
from annotator.web.page import Answer, Download

blueprint = Blueprint("exporting", __name__)


@blueprint.get("/projects/<slug>/export")
@reads
def index(visit: Visit, slug: str) -> Answer:
    project, layers = exporting.layers_for(visit.tx, visit.person, slug)
    return visit.page("exporting/page.html", project=project, layers=layers, formats=exchange.writers())


@blueprint.get("/projects/<slug>/export/file")
@opens
def download(slug: str) -> Answer:
    with store().read() as tx:
        person = signed_in(tx)
    wanted = exporting.prepare(
        store(), person, slug, request.args.get("format", "jsonl"), request.args.get("layer", "all")
    )
    return Download(wanted.file_name, wanted.format.media_type, wanted.chunks)
