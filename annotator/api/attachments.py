"""Releases put onto one's own copy of the articles: a job, as long as it takes."""

from typing import Annotated, Any

from flask import request
from msgspec import Meta, Struct

from annotator.api import sent
from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, jobs, store
from annotator.api.exchange import LARGEST
from annotator.api.jobs import Job, shown
from annotator.api.problems import UnknownMediaType
from annotator.domain.permission import Act, Person
from annotator.services import attach_job, projects, uploads
from annotator.services import jobs as running
from annotator.services.attach_job import Attachment
from annotator.services.unpacking import Upload

resource = Resource("Attachments", "What a release marks, put onto one's own copy of the articles.")


class ReleaseFile(Struct, forbid_unknown_fields=True, kw_only=True):
    """The archive of a release, and what may be done for it."""

    file: Annotated[str, Meta(extra_json_schema={"format": "binary"})]
    add_labels: Annotated[bool, Meta(description="Add to the codebook whatever it lacks.")] = False
    dry_run: Annotated[bool, Meta(description="Only say what would come of it.")] = False


@resource.opens(
    "POST",
    "/projects/<slug>/attachments",
    answers=Job,
    status=202,
    refusals=(403, 404, 413, 415, 422),
    form=ReleaseFile,
)
def attach(person: Person, slug: str) -> Answer:
    """Put what a release marks onto a project's own copy of the articles; nothing that is there is touched.

    The answer is a job, which goes on by itself: ask for it at its address, in ``Location``. Its result says what
    was placed and what could not be.
    """
    with store().read() as tx:
        projects.find(tx, person, slug).standing.require(Act.IMPORT)
    wanted = _wanted(slug)
    with store().write() as tx:
        job_id, begin = attach_job.start(jobs(), tx, person, wanted)
        answer = Json(shown(running.find(tx, person, job_id)), 202, headers={"Location": f"/api/v1/jobs/{job_id}"})
    begin()
    return answer


def _wanted(slug: str) -> Attachment:
    if request.mimetype != "multipart/form-data":
        raise UnknownMediaType("not-a-form", "Send the archive as multipart/form-data, in the field “file”.")
    request.max_content_length = request.max_form_memory_size = LARGEST
    files = request.files.getlist("file")
    other: dict[str, Any] = {name: [] for name in request.files if name != "file"}
    fields: dict[str, Any] = {**request.form.to_dict(), **other}
    if len(files) == 1:
        fields["file"] = files[0].filename or "unnamed"
    elif files:
        fields["file"] = [one.filename for one in files]
    else:
        fields.pop("file", None)
    given = sent.converted(fields, ReleaseFile, "bad-form")
    archive = Upload(uploads.kept_name(files[0].filename), files[0].read())
    return Attachment(slug, archive, given.add_labels, given.dry_run)
