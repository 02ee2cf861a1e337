"""A site to work on: documents, people with links to sign in, and a server over it in processes of its own."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from annotator.domain.block import recognise
from annotator.services import accounts, codebooks, importing, projects, seeding
from annotator.services.importing import Upload
from annotator.services.transactions import Store, prepare
from tests.load.annotator import Text
from tests.patience import PATIENCE, until

SLUG = "load"
MANAGERS = ("person0", "person1")


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
    return tickets, [Text(one.id, one.text, recognise(one.text)) for one in found]


def _person(tx, name: str) -> str:
    accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None)
    projects.set_member(tx, accounts.OPERATOR, SLUG, name, "manager" if name in MANAGERS else "annotator")
    return accounts.ticket_for(tx, accounts.OPERATOR, name)


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
