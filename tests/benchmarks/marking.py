"""Marking a span, from the request to the answer, against the floor: and how it grows with the spans there are."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from annotator.domain.corpus import Document
from annotator.services import seeding
from tests.benchmarks import corpora
from tests.benchmarks.server import Client, running, seeded, ticket

SPANS = (0, 50, 500, 5_000)


def run(*, quick: bool) -> Iterator[str]:
    rounds = 60 if quick else 300
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with seeded(folder) as store:
            # One long document: the paragraph that is marked has a few spans, all others have many.
            made = [corpora.document(f"spans-{count}", 400_000, count) for count in SPANS]
            ids = corpora.add(store, seeding.project_slug(), made)
            token = ticket(store)
        env = {**os.environ, "ANNOTATOR_DATA_DIR": name}
        with (
            running("tests.benchmarks.floor", str(folder / "floor.sqlite3")) as (floor_port, _),
            running("annotator", "serve", env=env) as (port, _),
        ):
            client = Client(port)
            client.sign_in(token)
            floor = Client(floor_port)
            base: list[float] = []
            times: dict[int, list[float]] = {count: [] for count in SPANS}
            for count in SPANS:
                client.open(f"/documents/{ids[f'spans-{count}']}")
            # In turns, so that whatever else the machine does falls on all of them alike.
            for number in range(rounds):
                base.append(_timed(lambda: floor.post("/", [])))
                for count, document in zip(SPANS, made, strict=True):
                    fields = _fields(document, number)
                    path = f"/documents/{ids[f'spans-{count}']}/actions"
                    times[count].append(_timed(lambda p=path, f=fields: client.post(p, f, part=True)))
    ground = statistics.median(base)
    yield f"marking a span   floor (bare Flask, one durable INSERT)   median {ground * 1000:6.2f} ms"
    for count in SPANS:
        middle = statistics.median(times[count])
        high = statistics.quantiles(times[count], n=100)[-1]
        yield (
            f"marking a span   {count:5} spans elsewhere in 400 kB        median {middle * 1000:6.2f} ms  "
            f"p99 {high * 1000:6.2f} ms  {middle / ground:4.1f} x floor"
        )


def _fields(document: Document, number: int) -> list[tuple[str, str]]:
    # Each time the first word of another paragraph, as people go through a text.
    block = document.blocks[number * 7 % len(document.blocks)]
    start, end = block.start, min(block.end, block.start + 9)
    return [
        ("action", str(uuid4())),
        ("do", "create"),
        ("span", str(uuid4())),
        ("fragments", f"{start}-{end}"),
        ("words", document.text[start:end]),
        ("label", "actor"),
    ]


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
