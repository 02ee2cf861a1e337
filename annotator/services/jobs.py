"""Jobs: long work goes on in a thread of this process, one after the other, while its maker asks how far it is."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any

from annotator.domain.errors import NotFound, Refused
from annotator.domain.permission import Person
from annotator.services import projects
from annotator.store import jobs
from annotator.store.engine import Store, Transaction
from annotator.store.jobs import Job, JobState

__all__ = ["Cancelled", "Job", "JobState", "Jobs", "Running", "Task", "cancel", "find", "mark_cut"]

_LOG = logging.getLogger(__name__)
_BETWEEN_NOTES = 0.5


class Cancelled(Exception):  # noqa: N818 - not a fault, but what somebody wanted
    """Somebody cancelled the job: nothing of it is kept."""


class Running:
    """A job at work: it notes how far it is, now and then, and what came of it."""

    def __init__(self, store: Store, job_id: str) -> None:
        self.store = store
        self._job_id = job_id
        self._noted = 0.0

    def note(self, done: int) -> None:
        """Note that so many pieces are done, unless something was noted a moment ago.

        Raises:
            Cancelled: somebody cancelled the job.
        """
        if monotonic() - self._noted > _BETWEEN_NOTES:
            with self.store.write() as tx:
                goes_on = jobs.set_progress(tx, self._job_id, done)
            if not goes_on:
                raise Cancelled
            self._noted = monotonic()

    def finish(self, tx: Transaction, result: Any) -> None:
        """Note what came of it, in the transaction that does it.

        Raises:
            Cancelled: somebody cancelled the job; the transaction is to be given up.
        """
        if not jobs.finish(tx, self._job_id, result):
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Task:
    """Something long to be done in a project, in ``total`` pieces; ``about`` is what it was asked with."""

    kind: str
    project_id: str
    total: int
    work: Callable[[Running], None]
    about: Any = None


class Jobs:
    """The jobs of one process over ``store``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._one_at_a_time = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")

    def start(self, tx: Transaction, person: Person, task: Task) -> tuple[str, Callable[[], None]]:
        """Note a job; its id, and what begins it once that is committed."""
        job_id = jobs.add(tx, task.kind, task.project_id, person.id, total=task.total, about=task.about)
        return job_id, lambda: self._begin(job_id, task.work)

    def close(self) -> None:
        """Wait for what is under way; what waits is not begun."""
        self._one_at_a_time.shutdown(cancel_futures=True)

    def _begin(self, job_id: str, work: Callable[[Running], None]) -> None:
        self._one_at_a_time.submit(self._run, job_id, work)

    def _run(self, job_id: str, work: Callable[[Running], None]) -> None:
        try:
            work(Running(self._store, job_id))
        except Cancelled:
            _LOG.info("job %s was cancelled", job_id)
        except Refused as refusal:
            self._fail(job_id, refusal.code, refusal.message)
        except Exception:  # noqa: BLE001 - nobody else waits for this thread
            # Whoever asks for the job is told; the traceback is for whoever runs the server.
            _LOG.exception("unexpected fault in job %s", job_id)
            self._fail(job_id, "fault", "Something went wrong on the server. Nothing was changed.")

    def _fail(self, job_id: str, code: str, detail: str) -> None:
        with self._store.write() as tx:
            jobs.fail(tx, job_id, {"code": code, "detail": detail})


def find(tx: Transaction, person: Person, job_id: str) -> Job:
    """A job of one's own, as long as one is in its project."""
    found = jobs.by_id(tx, job_id)
    if found is None or found.user_id != person.id:
        raise NotFound("no-job", "There is no such job of yours.")
    projects.find(tx, person, found.project)
    return found


def cancel(tx: Transaction, person: Person, job_id: str) -> bool:
    """Cancel a job of one's own: it ends at its next step, and changes nothing. False where it is over already."""
    return jobs.cancel(tx, find(tx, person, job_id).id)


def mark_cut(store: Store) -> int:
    """Say of the jobs that an earlier process left unfinished that they failed; how many there were."""
    with store.write() as tx:
        what = "The server was stopped before this was done. Nothing was changed: start it again."
        return jobs.fail_unfinished(tx, {"code": "cut", "detail": what})
