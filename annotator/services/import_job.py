"""Importing files as a job: read one by one, then kept all together or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.domain.block import BlockKind
from annotator.domain.permission import Act, Person
from annotator.services import bulk, projects
from annotator.services.bulk import Outcome, Wanted
from annotator.services.import_books import Fit
from annotator.services.jobs import Job, Jobs, Running, Task
from annotator.services.parsing import How
from annotator.services.unpacking import Upload
from annotator.store import jobs as stored
from annotator.store.engine import Transaction

KIND = "import"

_MOST_FINDINGS = 100
_MOST_SHOWN = 5


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Import:
    """Files to be imported, and how they are to be read. ``over`` is called when the job is, however it ended."""

    slug: str
    files: tuple[Upload, ...]
    format: str = "auto"
    encoding: str | None = None
    fit: Fit = field(default_factory=Fit)
    columns: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Mapping[int, BlockKind]] = field(default_factory=dict)
    new_id: Callable[[], str] | None = None
    only_good: bool = False
    over: Callable[[], None] = _nothing


def start(jobs: Jobs, tx: Transaction, person: Person, wanted: Import) -> tuple[str, Callable[[], None]]:
    """Note the job of importing files; its id, and what begins it once that is committed."""
    project = projects.find(tx, person, wanted.slug)
    project.standing.require(Act.IMPORT)
    task = Task(KIND, project.id, len(wanted.files), lambda running: _import(running, person, wanted))
    return jobs.start(tx, person, task)


def recent(tx: Transaction, person: Person, slug: str) -> list[Job]:
    """Somebody's last imports into a project, the newest first."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.IMPORT)
    return stored.recent(tx, KIND, project.id, person.id, _MOST_SHOWN)


def _import(running: Running, person: Person, wanted: Import) -> None:
    store = running.store
    new_id = wanted.new_id or store.new_id
    how = How(wanted.format, wanted.encoding, store.moment(), new_id, wanted.columns, wanted.blocks)
    try:
        bulk.import_all(
            store,
            person,
            Wanted(wanted.slug, how, wanted.fit, wanted.only_good),
            wanted.files,
            read=lambda number: running.note(min(number, len(wanted.files))),
            # That it is done is kept in the transaction that does it.
            kept=lambda tx, outcome: running.finish(tx, _result(outcome)),
        )
    finally:
        wanted.over()


def _result(outcome: Outcome) -> dict[str, Any]:
    told = (*outcome.problems, *outcome.findings)
    return {
        "documents": outcome.documents,
        "spans": outcome.spans,
        "findings": [f"{finding.where}: {finding.what}" for finding in told[:_MOST_FINDINGS]],
    }
