"""A corpus that grows: what people wait for, what jobs take, and how much memory the server has, as curves.

100 to 10,000 documents with fifty spans of each of two annotators, or as many as ``--documents`` says; as
``growing-far`` 100,000, for which ten gigabytes of disk are needed. Everything is in seconds of the server's, or
the command's, processor: what else the machine does is not counted. Pages are asked for several times, and the
least is told, for each size as soon as it is measured. ``--quick`` leaves out what commands take.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.services import accounts, rounds
from annotator.services.transactions import Store
from tests.benchmarks import grown
from tests.benchmarks.server import Client, running, seeded, ticket

COUNTS = (100, 1_000, 10_000, 100_000)
NEAR, FAR = 10_000, 100_000
_MEMORY = 300
"""Megabytes that the server may have."""
_WIDTH = 40

Curves = dict[str, dict[int, float]]


def run(*, quick: bool, most: int = NEAR) -> Iterator[str]:
    pages: Curves = {}
    jobs: Curves = {}
    memory: Curves = {}
    with tempfile.TemporaryDirectory() as name, seeded(Path(name)) as store:
        _in_a_hurry(store)
        grown.begin(store)
        for count in (one for one in COUNTS if one <= most):
            grown.grow(store, count)
            yield f"growing   {count:7,} documents are there"
            for what, taken in _pages(store, name, memory.setdefault("server", {}), count, 2 if quick else 5):
                pages.setdefault(what, {})[count] = taken
                yield f"growing   {count:7,} {what:24} {taken * 1_000:10.2f} ms"
            for what, taken in () if quick else _jobs(name):
                jobs.setdefault(what, {})[count] = taken
                yield f"growing   {count:7,} {what:24} {taken:10.2f} s"
    yield from _drawn("pages, which stay flat: ms of the server's processor", pages, 1_000)
    yield from _drawn("jobs, which grow with the corpus: s of the processor", jobs, 1)
    yield from _drawn(f"memory, below {_MEMORY} MB", memory, 1)


def _pages(
    store: Store, folder: str, memory: dict[int, float], count: int, times: int
) -> Iterator[tuple[str, float]]:
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
    with running("annotator", "serve", env={**os.environ, "ANNOTATOR_DATA_DIR": folder}) as (port, process):
        clients = {name: Client(port) for name in tokens}
        for name, token in tokens.items():
            clients[name].sign_in(token)
        for what, who, path in wanted:
            clients[who].get(path)  # what is counted once a minute, or kept, is there from now on
            yield what, min(_on_processor(process, lambda w=who, p=path: clients[w].get(p)) for _ in range(times))
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


def _jobs(folder: str) -> Iterator[tuple[str, float]]:
    """Commands, each in a process of its own; what it takes to begin with is the same for all."""
    with tempfile.TemporaryDirectory() as out:
        yield (
            "export, JSONL",
            _command(folder, "export", grown.SLUG, "--format", "jsonl", "--out", f"{out}/a.jsonl"),
        )
        yield "import of the same", _imported(Path(out), f"{out}/a.jsonl")
        yield "backup", _command(folder, "backup", f"{out}/backup.zip")
        yield "counting agreement", _command(folder, "agreement", grown.SLUG, "--measure", "span_f1_exact")


def _imported(folder: Path, file: str) -> float:
    data = str(folder / "other")
    _command(data, "project", "create", grown.SLUG)
    return _command(data, "import", grown.SLUG, file)


def _command(data_dir: str, *words: str) -> float:
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", *words],
        env={**os.environ, "ANNOTATOR_DATA_DIR": data_dir},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(words)
    return used.ru_utime + used.ru_stime


def _on_processor(process: int, ask: Callable[[], object]) -> float:
    """Seconds that all threads of a process had a processor while it was asked."""
    before = _had(process)
    ask()
    return _had(process) - before


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
