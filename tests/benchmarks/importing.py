"""Importing and exporting from 100 to 10,000 documents by command, and somebody else's spans meanwhile."""

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from acting import Desk, draft, first_document, new_id

from annotator.domain.permission import Person
from annotator.services import accounts, bulk, projects, seeding
from annotator.services.bulk import Wanted
from annotator.services.parsing import How
from annotator.services.transactions import Store
from annotator.services.unpacking import Upload
from tests.benchmarks import corpora
from tests.benchmarks.process import measured
from tests.benchmarks.server import seeded

COUNTS = (100, 1_000, 10_000)
SIZE = 7_500


def run(*, quick: bool) -> Iterator[str]:
    counts = COUNTS[:1] if quick else COUNTS
    with tempfile.TemporaryDirectory() as name, seeded(Path(name)) as store:
        text = corpora.document("made", SIZE, 0).text
        for count in counts:
            slug = f"brought-{count}"
            with store.write() as tx:
                projects.create(tx, accounts.OPERATOR, slug, slug)
            folder = Path(name) / slug
            folder.mkdir()
            for number in range(count):
                (folder / f"{number}.txt").write_text(f"Article {number}\n\n{text}", "utf-8")
            yield measured(name, "import", slug, str(folder)).told("importing", count)
            for form in ("jsonl", "tei"):
                out = str(Path(name) / f"{slug}.{form}")
                taken = measured(name, "export", slug, "--format", form, "--out", out)
                yield taken.told(f"exporting {form}", count)
        yield from _beside(store, text, counts[-1])


def _beside(store: Store, text: str, count: int) -> Iterator[str]:
    """How long a span takes while an import is under way in the same process, as a job is."""
    with store.read() as tx:
        person = accounts.named(tx, "ana")
    desk = Desk(store, person, first_document(store, person, seeding.project_slug()))
    alone = [_marked(desk) for _ in range(60)]
    importing = threading.Thread(target=_bring, args=(store, person, text, count))
    importing.start()
    beside = []
    while importing.is_alive():
        beside.append(_marked(desk))
        time.sleep(0.02)
    yield (
        f"marking a span alone  median {statistics.median(alone) * 1000:5.1f} ms;  beside an import of {count}  "
        f"median {statistics.median(beside) * 1000:5.1f} ms, "
        f"longest {max(beside) * 1000:5.1f} ms of {len(beside)}"
    )


def _marked(desk: Desk) -> float:
    made = draft("the", desk.text)
    started = time.perf_counter()
    desk.create(made)
    return time.perf_counter() - started


def _bring(store: Store, person: Person, text: str, count: int) -> None:
    slug = "brought-beside"
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, slug, slug)
    files = [Upload(f"{number}.txt", f"Article {number}\n\n{text}".encode()) for number in range(count)]
    how = How("auto", None, store.moment(), new_id)
    bulk.import_all(store, accounts.OPERATOR, Wanted(slug, how), files)
