"""Attaching a release as a job: opened, placed, and kept all together or not at all."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.domain.permission import Act, Person
from annotator.services import attaching, opening_releases, projects
from annotator.services.jobs import Job, Jobs, Running, Task
from annotator.services.unpacking import Upload
from annotator.store import jobs as stored
from annotator.store.engine import Transaction

KIND = "attach"

_HUNDREDTHS = 100
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Attachment:
    """A release's archive on its way onto a project's own articles.

    Attributes:
        slug: the project's.
        file: the archive.
        all_added: whether the codebook gets whatever it lacks.
        dry_run: whether it is only tried.
        batch: under which the archive is kept for whoever tried it, to be attached afterwards.
    """

    slug: str
    file: Upload
    all_added: bool = False
    dry_run: bool = False
    batch: str | None = None


def start(jobs: Jobs, tx: Transaction, person: Person, wanted: Attachment) -> tuple[str, Callable[[], None]]:
    """Note the job of attaching a release; its id, and what begins it once that is committed."""
    project = projects.find(tx, person, wanted.slug)
    project.standing.require(Act.IMPORT)
    return jobs.start(
        tx, person, Task(KIND, project.id, _HUNDREDTHS, lambda running: _attach(running, person, wanted))
    )


def recent(tx: Transaction, person: Person, slug: str) -> list[Job]:
    """Somebody's last jobs of attaching here, the newest first."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.IMPORT)
    return stored.recent(tx, KIND, project.id, person.id, _MOST_SHOWN)


def _attach(running: Running, person: Person, wanted: Attachment) -> None:
    release = opening_releases.archived(wanted.file.name, wanted.file.data)
    total = max(1, release.about["documents"])

    def kept(tx: Transaction, report: attaching.Report) -> None:
        told = {
            "documents": len(report.documents),
            "attached": report.tree(),
            "dry_run": wanted.dry_run,
            "added": wanted.all_added,
            "batch": wanted.batch,
        }
        running.finish(tx, told)

    attaching.attach(
        running.store,
        person,
        wanted.slug,
        release,
        all_added=wanted.all_added,
        dry_run=wanted.dry_run,
        passed=lambda number: running.note(min(_HUNDREDTHS, _HUNDREDTHS * number // total)),
        kept=kept,
    )
