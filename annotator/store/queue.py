"""The queue of jobs on PostgreSQL: Procrastinate's, in a schema of its own beside our tables.

A job is put into it in the transaction that notes the job. Every server takes jobs out of it, one at a time; one
whose server died is told of by another.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, inspect, text

from annotator.store.engine import Transaction

_LOG = logging.getLogger(__name__)
_TASK = "job"
_SCHEMA = "procrastinate"
_BEAT = 3.0
_DEAD_AFTER = 15.0
"""Seconds without a sign of life after which a server counts as dead."""
_PAUSE = 1.0


@contextmanager
def _at_home(connection: Connection) -> Iterator[None]:
    """For as long as the block, a transaction finds the queue's tables by their names, as its functions do."""
    connection.execute(text(f"SET LOCAL search_path = {_SCHEMA}"))
    yield
    connection.execute(text("SET LOCAL search_path TO DEFAULT"))


def prepare(connection: Connection) -> None:
    """Make the queue's tables where they are missing."""
    if inspect(connection).has_table("procrastinate_jobs", schema=_SCHEMA):
        return
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}"))
    with _at_home(connection), closing(connection.connection.cursor()) as cursor:
        # By the driver: its statements have signs in them that SQLAlchemy would read.
        cursor.execute(SchemaManager.get_schema())


def remove(connection: Connection) -> None:
    """Take the queue out of a database, with all that waits in it."""
    connection.execute(text(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE"))


def servers(connection: Connection) -> int:
    """How many servers showed a sign of life a moment ago."""
    if not inspect(connection).has_table("procrastinate_workers", schema=_SCHEMA):
        return 0
    workers, alive = f"{_SCHEMA}.procrastinate_workers", "last_heartbeat > now() - make_interval(secs => :most)"
    query = text(f"SELECT count(*) FROM {workers} WHERE {alive}")  # noqa: S608 - nothing from outside
    return int(connection.execute(query, {"most": _DEAD_AFTER}).scalar_one())


class Queue:
    """The queue of one process over the database at ``url``.

    Args:
        url: SQLAlchemy's address of the database.
        run: does the job of an id.
        cut: is told of a job whose server died.
    """

    def __init__(self, url: str, run: Callable[[str], None], cut: Callable[[str], None]) -> None:
        self._where: dict[str, Any] = {
            "conninfo": url.replace("postgresql+psycopg://", "postgresql://", 1),
            "kwargs": {"options": f"-c search_path={_SCHEMA}"},
        }
        self._putting = self._app(SyncPsycopgConnector(**self._where))
        self._run = run
        self._cut = cut
        self._thread: Thread | None = None
        self._over = Event()
        self._stop: Callable[[], object] = lambda: None

    def put(self, tx: Transaction, job_id: str) -> None:
        """Put a job into the queue, in the transaction that notes it."""
        driver = tx.connection.connection.driver_connection
        with _at_home(tx.connection):
            self._putting.configure_task(_TASK, connection=driver).defer(job=job_id)

    def work(self) -> None:
        """Begin to take jobs out of the queue, in a thread."""
        if self._thread is None:
            # A job that goes on must not keep a process that is to end: what it did is not kept, and it is told.
            self._thread = Thread(target=lambda: asyncio.run(self._serve()), name="jobs", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait for the job under way, and take no other."""
        self._over.set()
        self._stop()
        if self._thread is not None:
            self._thread.join()
            self._stop = lambda: None  # its loop is closed

    def _app(self, connector: BaseConnector) -> App:
        app = App(connector=connector)
        app.task(name=_TASK, pass_context=False)(self._work_on)
        return app

    def _work_on(self, job: str) -> None:
        self._run(job)

    async def _serve(self) -> None:
        """Work until told to stop; where the database goes away, begin again once it is back."""
        loop = asyncio.get_running_loop()
        while not self._over.is_set():
            app = self._app(PsycopgConnector(**self._where, min_size=1, max_size=4))
            working = asyncio.ensure_future(self._worked(app))
            self._stop = lambda working=working: loop.call_soon_threadsafe(working.cancel)  # type: ignore[misc]
            if self._over.is_set():
                working.cancel()
            try:
                await working
            except asyncio.CancelledError:
                continue
            except Exception as error:  # noqa: BLE001 - a thread that nobody waits for goes on
                _LOG.warning("jobs wait: the database does not answer (%s)", type(error).__name__)
            finally:
                await _ended(asyncio.all_tasks() - {asyncio.current_task()})
            await asyncio.sleep(_PAUSE)

    async def _worked(self, app: App) -> None:
        async with app.open_async():
            looking = asyncio.ensure_future(self._look_for_dead(app))
            try:
                await app.run_worker_async(
                    wait=True,
                    concurrency=1,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    update_heartbeat_interval=_BEAT,
                    stalled_worker_timeout=_DEAD_AFTER,
                )
            finally:
                looking.cancel()

    async def _look_for_dead(self, app: App) -> None:
        """Now and then tell of jobs whose server died, and take them out of the queue."""
        while True:
            try:
                for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_DEAD_AFTER):
                    await asyncio.to_thread(self._cut, str(job.task_kwargs["job"]))
                    await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            except Exception as error:  # noqa: BLE001 - the next time, then
                _LOG.warning("jobs of dead servers wait (%s)", type(error).__name__)
            await asyncio.sleep(_BEAT)


async def _ended(tasks: set[asyncio.Task[Any]]) -> None:
    """End tasks, also those that miss being told so.

    Up to Python 3.11 `asyncio.wait_for` drops a cancellation that comes together with what it waits for; whoever
    listens for jobs would then wait for the next one for ever.
    """
    while tasks:
        for task in tasks:
            task.cancel()
        _, tasks = await asyncio.wait(tasks, timeout=_PAUSE)
