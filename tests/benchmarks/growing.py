"""A corpus that grows: what people wait for, what jobs take, and how much memory the server has, as curves.

100 to 10,000 documents with fifty spans of each of two annotators, or as many as ``--documents`` says; as
``growing-far`` 100,000, for which ten gigabytes of disk are needed. Everything is in seconds of the server's, or
the command's, processor: what else the machine does is not counted. Pages are asked for several times, and the
least is told, for each size as soon as it is measured. ``--quick`` leaves out what commands take.

With ``--postgresql`` it grows there: on the server that ANNOTATOR_TEST_DATABASE_URL names, else on one that is
started for it. What that server takes itself is not counted; how long pages were waited for is told beside it.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.services import accounts, rounds
from annotator.services.transactions import Store
from tests.benchmarks import grown
from tests.benchmarks.server import Client, filled, running, ticket
from tests.databases import Postgres

COUNTS = (100, 1_000, 10_000, 100_000)
NEAR, FAR = 10_000, 100_000
_MEMORY = 300
"""Megabytes that the server may have."""
_WIDTH = 40

Curves = dict[str, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the corpus grows: the environment of its servers and commands, and how to come by another, empty."""

    env: dict[str, str]
    store: Store
    another: Callable[[], AbstractContextManager[dict[str, str]]]


def run(*, quick: bool, most: int = NEAR, postgresql: bool = False) -> Iterator[str]:
    pages: Curves = {}
    clock: Curves = {}
    jobs: Curves = {}
    memory: Curves = {}
    with _on_postgresql() if postgresql else _on_sqlite() as site:
        grown.begin(site.store)
        for count in (one for one in COUNTS if one <= most):
            grown.grow(site.store, count)
            yield f"growing   {count:7,} documents are there"
            for what, taken, waited in _pages(site, memory.setdefault("server", {}), count, 2 if quick else 5):
                pages.setdefault(what, {})[count] = taken
                clock.setdefault(what, {})[count] = waited
                told = f"{taken * 1_000:10.2f} ms" + (f"{waited * 1_000:10.2f} ms waited" if postgresql else "")
                yield f"growing   {count:7,} {what:24} {told}"
            for what, taken in () if quick else _jobs(site):
                jobs.setdefault(what, {})[count] = taken
                yield f"growing   {count:7,} {what:24} {taken:10.2f} s"
    yield from _drawn("pages, which stay flat: ms of the server's processor", pages, 1_000)
    if postgresql:
        yield from _drawn("pages, with what the database takes: ms waited", clock, 1_000)
    yield from _drawn("jobs, which grow with the corpus: s of the processor", jobs, 1)
    yield from _drawn(f"memory, below {_MEMORY} MB", memory, 1)


@contextmanager
def _on_sqlite() -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as name, filled(f"sqlite:///{name}/annotator.sqlite3") as store:
        _in_a_hurry(store)
        yield Site({"ANNOTATOR_DATA_DIR": name}, store, _another_folder)


@contextmanager
def _another_folder() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as name:
        yield {"ANNOTATOR_DATA_DIR": name}


@contextmanager
def _on_postgresql() -> Iterator[Site]:
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory())
        server = Postgres(Path(name))
        stack.callback(server.close)

        @contextmanager
        def another() -> Iterator[dict[str, str]]:
            with tempfile.TemporaryDirectory() as folder, server.empty() as url:
                yield {"ANNOTATOR_DATA_DIR": folder, "ANNOTATOR_DATABASE_URL": url}

        env = stack.enter_context(another())
        yield Site(env, stack.enter_context(filled(env["ANNOTATOR_DATABASE_URL"])), another)


