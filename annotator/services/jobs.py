"""Jobs: long work goes on in a thread, one after the other, while its maker asks how far it is.

On SQLite the thread is that of the one process. On PostgreSQL jobs wait in a queue of the database, and any server
may do them: all that a job has to know stands in its row.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

from annotator.domain.errors import NotFound, Refused
from annotator.domain.permission import Act, Person
from annotator.services import accounts, projects
from annotator.store import jobs
from annotator.store.engine import Store, Transaction
from annotator.store.jobs import Job, JobState

__all__ = [
    "Cancelled",
    "Job",
    "JobState",
    "Jobs",
    "Running",
    "Task",
    "after_restart",
    "brought_in",
    "cancel",
    "does",
    "find",
    "mark_cut",
]

_LOG = logging.getLogger(__name__)
_BETWEEN_NOTES = 0.5
_MOST_SHOWN = 5
_CUT = ("cut", "The server was stopped before this was done: start it again.")


class Cancelled(Exception):  # noqa: N818 - not a fault, but what somebody wanted
    """Somebody cancelled the job: nothing more of it is kept."""


class Running:
    """A job at work: it notes how far it is, now and then, and what came of it."""

    def __init__(self, store: Store, job_id: str) -> None:
        self.store = store
        self._job_id = job_id
        self._noted = 0.0
        self._total: int | None = None

    def expect(self, total: int) -> None:
        """Take down that there are so many pieces, which only the work itself shows; none of them is done.

        Raises:
            Cancelled: somebody cancelled the job.
        """
        self._total = total
        self.note(0)

    def note(self, done: int) -> None:
        """Note that so many pieces are done, unless something was noted a moment ago.

        Raises:
            Cancelled: somebody cancelled the job.
        """
        if monotonic() - self._noted > _BETWEEN_NOTES:
            with self.store.write() as tx:
                goes_on = jobs.set_progress(tx, self._job_id, done, self._total)
            if not goes_on:
                raise Cancelled
            self._noted = monotonic()

    def keep(self, tx: Transaction, done: int, result: Any) -> None:
        """Note what is kept by now, in the transaction that keeps some of it: however the job ends, it says so.

        Raises:
            Cancelled: somebody cancelled the job; the transaction is to be given up.
        """
        if not jobs.set_kept(tx, self._job_id, done, result):
            raise Cancelled

    def finish(self, tx: Transaction, result: Any) -> None:
        """Note what came of it, in the transaction that does it.

        Raises:
            Cancelled: somebody cancelled the job; the transaction is to be given up.
        """
        if not jobs.finish(tx, self._job_id, result, self._total):
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Task:
    """Something long to be done in a project, in ``total`` pieces.

    ``asked`` is all that whoever does it has to know, as JSON; ``about`` is what it is found by again.
    """

    kind: str
    project_id: str
    total: int
    asked: Any
    about: Any = None


Work = Callable[[Running, Person, Any], None]
"""Does a job of one kind: how it notes things, for whom it works, and what it was asked."""

_WORK: dict[str, Work] = {}


def does(kind: str) -> Callable[[Work], Work]:
    """Mark the function that does the jobs of a kind."""

    def marked(work: Work) -> Work:
        _WORK[kind] = work
        return work

    return marked


class _Lane(Protocol):
    """Where jobs wait until they are done, one after the other."""

    def put(self, tx: Transaction, job_id: str) -> None:
        """Take on a job, in the transaction that notes it."""

    def begin(self, job_id: str) -> None:
        """That transaction is committed."""

    def work(self) -> None:
        """Do jobs from now on, also those that others took on."""

    def close(self) -> None:
        """Wait for what is under way; what waits is not begun."""


class _InThread:
    """On SQLite: a thread of this process, the only one there is."""

    def __init__(self, run: Callable[[str], None]) -> None:
        self._run = run
        self._one_at_a_time = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")

    def put(self, tx: Transaction, job_id: str) -> None:
        pass

    def begin(self, job_id: str) -> None:
        self._one_at_a_time.submit(self._run, job_id)

    def work(self) -> None:
        pass

    def close(self) -> None:
        self._one_at_a_time.shutdown(cancel_futures=True)


class _InQueue:
    """On PostgreSQL: the queue that all servers share."""

    def __init__(self, store: Store, run: Callable[[str], None], cut: Callable[[str], None]) -> None:
        from annotator.store.queue import Queue  # noqa: PLC0415 - a library that SQLite does without

        self._queue = Queue(store.url, run, cut)

    def put(self, tx: Transaction, job_id: str) -> None:
        self._queue.put(tx, job_id)

    def begin(self, job_id: str) -> None:  # noqa: ARG002 - whoever is free takes it
        self._queue.work()

    def work(self) -> None:
        self._queue.work()

    def close(self) -> None:
        self._queue.close()


class Jobs:
    """The jobs of one process over ``store``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lane: _Lane = _InThread(self._run) if store.is_sqlite else _InQueue(store, self._run, self._cut)

    def start(self, tx: Transaction, person: Person, task: Task) -> tuple[str, Callable[[], None]]:
        """Note a job; its id, and what begins it once that is committed."""
        job_id = jobs.add(
            tx, task.kind, task.project_id, person.id, total=task.total, about=task.about, asked=task.asked
        )
        self._lane.put(tx, job_id)
        return job_id, lambda: self._lane.begin(job_id)

    def work(self) -> None:
        """Do jobs from now on, also those that other servers took on."""
        self._lane.work()

    def close(self) -> None:
        """Wait for what is under way; what waits is not begun."""
        self._lane.close()

    def _run(self, job_id: str) -> None:
        with self._store.read() as tx:
            order = jobs.order(tx, job_id)
        if order is None:
            return  # somebody cancelled it while it waited
        try:
            _WORK[order.kind](Running(self._store, job_id), order.person or accounts.OPERATOR, order.asked)
        except Cancelled:
            _LOG.info("job %s was cancelled", job_id)
        except Refused as refusal:
            self._fail(job_id, refusal.code, refusal.message)
        except Exception:  # noqa: BLE001 - nobody else waits for this thread
            # Whoever asks for the job is told; the traceback is for whoever runs the server.
            _LOG.exception("unexpected fault in job %s", job_id)
            self._fail(job_id, "fault", "Something went wrong on the server.")

    def _cut(self, job_id: str) -> None:
        self._fail(job_id, *_CUT)

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
    """Cancel a job of one's own: it ends at its next step, and keeps nothing more. False where it is over."""
    return jobs.cancel(tx, find(tx, person, job_id).id)


def brought_in(tx: Transaction, person: Person, slug: str, kind: str) -> list[Job]:
    """Somebody's last jobs of a kind that brings something into a project, the newest first.

    Raises:
        Forbidden: their role does not import.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.IMPORT)
    return jobs.recent(tx, kind, project.id, person.id, _MOST_SHOWN)


def mark_cut(store: Store) -> int:
    """Say of the jobs that an earlier process left unfinished that they failed; how many there were."""
    code, detail = _CUT
    with store.write() as tx:
        return jobs.fail_unfinished(tx, {"code": code, "detail": detail})


def servers(store: Store) -> int:
    """How many processes of servers showed a sign of life in a PostgreSQL database a moment ago."""
    if store.is_sqlite:
        return 0
    from annotator.store import queue  # noqa: PLC0415 - a library that SQLite does without

    with store.read() as tx:
        return queue.servers(tx.connection)


def after_restart(store: Store) -> None:
    """Say what became of jobs that were under way.

    On PostgreSQL they may be under way still, on another server: there each looks after those of the dead.
    """
    if store.is_sqlite:
        mark_cut(store)
        return
    code, detail = _CUT
    with store.write() as tx:
        jobs.fail_lost(tx, {"code": code, "detail": detail})
