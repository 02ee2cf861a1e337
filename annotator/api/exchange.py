"""Files in and out: an import is a job, an export is streamed."""

from typing import Annotated, Any

from flask import request
from msgspec import Meta, Struct

from annotator.api import sent
from annotator.api.answers import Answer, Json, Stream
from annotator.api.door import Resource, jobs, store
from annotator.api.jobs import Job, shown
from annotator.api.problems import UnknownMediaType
from annotator.api.shapes import FILTER
from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.domain.training import By, split_from
from annotator.services import encodings, exchange, exporting, import_job, projects, uploads
from annotator.services import jobs as running
from annotator.services.exporting import Export
from annotator.services.import_books import Fit
from annotator.services.import_job import Import
from annotator.services.unpacking import Upload

resource = Resource("Files", "Documents and what is marked in them, in the formats of the field.")

LARGEST = 100_000_000
"""Bytes that one import may have."""


class Files(Struct, forbid_unknown_fields=True, kw_only=True):
    """The files to import, all of them or none."""

    files: Annotated[
        list[Annotated[str, Meta(extra_json_schema={"format": "binary"})]], Meta(min_length=1, max_length=5000)
    ]
    format: Annotated[str, Meta(max_length=100)] = "auto"
    encoding: Annotated[
        str | None, Meta(description="Of files that are not UTF-8 and do not say what they are.")
    ] = None
    map: Annotated[
        list[Annotated[str, Meta(max_length=500)]],
        Meta(
            max_length=500,
            description="OLD=NEW: call a label, a relation type or an attribute (label.attribute) otherwise here.",
        ),
    ] = []
    add_labels: Annotated[bool, Meta(description="Add to the codebook whatever it lacks.")] = False
    column: Annotated[
        list[Annotated[str, Meta(max_length=500)]],
        Meta(max_length=50, description="WHAT=NAME: which column of a table is the text, title, id, date …"),
    ] = []
    only_good: Annotated[bool, Meta(description="Import what can come in, and say what cannot.")] = False


class Which(Struct, forbid_unknown_fields=True, kw_only=True):
    """What to export."""

    format: Annotated[str, Meta(max_length=100)] = "jsonl"
    layer: Annotated[str, Meta(max_length=200, description="gold, all, or a user's name.")] = "all"
    allow_loss: Annotated[
        bool, Meta(description="Leave out what the format has no place for; the manifest says what.")
    ] = False
    split: Annotated[
        str,
        Meta(max_length=200, description="Parts to train on, such as train=0.8,dev=0.1,test=0.1, in an archive."),
    ] = ""
    filter: Annotated[str, Meta(max_length=20_000, description=FILTER)] = ""
    split_by: By = "document"
    split_named: Annotated[
        str,
        Meta(
            max_length=20_000,
            description="Lines of DOCUMENT,PART that put documents into parts, by id, title or a filter.",
        ),
    ] = ""
    seed: int = 0


def _readers() -> list[str]:
    return ["auto", *(one.name for one in exchange.readers())]


def _writers() -> list[str]:
    return [one.name for one in exchange.writers()]


def _media_types() -> list[str]:
    return sorted({one.media_type for one in exchange.writers()})


@resource.opens(
    "POST",
    "/projects/<slug>/imports",
    answers=Job,
    status=202,
    refusals=(403, 404, 413, 415, 422),
    form=Files,
    choices={"format": _readers},
)
def bring_in(person: Person, slug: str) -> Answer:
    """Import files.

    The answer is a job, which goes on by itself: ask for it at its address, in ``Location``.
    """
    with store().read() as tx:
        projects.find(tx, person, slug).standing.require(Act.IMPORT)
    wanted = _wanted(slug)
    with store().write() as tx:
        job_id, begin = import_job.start(jobs(), tx, person, wanted)
        answer = Json(shown(running.find(tx, person, job_id)), 202, headers={"Location": f"/api/v1/jobs/{job_id}"})
    begin()
    return answer


@resource.opens(
    "GET",
    "/projects/<slug>/export",
    refusals=(403, 404, 422),
    media_types=_media_types,
    choices={"format": _writers},
)
def take_out(person: Person, slug: str, query: Which) -> Answer:
    """Export a project: the same database gives the same bytes."""
    wanted = _export(person, slug, query)
    return Stream(wanted.file_name, wanted.media_type, wanted.chunks)


@resource.opens(
    "GET",
    "/projects/<slug>/export/manifest",
    refusals=(403, 404, 422),
    media_types=lambda: ["application/json"],
    choices={"format": _writers},
)
def take_out_manifest(person: Person, slug: str, query: Which) -> Answer:
    """What an export holds and what not: counts, hashes, the codebooks' versions, losses."""
    wanted = _export(person, slug, query)
    return Stream(wanted.manifest_name, "application/json", lambda: iter([wanted.manifest()]))


def _export(person: Person, slug: str, query: Which) -> Export:
    wanted = query.split or query.split_named
    split = split_from(query.split, query.split_by, str(query.seed), query.split_named) if wanted else None
    return exporting.prepare(
        store(),
        person,
        slug,
        query.format,
        query.layer,
        allow_loss=query.allow_loss,
        split=split,
        filter=query.filter,
    )


def _wanted(slug: str) -> Import:
    if request.mimetype != "multipart/form-data":
        raise UnknownMediaType("not-a-form", "Send the files as multipart/form-data, in the field “files”.")
    request.max_content_length = request.max_form_memory_size = LARGEST
    several = {name: request.form.getlist(name) for name in ("map", "column") if name in request.form}
    fields: dict[str, Any] = {**request.form.to_dict(), **several}
    files = [Upload(uploads.kept_name(file.filename), file.read()) for file in request.files.getlist("files")]
    other = [name for name in request.files if name != "files"]
    given = sent.converted(
        {**fields, **dict.fromkeys(other), "files": [one.name for one in files]}, Files, "bad-form"
    )
    if given.encoding not in (None, "utf-8", *encodings.CANDIDATES):
        known = ", ".join(encodings.CANDIDATES)
        raise Invalid("unknown-encoding", f"“{given.encoding[:40]}” is none of utf-8, {known}.")
    exchange.refuse_unknown_reader(given.format)
    return Import(
        slug,
        tuple(files),
        given.format,
        given.encoding,
        Fit(_pairs("map", given.map), all_added=given.add_labels),
        _pairs("column", given.column),
        only_good=given.only_good,
    )


def _pairs(field: str, given: list[str]) -> dict[str, str]:
    """What stands left and right of the sign in each of them."""
    parted = {one: one.partition("=") for one in given}
    for one, (name, _, value) in parted.items():
        if not (name and value):
            raise Invalid("bad-form", f"{field}: “{one[:80]}” is not of the form NAME=NAME.")
    return {name: value for name, _, value in parted.values()}