def _pages(site: Site, memory: dict[int, float], count: int, times: int) -> Iterator[tuple[str, float, float]]:
    """For each page the least that the server's processor took, and that was waited."""
    store = site.store
    tokens = {name: ticket(store, name) for name in (grown.MANAGER, grown.ANNOTATORS[0])}
    middle, other = _documents(store)
    home = f"/projects/{grown.SLUG}"
    wanted = (
        ("queue", grown.ANNOTATORS[0], home),
        ("annotation page", grown.ANNOTATORS[0], f"/documents/{middle}"),
        ("corpus page", grown.MANAGER, home),
        ("documents' list, page 2", grown.MANAGER, f"{home}?page=2"),
        ("search, a rare word", grown.MANAGER, f"{home}/search?q=n000050"),
        ("search, a common word", grown.MANAGER, f"{home}/search?q=kazakhstan"),
        ("agreement of a round", grown.MANAGER, f"{home}/agreement?by=round&is=1"),
        ("adjudication", grown.MANAGER, f"/documents/{other}/adjudicate"),
        ("corpus page by title", grown.MANAGER, f"{home}?order=title"),
        ("rounds", grown.MANAGER, f"{home}/rounds"),
        ("largest round", grown.MANAGER, f"{home}/rounds/{_rounds(store)}"),
        ("statements", grown.MANAGER, f"{home}/statements"),
        ("statements of one's own", grown.ANNOTATORS[0], f"{home}/statements"),
        ("codebook", grown.MANAGER, f"{home}/codebook"),
    )
    with running("annotator", "serve", env={**os.environ, **site.env}) as (port, process):
        clients = {name: Client(port) for name in tokens}
        for name, token in tokens.items():
            clients[name].sign_in(token)
        for what, who, path in wanted:
            clients[who].get(path)  # what is counted once a minute, or kept, is there from now on
            taken = [_on_processor(process, lambda w=who, p=path: clients[w].get(p)) for _ in range(times)]
            yield what, min(one for one, _ in taken), min(waited for _, waited in taken)
        memory[count] = _most_memory(process)


def _documents(store: Store) -> tuple[str, str]:
    """Two documents of the first round, complete by both annotators."""
    with store.read() as tx:
        (one, other) = tx.connection.exec_driver_sql(
            "SELECT d.id FROM document d JOIN project p ON p.id = d.project_id "
            f"WHERE p.slug = '{grown.SLUG}' AND d.position IN (52, 53) ORDER BY d.position"
        ).scalars()
    return one, other


def _rounds(store: Store) -> int:
    """The number of the round that was made last, which has most of the documents."""
    with store.read() as tx:
        _, found = rounds.summaries(tx, accounts.OPERATOR, grown.SLUG)
    return found[0].round.number


def _jobs(site: Site) -> Iterator[tuple[str, float]]:
    """Commands, each in a process of its own; what it takes to begin with is the same for all."""
    with tempfile.TemporaryDirectory() as out:
        yield (
            "export, JSONL",
            _command(site.env, "export", grown.SLUG, "--format", "jsonl", "--out", f"{out}/a.jsonl"),
        )
        with site.another() as env:
            _command(env, "project", "create", grown.SLUG)
            yield "import of the same", _command(env, "import", grown.SLUG, f"{out}/a.jsonl")
        yield "backup", _command(site.env, "backup", f"{out}/backup.zip")
        yield "counting agreement", _command(site.env, "agreement", grown.SLUG, "--measure", "span_f1_exact")


def _command(env: dict[str, str], *words: str) -> float:
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", *words],
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(words)
    return used.ru_utime + used.ru_stime


def _on_processor(process: int, ask: Callable[[], object]) -> tuple[float, float]:
    """Seconds that all threads of a process had a processor while it was asked, and that it took."""
    before, begun = _had(process), time.perf_counter()
    ask()
    return _had(process) - before, time.perf_counter() - begun


def _had(process: int) -> float:
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9


def _most_memory(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def _in_a_hurry(store: Store) -> None:
    """Filling needs no durability: what is lost with the power is filled again."""
    with store.writer.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA synchronous = OFF")


def _drawn(title: str, curves: Curves, unit: float) -> Iterator[str]:
    """A line for each curve: the figures, how much more the last is than the first, and a bar for each."""
    yield f"growing   {title}"
    for what, points in curves.items():
        values = [value * unit for value in points.values()]
        most = max(*values, 1e-9)
        figures = "  ".join(f"{count:,}: {value:9.2f}" for count, value in zip(points, values, strict=True))
        ratio = values[-1] / max(values[0], 1e-9)
        yield f"growing   {what:24} {figures}   last / first {ratio:7.1f}"
        for count, value in zip(points, values, strict=True):
            yield f"growing   {count:>24,} {'█' * max(1, round(_WIDTH * value / most))}"
