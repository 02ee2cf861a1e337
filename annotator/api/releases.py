"""Releases: what is given out of a project under a name, and never changes afterwards."""

from typing import Annotated, Any

from flask import Response, after_this_request
from msgspec import Meta, Struct, convert, field

from annotator.api.answers import Answer, Json, Stream
from annotator.api.door import Resource, Visit, jobs, store
from annotator.api.jobs import Job, shown
from annotator.api.shapes import FILTER, Time
from annotator.domain.permission import Person
from annotator.domain.release import Terms
from annotator.services import citing, comparing_releases, opening_releases, releasing
from annotator.services import jobs as running
from annotator.services.release_change import How, What

resource = Resource("Releases", "What is given out of a project under a name, and never changes afterwards.")


class ReleaseWanted(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a release is to be."""

    name: Annotated[str, Meta(max_length=64, description="Letters, digits and . _ - inside, as in 1.0.")]
    formats: Annotated[list[str], Meta(max_length=50, description="Beside jsonl, which holds everything.")] = []
    layers: Annotated[list[str], Meta(max_length=500, description="gold, users' names, or all alone.")] = field(
        default_factory=lambda: ["all"]
    )
    filter: Annotated[str, Meta(max_length=20_000, description=FILTER)] = ""
    text: Annotated[bool, Meta(description="false: only offsets, hashes and short quotes.")] = True
    allow_loss: Annotated[bool, Meta(description="Leave out what a format has no place for.")] = False
    authors: Annotated[list[str], Meta(description="“Family, Given”, or a group; the team by default.")] = []
    license: Annotated[str, Meta(max_length=64, description="An SPDX identifier.")] = ""
    date: Annotated[str, Meta(max_length=10, description="Its own date; today by default.")] = ""


class Release(Struct):
    """A release that is kept; ``about`` is its ``release.json``."""

    name: str
    size: int
    sha256: str
    by: str | None
    created: Time
    about: Annotated[dict[str, Any], Meta(description="What its release.json says.")]


class Citation(Struct):
    """A release as a paper says it, for BibTeX, and as ``CITATION.cff``."""

    text: str
    bibtex: str
    cff: str


class Against(Struct, forbid_unknown_fields=True):
    """ReleaseNamed other release."""

    old: Annotated[str, Meta(max_length=64, description="Its name; the one made before it by default.")] = ""


class ReleaseNamed(Struct):
    """A release, by its name and its date, and the filter that says which documents are in it."""

    name: str
    release: str
    date: str
    filter: Annotated[str | None, Meta(description="As it stood; null where all documents are in it.")]


class ChangesBy(Struct):
    """How many of what was added, removed and changed, in which layer and by whom."""

    what: What
    layer: str
    annotator: str
    added: int
    removed: int
    changed: int


class ReleaseChange(Struct):
    """One thing that is in one release and not in the other, or other there."""

    what: What
    how: How
    document: Annotated[str, Meta(description="Its id in the release; empty for an entry.")]
    title: str
    layer: str
    annotator: str
    id: Annotated[str, Meta(description="Its own; of an entry of the registry, its key.")]
    label: Annotated[str, Meta(description="Or a relation's type, a statement's polarity, an entry's sort.")]
    words: Annotated[str, Meta(description="What it marks, its ends or parts, or its name.")]
    fields: list[str]


class ReleaseChanges(Struct):
    """What makes the new release out of the old one."""

    old: ReleaseNamed
    new: ReleaseNamed
    by: list[ChangesBy]
    codebook: list[str]
    changes: list[ReleaseChange]


@resource.reads("/projects/<slug>/releases", answers=list[Release], refusals=(403, 404))
def index(visit: Visit, slug: str) -> Answer:
    """List the releases of a project, the newest first."""
    _, found = releasing.all_of(visit.tx, visit.person, slug)
    return Json([_release(one) for one in found])


@resource.writes("POST", "/projects/<slug>/releases", answers=Job, status=202, refusals=(403, 404, 409, 422))
def create(visit: Visit, slug: str, body: ReleaseWanted) -> Answer:
    """Make a release.

    The answer is a job, which goes on by itself: ask for it at its address, in ``Location``.
    """
    terms = Terms(
        name=body.name,
        date=body.date or visit.tx.now[:10],
        layers=tuple(body.layers),
        formats=tuple(body.formats),
        text=body.text,
        allow_loss=body.allow_loss,
        authors=tuple(body.authors),
        licence=body.license,
        filter=body.filter,
    )
    job_id, begin = releasing.start(jobs(), visit.tx, visit.person, slug, terms)

    @after_this_request
    def _begun(response: Response) -> Response:
        # Once the job is committed.
        begin()
        return response

    job = shown(running.find(visit.tx, visit.person, job_id))
    return Json(job, 202, headers={"Location": f"/api/v1/jobs/{job_id}"})


@resource.reads("/projects/<slug>/releases/<name>", answers=Release, refusals=(403, 404))
def one(visit: Visit, slug: str, name: str) -> Answer:
    """Say what is in a release."""
    return Json(_release(releasing.find(visit.tx, visit.person, slug, name)))


@resource.opens(
    "GET",
    "/projects/<slug>/releases/<name>/file",
    refusals=(403, 404),
    media_types=lambda: ["application/zip"],
)
def take_out(person: Person, slug: str, name: str) -> Answer:
    """Get the archive of a release: the same bytes each time."""
    with store().read() as tx:
        found = releasing.find(tx, person, slug, name)
    database = store()
    return Stream(f"{slug}-{found.name}.zip", "application/zip", lambda: releasing.chunks(database, found))


@resource.opens("GET", "/projects/<slug>/releases/<name>/citation", answers=Citation, refusals=(403, 404))
def cite(person: Person, slug: str, name: str) -> Answer:
    """Say what a paper says of a release, with its own figures."""
    found = opening_releases.kept(store(), person, slug, name)
    said = {form: citing.cited(found.about, found.agreement, form) for form in citing.FORMS}
    return Json(Citation(**said))


@resource.opens(
    "GET", "/projects/<slug>/releases/<name>/changes", answers=ReleaseChanges, refusals=(403, 404, 422)
)
def changes(person: Person, slug: str, name: str, query: Against) -> Answer:
    """Say what was added, removed and changed since an earlier release, and by whom."""
    old = query.old or releasing.before(store(), person, slug, name)
    both = [opening_releases.kept(store(), person, slug, release) for release in (old, name)]
    return Json(convert(comparing_releases.report(comparing_releases.compare(*both)), ReleaseChanges))


def _release(found: releasing.Release) -> Release:
    return Release(found.name, found.size, found.sha256, found.by, found.created, found.about)
