"""Exporting: time and memory from 100 to 10,000 documents, and somebody else's spans while an export runs."""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from annotator.services import exchange, seeding
from annotator.services.transactions import Store
from tests.benchmarks import corpora
from tests.benchmarks.server import Client, running, seeded, ticket

COUNTS = (100, 1_000, 10_000)
FAR = ("jsonl", "tei")
"""The formats that are written of the most documents too; of each of the others that would take an hour."""
_SPANS = 20
_AT_ONCE = 100


def run(*, quick: bool) -> Iterator[str]:
    counts = COUNTS[:1] if quick else COUNTS
    with tempfile.TemporaryDirectory() as name:
        with seeded(Path(name)) as store:
            for count in counts:
                _fill(store, count)
            marked = corpora.add(store, seeding.project_slug(), [corpora.document("elsewhere", 10_000, 0)])
            tokens = [ticket(store), ticket(store)]
        with running("annotator", "serve", env={**os.environ, "ANNOTATOR_DATA_DIR": name}) as (port, process):
            clients = [Client(port), Client(port)]
            for client, token in zip(clients, tokens, strict=True):
                client.sign_in(token)
            for form in exchange.writers():
                for count in counts if form.name in FAR else counts[:2]:
                    _forget_peak(process)
                    base = _memory(process, "VmRSS")
                    started = time.perf_counter()
                    query = f"format={form.name}&layer=all&allow_loss=on"
                    size = clients[0].size(f"/projects/made-{count}/export/file?{query}")
                    taken = time.perf_counter() - started
                    peak = _memory(process, "VmHWM")
                    yield (
                        f"exporting {count:6} documents as {form.name:20}  {taken:7.2f} s  "
                        f"{taken / count * 1000:6.2f} ms each  {size / 1e6:6.1f} MB  "
                        f"server at most {peak:6.1f} MB, {peak - base:5.1f} more than before"
                    )
            alone = _spans(clients[1], marked["elsewhere"], 60)
            path = f"/projects/made-{counts[-1]}/export/file?format=tei&layer=all"
            exporter = threading.Thread(target=clients[0].size, args=(path,))
            exporter.start()
            beside = _spans(clients[1], marked["elsewhere"], 30)
            exporter.join()
            yield (
                f"marking a span alone  median {statistics.median(alone) * 1000:5.1f} ms;  while an export runs  "
                f"median {statistics.median(beside) * 1000:5.1f} ms, longest {max(beside) * 1000:5.1f} ms"
            )


def _fill(store: Store, count: int) -> None:
    slug = f"made-{count}"
    corpora.project(store, slug)
    for first in range(0, count, _AT_ONCE):
        some = range(first, min(count, first + _AT_ONCE))
        corpora.keep(store, slug, [corpora.document(f"{count}-{number}", 7_500, _SPANS) for number in some])


def _spans(client: Client, document: str, rounds: int) -> list[float]:
    client.open(f"/documents/{document}")
    times = []
    for number in range(rounds):
        start = 100 + number
        words = corpora.document("elsewhere", 10_000, 0).text[start : start + 5]
        fields = [
            ("action", str(uuid4())),
            ("do", "create"),
            ("span", str(uuid4())),
            ("fragments", f"{start}-{start + 5}"),
            ("words", words),
            ("label", "actor"),
        ]
        started = time.perf_counter()
        client.post(f"/documents/{document}/actions", fields, part=True)
        times.append(time.perf_counter() - started)
    return times


def _forget_peak(process: int) -> None:
    """Let the most memory that a process had be counted from now on."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


def _memory(process: int, name: str) -> float:
    """Megabytes of a process, as Linux tells them under this name."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition(f"{name}:")[2].split()[0]) * 1024 / 1e6
