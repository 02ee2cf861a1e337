"""Attaching a release as a job: opened, placed, and kept a few documents at a time, as the job tells."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from annotator.domain.permission import Act, Person
from annotator.services import attaching, opening_releases, projects, uploads
from annotator.services.jobs import Jobs, Running, Task, does
from annotator.services.unpacking import Upload
from annotator.store.engine import Transaction

KIND = "attach"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A release on its way onto a project's own articles: its archive, or the ``batch`` of one that waits.

    Attributes:
        slug: the project's.
        all_added: whether the codebook gets whatever it lacks.
        dry_run: whether it is only tried; then its archive goes on waiting, to be attached afterwards.
    """

    slug: str
    file: Upload | None = None
    all_added: bool = False
    dry_run: bool = False
    batch: str = ""


class _Asked(msgspec.Struct):
    """The same, as it waits to be done."""

    slug: str
    batch: str
    all_added: bool
    dry_run: bool


def start(jobs: Jobs, tx: Transaction, person: Person, wanted: Attachment) -> tuple[str, Callable[[], None]]:
    """Note the job of attaching a release; its id, and what begins it once that is committed.

    Raises:
        NotFound: there is no such batch, or no longer.
    """
    project = projects.find(tx, person, wanted.slug)
    project.standing.require(Act.IMPORT)
    files = [wanted.file] if wanted.file else []
    batch = wanted.batch or uploads.keep(tx, tx.new_id(), person, files)
    if not wanted.dry_run:
        uploads.set_aside(tx, batch, person)
    asked = _Asked(wanted.slug, batch, wanted.all_added, wanted.dry_run)
    return jobs.start(tx, person, Task(KIND, project.id, attaching.HUNDREDTHS, msgspec.to_builtins(asked)))


@does(KIND)
def _attach(running: Running, person: Person, given: Any) -> None:
    store, asked = running.store, msgspec.convert(given, _Asked)
    try:
        _attached(running, person, asked)
    finally:
        if not asked.dry_run:
            with store.write() as tx:
                uploads.drop(tx, asked.batch)


def _attached(running: Running, person: Person, asked: _Asked) -> None:
    file = uploads.take(running.store, asked.batch, person, aside=not asked.dry_run)[0]
    release = opening_releases.archived(file.name, file.data)
    told = {"dry_run": asked.dry_run, "added": asked.all_added, "batch": asked.batch}

    def keeps(tx: Transaction, hundredths: int, kept: int) -> None:
        running.keep(tx, hundredths, {**told, "documents": release.about["documents"], "documents_kept": kept})

    def ended(tx: Transaction, report: attaching.Report) -> None:
        running.finish(tx, {**told, "documents": len(report.documents), "attached": report.tree()})

    attaching.attach(
        running.store,
        person,
        asked.slug,
        release,
        all_added=asked.all_added,
        dry_run=asked.dry_run,
        passed=lambda hundredths, _: running.note(hundredths),
        keeps=keeps,
        ended=ended,
    )
