"""A site to work on: documents, people with links to sign in, and a server over it in processes of its own."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from annotator.domain.block import recognise
from annotator.domain.corpus import Arrival, Document
from annotator.domain.layer import Layer
from annotator.domain.span import Span
from annotator.services import accounts, codebooks, importing, projects, seeding
from annotator.services.importing import Parsed, Upload
from annotator.services.transactions import Store, prepare
from tests.load.adjudicator import Docket
from tests.load.annotator import Memory, Text
from tests.patience import PATIENCE, until

SLUG = "load"
MANAGERS = ("person0", "person1")
READERS = ("reader1", "reader2")
_UNITS = 60
"""Places in each document to adjudicate."""


def texts(count: int) -> list[str]:
    """``count`` articles: the seeds, each time with a line of its own."""
    seeds = [path.read_text("utf-8-sig") for path in sorted(seeding.seeds_folder().glob("*.txt"))]
    return [f"Article number {number}\n\n{seeds[number % len(seeds)]}" for number in range(count)]


def made(url: str, people: int, documents: int) -> tuple[list[str], list[Text]]:
    """A project of blind annotators in a new database: a one-time link for each, and the documents."""
    store = Store(url)
    prepare(store)
    book = (seeding.seeds_folder() / "codebook.yaml").read_bytes()
    uploads = [Upload(f"{number}.txt", text.encode()) for number, text in enumerate(texts(documents))]
    parsed = importing.parse(uploads, "txt", None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, SLUG, "Load")
        codebooks.replace(tx, accounts.OPERATOR, SLUG, codebooks.read_codebook(book, "codebook.yaml"))
        importing.import_files(tx, accounts.OPERATOR, SLUG, parsed)
        tickets = [_person(tx, f"person{number}") for number in range(people)]
    store.close()
    found = [document for file in parsed for document in file.arrival.documents]
    return tickets, [Text(one.id, one.title, one.text, recognise(one.text)) for one in found]


def _person(tx, name: str, role: str = "annotator") -> str:
    accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None)
    projects.set_member(tx, accounts.OPERATOR, SLUG, name, "manager" if name in MANAGERS else role)
    return accounts.ticket_for(tx, accounts.OPERATOR, name)


def read_by_two(url: str, adjudicators: int, documents: int) -> tuple[list[str], list[Docket], Memory]:
    """More documents, complete by two readers who label everything differently, and people who decide.

    A one-time link for each of them, the documents, and the readers' spans, which nobody changes any more.
    """
    store = Store(url)
    now = store.moment()
    made = [_read(f"Read by two {number}", text, now) for number, text in enumerate(texts(documents))]
    parsed = [Parsed(f"{one.title}.jsonl", one.id.encode(), "jsonl", Arrival((one,))) for one in made]
    with store.write() as tx:
        importing.import_files(tx, accounts.OPERATOR, SLUG, parsed)
        tickets = [_person(tx, f"adjudicator{number}", "adjudicator") for number in range(adjudicators)]
    store.close()
    dockets = [
        Docket(one.id, {span.id: (one.id, span.start, span.end, span.label) for span in one.spans}) for one in made
    ]
    there = {span.id: (one.id, span.start, span.end, "") for one in made for span in one.spans}
    return tickets, dockets, Memory(spans=there)


def _read(title: str, text: str, now: str) -> Document:
    spans = [
        Span(str(uuid4()), who, who, label, ((start, start + 5),), {}, "", 1, 1, now, now)
        for start in range(0, len(text) - 5, len(text) // _UNITS)
        for who, label in zip(READERS, ("actor", "legal_instrument"), strict=True)
    ]
    layers = tuple(Layer(who, who, "complete", now, now) for who in READERS)
    return Document(str(uuid4()), title, text, {}, recognise(text), 1, now, layers, tuple(spans))


class Server:
    """``annotator serve`` in a process group of its own, so that it can be killed whole."""

    def __init__(self, port: int, env: dict[str, str], *options: str, host: str = "127.0.0.1") -> None:
        self.port = port
        self.host = host
        self._command = [sys.executable, "-m", "annotator", "serve", "--host", host, "--port", str(port)]
        self._command += options
        self.env = {**os.environ, **env}
        self._log = Path(env["ANNOTATOR_DATA_DIR"]) / "server.log"
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start, and wait until it answers; it must need no hand to come up."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        until(self._answers)

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise AssertionError(f"it does not start: {self._log.read_text()[-500:]}")
        with socket.socket() as probe:
            return probe.connect_ex((self.host, self.port)) == 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """As when the power fails: nothing is said to it."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        """Kill it, unless it is over."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def stop(self) -> None:
        """As with Ctrl+C."""
        os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait(PATIENCE)


@contextmanager
def running(port: int, env: dict[str, str], *options: str):
    """A server that is there as long as the block."""
    server = Server(port, env, *options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def environment(folder: Path, url: str) -> dict[str, str]:
    return {"ANNOTATOR_DATA_DIR": str(folder), "ANNOTATOR_DATABASE_URL": url}
