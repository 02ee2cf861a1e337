"""Jobs: long work, how far it is, and what became of it."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import insert, select, text, update

from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import JobTable, ProjectTable, UserTable

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands. ``done`` of ``total`` pieces; ``result`` or ``problem`` once it is over.

    One that keeps what it does piece by piece has a ``result`` before that, and beside a ``problem``. ``about`` is
    what it was asked with.
    """

    id: str
    kind: str
    project: str
    user_id: str | None
    state: JobState
    done: int
    total: int
    about: Any
    result: Any
    problem: Any
    created: str
    updated: str


def add(
    tx: Transaction,
    kind: str,
    project_id: str,
    user_id: str | None,
    *,
    total: int,
    about: Any,
    asked: Any = None,
) -> str:
    """Note a job that waits; its id. ``asked`` is all that whoever does it has to know."""
    job_id = tx.new_id()
    tx.connection.execute(
        insert(JobTable).values(
            id=job_id,
            kind=kind,
            project_id=project_id,
            user_id=user_id,
            state="waiting",
            done=0,
            total=total,
            about=about,
            asked=asked,
            created=tx.now,
            updated=tx.now,
        )
    )
    return job_id


_QUERY = select(
    JobTable.id,
    JobTable.kind,
    ProjectTable.slug.label("project"),
    JobTable.user_id,
    JobTable.state,
    JobTable.done,
    JobTable.total,
    JobTable.about,
    JobTable.result,
    JobTable.problem,
    JobTable.created,
    JobTable.updated,
).join(ProjectTable, ProjectTable.id == JobTable.project_id)


def by_id(tx: Transaction, job_id: str) -> Job | None:
    row = tx.connection.execute(_QUERY.where(JobTable.id == job_id)).one_or_none()
    return None if row is None else Job(*row)


@dataclass(frozen=True, slots=True)
class Order:
    """What a job is to do, and for whom: None for whoever runs commands."""

    kind: str
    person: Person | None
    asked: Any


def order(tx: Transaction, job_id: str) -> Order | None:
    """What a job is to do; None where it is over, or there is none."""
    query = (
        select(JobTable.kind, JobTable.asked, UserTable.id, UserTable.name, UserTable.admin)
        .outerjoin(UserTable, UserTable.id == JobTable.user_id)
        .where(JobTable.id == job_id, JobTable.state.in_(("waiting", "running")))
    )
    row = tx.connection.execute(query).one_or_none()
    if row is None:
        return None
    person = None if row.id is None else Person(row.id, row.name, row.admin)
    return Order(row.kind, person, row.asked)


def latest(tx: Transaction, kind: str, project_id: str, user_id: str | None, about: Any) -> Job | None:
    """Somebody's last job of a kind that was asked with just this."""
    query = (
        _QUERY.where(
            JobTable.kind == kind,
            JobTable.project_id == project_id,
            JobTable.user_id == user_id,
            JobTable.about == about,
        )
        .order_by(JobTable.created.desc(), JobTable.id)
        .limit(1)
    )
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else Job(*row)


def recent(tx: Transaction, kind: str, project_id: str, user_id: str | None, most: int) -> list[Job]:
    """Somebody's last jobs of a kind in a project, the newest first."""
    query = (
        _QUERY.where(JobTable.kind == kind, JobTable.project_id == project_id, JobTable.user_id == user_id)
        .order_by(JobTable.created.desc(), JobTable.id)
        .limit(most)
    )
    return [Job(*row) for row in tx.connection.execute(query)]


def set_progress(tx: Transaction, job_id: str, done: int, total: int | None = None) -> bool:
    """Note that a job is under way, and how far; False where it is over, because somebody cancelled it.

    ``total`` is noted where it is another one than when the job began.
    """
    if total is None:
        return _set_unfinished(tx, job_id, state="running", done=done)
    return _set_unfinished(tx, job_id, state="running", done=min(done, total), total=total)


def set_kept(tx: Transaction, job_id: str, done: int, result: Any) -> bool:
    """Note what a job that is under way has kept; False where it is over, because somebody cancelled it."""
    return _set_unfinished(tx, job_id, state="running", done=done, result=result)


def finish(tx: Transaction, job_id: str, result: Any, total: int | None = None) -> bool:
    """Note that a job is done, and what came of it; False where it is over already.

    ``total`` is noted where it is another one than when the job began.
    """
    every = JobTable.total if total is None else total
    return _set_unfinished(tx, job_id, state="done", done=every, total=every, result=result)


def cancel(tx: Transaction, job_id: str) -> bool:
    """Note that a job is cancelled; False where it is over already."""
    return _set_unfinished(tx, job_id, state="cancelled")


def fail(tx: Transaction, job_id: str, problem: Any) -> None:
    """Note that a job came to nothing, and why; one that is over stays as it is."""
    _set_unfinished(tx, job_id, state="failed", problem=problem)


def fail_unfinished(tx: Transaction, problem: Any) -> int:
    """Note of every job that waits or runs that it came to nothing; how many there were."""
    cut = tx.connection.execute(
        update(JobTable)
        .where(JobTable.state.in_(("waiting", "running")))
        .values(state="failed", problem=problem, updated=tx.now)
    )
    return cut.rowcount


def fail_lost(tx: Transaction, problem: Any) -> int:
    """Note of every job that is not in PostgreSQL's queue, as after a restored backup, that it came to nothing."""
    queued = text("SELECT args ->> 'job' FROM procrastinate.procrastinate_jobs")
    cut = tx.connection.execute(
        update(JobTable)
        .where(JobTable.state.in_(("waiting", "running")), JobTable.id.not_in(queued.columns(JobTable.id)))
        .values(state="failed", problem=problem, updated=tx.now)
    )
    return cut.rowcount


def _set_unfinished(tx: Transaction, job_id: str, **values: Any) -> bool:
    done = tx.connection.execute(
        update(JobTable)
        .where(JobTable.id == job_id, JobTable.state.in_(("waiting", "running")))
        .values(updated=tx.now, **values)
    )
    return done.rowcount > 0
