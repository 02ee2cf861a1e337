"""``make load``: fifty annotators for sixty seconds, on SQLite and on PostgreSQL with two workers.

First they work by themselves, and now and then somebody exports. The limits are 10 times the floor of the same
run plus 50 ms at the 99th percentile of what annotators do, no fault, nothing lost or doubled. Then everything at
once: somebody imports, somebody exports and looks at agreement, and two people adjudicate. What that does to the
99th percentile is told; the rest holds as before. Bounded, and over the loopback only. Afterwards every
acknowledged action is held against the export, as is every export that was taken meanwhile.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Thread

from tests.benchmarks.server import running as floor_running
from tests.databases import Postgres
from tests.load import reckoning, site
from tests.load.adjudicator import Adjudicator, wrong_in_gold
from tests.load.annotator import Annotator, Memory, Refused
from tests.load.importer import Importer, halves
from tests.load.reader import Reader
from tests.ports import free_port

_THINK = 1.0
"""Seconds that people think between two actions, on average: ten times faster than anybody reads."""
_ADJUDICATORS = 2
_DOCKETS = 12
"""Documents to adjudicate, shared among them: more units than a minute is enough for."""
_SELDOM = 10.0
"""Seconds between two exports where annotators work by themselves."""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--crashes", type=int, default=50)
    options = asked.parse_args()
    floor = _floor(options.people, min(options.seconds, 20))
    problems = []
    for mixed in (False, True):
        problems += _on_sqlite(options, floor, mixed=mixed)
        problems += _on_postgresql(options, floor, mixed=mixed)
    problems += _crashes(options.crashes)
    for problem in problems:
        sys.stdout.write(f"PROBLEM  {problem}\n")
    return 1 if problems else 0


def _on_sqlite(options: argparse.Namespace, floor: Memory, *, mixed: bool) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/annotator.sqlite3"
        return _Play("SQLite", Path(name), url, (), mixed).played(options, floor)


def _on_postgresql(options: argparse.Namespace, floor: Memory, *, mixed: bool) -> list[str]:
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as data:
        server = Postgres(Path(data))
        with closing(server):
            server.migrate_template()
            with server.copy() as url:
                play = _Play("PostgreSQL, 2 workers", Path(name), url, ("--workers", "2"), mixed)
                return play.played(options, floor)


@dataclass(frozen=True)
class _Play:
    """Fifty people on one kind of server: what it is called, its folder, its database, and how it is served.

    ``mixed``: with imports, exports and adjudication beside them.
    """

    what: str
    folder: Path
    url: str
    flags: tuple[str, ...]
    mixed: bool

    def played(self, options: argparse.Namespace, floor: Memory) -> list[str]:
        """Let everybody work, say how it went, and give back what is wrong."""
        env = site.environment(self.folder, self.url)
        tickets, texts = site.made(self.url, options.people, 10)
        judging, dockets, read = (
            site.read_by_two(self.url, _ADJUDICATORS, _DOCKETS) if self.mixed else ([], [], Memory())
        )
        port = free_port()
        people = [Annotator(port, ticket, texts, number) for number, ticket in enumerate((*tickets, *judging))]
        annotators = people[len(site.MANAGERS) : options.people]
        judges = [
            Adjudicator(one, dockets[number::_ADJUDICATORS], number)
            for number, one in enumerate(people[options.people :])
        ]
        importer = Importer(people[1], site.SLUG)
        reader = Reader(people[0], site.SLUG, texts, [one.memory for one in annotators], importer)
        with site.running(port, env, *self.flags):
            for one in people:
                one.sign_in()
            beside = [*(one.act for one in judges), reader.act, importer.import_batch]
            acts = beside if self.mixed else [lambda: (reader.export(), time.sleep(_SELDOM))]
            _together([*(one.act for one in annotators), *acts], options.seconds)
        found = reckoning.exported(self.folder, site.SLUG, env)
        problems = wrong_in_gold(reckoning.gold(self.folder), [one.decided for one in judges])
        problems += halves(self.folder / "all.jsonl", importer)
        problems += [fault for one in people for fault in one.memory.faults]
        decided = sum(len(one.decided.units) for one in judges)
        if not (reader.exports and (not self.mixed or (decided and importer.acknowledged))):
            problems.append("somebody came to nothing")
        sys.stdout.write(
            f"{self.what}{', everything at once' if self.mixed else ''}: {decided} decisions, "
            f"{len(importer.acknowledged)} batches imported, {reader.exports} exports taken meanwhile, "
            f"{len(problems)} of them wrong\n"
        )
        memories = [*(one.memory for one in annotators), read]
        return [f"{self.what}: {one}" for one in problems] + self._reckoned(memories, found, floor)

    def _reckoned(self, memories: list[Memory], found: dict, floor: Memory) -> list[str]:
        lost = reckoning.differences(found, memories)
        problems = [f"{self.what}: {one}" for one in lost]
        alive = sum(state is not None for one in memories for state in one.spans.values())
        sys.stdout.write(f"{self.what}: {alive} spans acknowledged and there, {len(lost)} differences\n")
        for kind in ("reads", "writes"):
            times = [one for memory in memories for one in getattr(memory, kind)]
            over = _over_the_limit(self.what, kind, times, getattr(floor, kind))
            problems += [] if self.mixed else over
        return problems


def _over_the_limit(what: str, kind: str, times: list[float], floor: list[float]) -> list[str]:
    base, high = _p99(floor), _p99(times)
    limit = 10 * base + 0.05
    median = statistics.median(times)
    sys.stdout.write(
        f"{what}: {len(times):6} {kind:6}  median {median * 1000:7.1f} ms  p99 {high * 1000:7.1f} ms  "
        f"floor's p99 {base * 1000:6.1f} ms  limit {limit * 1000:7.1f} ms\n"
    )
    return [f"{what}: p99 of {kind} is {high * 1000:.0f} ms, over {limit * 1000:.0f} ms"] if high > limit else []


def _floor(people: int, seconds: float) -> Memory:
    """The same people at the same pace on bare routes: a read for each four writes and so on, as at work."""
    memory = Memory()

    def asker(number: int) -> Callable[[], None]:
        chance = Random(number)
        connection = None

        def ask() -> None:
            nonlocal connection
            connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            reads = chance.random() < 0.3
            started = time.perf_counter()
            connection.request("GET" if reads else "POST", "/")
            connection.getresponse().read()
            (memory.reads if reads else memory.writes).append(time.perf_counter() - started)

        return ask

    with (
        tempfile.TemporaryDirectory() as name,
        floor_running("tests.benchmarks.floor", f"{name}/floor.sqlite3") as (port, _),
    ):
        _together([asker(number) for number in range(people)], seconds)
    return memory


def _together(acts: list[Callable[[], None]], seconds: float) -> None:
    """Each of ``acts`` again and again, in a thread of its own, with time to think between."""
    end = time.monotonic() + seconds

    def at_it(act: Callable[[], None], number: int) -> None:
        chance = Random(number)
        time.sleep(chance.uniform(0, _THINK))
        while time.monotonic() < end:
            try:
                act()
            except Refused:
                return
            time.sleep(chance.uniform(0.5 * _THINK, 1.5 * _THINK))

    threads = [Thread(target=at_it, args=(act, number)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _crashes(times: int) -> list[str]:
    if not times:
        return []
    command = [sys.executable, "-m", "pytest", "-q", "tests/load/test_crash.py"]
    done = subprocess.run(command, env={**os.environ, "ANNOTATOR_TEST_CRASHES": str(times)}, check=False)
    sys.stdout.write(f"killed {times} times while people worked\n")
    return [] if done.returncode == 0 else ["after a crash something was not there: see above"]


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]


if __name__ == "__main__":
    sys.exit(main())
