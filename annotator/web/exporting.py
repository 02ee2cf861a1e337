"""The export page and its downloads."""

from flask import Blueprint, request

from annotator.domain.training import WAYS, Split, split_from
from annotator.services import exchange, exporting, filters
from annotator.services.exporting import Export
from annotator.web.door import Visit, opens, reads, signed_in, store
from annotator.web.page import Answer, Download

blueprint = Blueprint("exporting", __name__)


@blueprint.get("/projects/<slug>/export")
@reads
def index(visit: Visit, slug: str) -> Answer:
    project, layers = exporting.layers_for(visit.tx, visit.person, slug)
    return visit.page(
        "exporting/page.html",
        project=project,
        layers=layers,
        formats=exchange.writers(),
        ways=WAYS,
        filters=filters.all_of(visit.tx, visit.person, slug)[1],
        let=request.args.get("filter", ""),
    )


@blueprint.get("/projects/<slug>/export/file")
@opens
def download(slug: str) -> Answer:
    wanted = _wanted(slug)
    return Download(wanted.file_name, wanted.media_type, wanted.chunks)


@blueprint.get("/projects/<slug>/export/manifest")
@opens
def manifest(slug: str) -> Answer:
    wanted = _wanted(slug)
    return Download(wanted.manifest_name, "application/json", lambda: iter([wanted.manifest()]))


def _wanted(slug: str) -> Export:
    with store().read() as tx:
        person = signed_in(tx)
    form, layer = request.args.get("format", "jsonl"), request.args.get("layer", "all")
    allow_loss = request.args.get("allow_loss") == "on"
    let = request.args.get("filter", "")
    return exporting.prepare(store(), person, slug, form, layer, allow_loss=allow_loss, split=_split(), filter=let)


def _split() -> Split | None:
    parts, named = request.args.get("split", "").strip(), request.args.get("split_named", "").strip()
    if not parts and not named:
        return None
    by, seed = request.args.get("split_by", "document"), request.args.get("seed", "0")
    return split_from(parts, by, seed, named)
