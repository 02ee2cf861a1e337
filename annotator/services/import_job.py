"""Importing files as a job: read one by one, then kept all together or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from annotator.domain.permission import Act, Person
from annotator.services import importing, projects
from annotator.services.importing import Plan
from annotator.services.jobs import Jobs, Running, Task
from annotator.services.unpacking import Upload
from annotator.store.engine import Transaction

_MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Import:
    """Files to be imported, and how they are to be read."""

    slug: str
    files: tuple[Upload, ...]
    format: str = "auto"
    encoding: str | None = None


def start(jobs: Jobs, tx: Transaction, person: Person, wanted: Import) -> tuple[str, Callable[[], None]]:
    """Note the job of importing files; its id, and what begins it once that is committed."""
    project = projects.find(tx, person, wanted.slug)
    project.standing.require(Act.IMPORT)
    task = Task("import", project.id, len(wanted.files), lambda running: _import(running, person, wanted))
    return jobs.start(tx, person, task)


def _import(running: Running, person: Person, wanted: Import) -> None:
    store, parsed = running.store, []
    for number, file in enumerate(wanted.files):
        running.note(number)
        parsed += importing.parse([file], wanted.format, wanted.encoding, now=store.moment(), new_id=store.new_id)
    # That it is done is kept in the transaction that does it.
    with store.write() as tx:
        running.finish(tx, _result(importing.import_files(tx, person, wanted.slug, parsed)))


def _result(plan: Plan) -> dict[str, Any]:
    return {
        "documents": len(plan.items),
        "spans": sum(len(item.document.spans) for item in plan.items),
        "findings": [f"{finding.where}: {finding.what}" for finding in plan.findings[:_MOST_FINDINGS]],
    }
