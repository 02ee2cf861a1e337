"""Real servers in processes of their own, and a client that keeps its connection."""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from annotator.services import accounts, seeding
from annotator.services.transactions import Store, prepare
from tests.patience import PATIENCE, until
from tests.ports import free_port


class Client:
    """One person's browser, as far as a benchmark needs it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookie = ""
        self._token = ""

    def sign_in(self, ticket: str) -> None:
        self._token = self._csrf(self.get(f"/enter/{ticket}"))
        self.post(f"/enter/{ticket}", [])

    def get(self, path: str) -> str:
        return self._request("GET", path, None).decode()

    def size(self, path: str) -> int:
        """How many bytes a file has that is downloaded, of which no more than a piece is held."""
        self._connection.request("GET", path, None, {"Cookie": self._cookie})
        answer = self._connection.getresponse()
        if answer.status >= 400:
            raise RuntimeError(f"GET {path}: {answer.status} {answer.read()[-300:]!r}")
        return sum(len(piece) for piece in iter(partial(answer.read, 1 << 16), b""))

    def open(self, path: str) -> str:
        """Get a page and use its CSRF token from then on."""
        page = self.get(path)
        self._token = self._csrf(page)
        return page

    def post(self, path: str, fields: list[tuple[str, str]], *, part: bool = False) -> bytes:
        body = urlencode([("csrf_token", self._token), *fields])
        return self._request("POST", path, body, part=part)

    def _request(self, method: str, path: str, body: str | None, *, part: bool = False) -> bytes:
        headers = {"Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if part:
            headers["HX-Request"] = "true"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if cookie := answer.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {data[-300:]!r}")
        return data

    @staticmethod
    def _csrf(page: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return found[1] if found else ""


@contextmanager
def seeded(folder: Path) -> Iterator[Store]:
    """The demo's database in ``folder``, open."""
    with filled(f"sqlite:///{folder / 'annotator.sqlite3'}") as store:
        yield store


@contextmanager
def filled(url: str) -> Iterator[Store]:
    """The demo's database at an address, open."""
    store = Store(url)
    prepare(store)
    seeding.seed(store)
    yield store
    store.close()


def ticket(store: Store, name: str = "ana") -> str:
    with store.write() as tx:
        return accounts.ticket_for(tx, accounts.OPERATOR, name)


@contextmanager
def running(*command: str, env: dict[str, str] | None = None) -> Iterator[tuple[int, int]]:
    """``python -m`` a server on a free port, which is appended to its command; the port and its process id."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--port", str(port)],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    try:
        until(lambda: _answers(port))
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
