"""Jobs: long work goes on in a thread of this process, one after the other, while its maker asks how far it is."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any

from annotator.domain.errors import NotFound, Refused
from annotator.domain.permission import Act, Person
from annotator.services import importing, projects
from annotator.services.importing import Plan, Upload
from annotator.store import jobs
from annotator.store.engine import Store, Transaction
from annotator.store.jobs import Job, JobState

__all__ = ["Job", "JobState", "Jobs", "find", "mark_cut"]

_LOG = logging.getLogger(__name__)
_BETWEEN_NOTES = 0.5
_MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Import:
    """Files to be imported, and how they are to be read."""

    slug: str
    files: tuple[Upload, ...]
    format: str = "auto"
    encoding: str | None = None


class Jobs:
    """The jobs of one process over ``store``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._one_at_a_time = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")

    def start_import(self, tx: Transaction, person: Person, wanted: Import) -> tuple[str, Callable[[], None]]:
        """Note the job of importing files, all or nothing; its id, and what begins it once that is committed."""
        project = projects.find(tx, person, wanted.slug)
        project.standing.require(Act.IMPORT)
        job_id = jobs.add(tx, "import", project.id, person.id, len(wanted.files))
        return job_id, lambda: self._begin(job_id, lambda: self._import(job_id, person, wanted))

    def close(self) -> None:
        """Wait for what is under way; what waits is not begun."""
        self._one_at_a_time.shutdown(cancel_futures=True)

    def _begin(self, job_id: str, work: Callable[[], None]) -> None:
        self._one_at_a_time.submit(self._run, job_id, work)

    def _run(self, job_id: str, work: Callable[[], None]) -> None:
        try:
            work()
        except Refused as refusal:
            self._fail(job_id, refusal.code, refusal.message)
        except Exception:  # noqa: BLE001 - nobody else waits for this thread
            # Whoever asks for the job is told; the traceback is for whoever runs the server.
            _LOG.exception("unexpected fault in job %s", job_id)
            self._fail(job_id, "fault", "Something went wrong on the server. Nothing was changed.")

    def _fail(self, job_id: str, code: str, detail: str) -> None:
        with self._store.write() as tx:
            jobs.fail(tx, job_id, {"code": code, "detail": detail})

    def _import(self, job_id: str, person: Person, wanted: Import) -> None:
        noted = 0.0
        parsed = []
        for number, file in enumerate(wanted.files):
            if monotonic() - noted > _BETWEEN_NOTES:
                with self._store.write() as tx:
                    jobs.set_progress(tx, job_id, number)
                noted = monotonic()
            parsed += importing.parse(
                [file],
                wanted.format,
                wanted.encoding,
                now=self._store.moment(),
                new_id=self._store.new_id,
            )
        # That it is done is kept in the transaction that does it.
        with self._store.write() as tx:
            jobs.finish(tx, job_id, _result(importing.import_files(tx, person, wanted.slug, parsed)))


def find(tx: Transaction, person: Person, job_id: str) -> Job:
    """A job of one's own, as long as one is in its project."""
    found = jobs.by_id(tx, job_id)
    if found is None or found.user_id != person.id:
        raise NotFound("no-job", "There is no such job of yours.")
    projects.find(tx, person, found.project)
    return found


def mark_cut(store: Store) -> int:
    """Say of the jobs that an earlier process left unfinished that they failed; how many there were."""
    with store.write() as tx:
        what = "The server was stopped before this was done. Nothing was changed: send it again."
        return jobs.fail_unfinished(tx, {"code": "cut", "detail": what})


def _result(plan: Plan) -> dict[str, Any]:
    return {
        "documents": len(plan.items),
        "spans": sum(len(item.document.spans) for item in plan.items),
        "findings": [f"{finding.where}: {finding.what}" for finding in plan.findings[:_MOST_FINDINGS]],
    }
