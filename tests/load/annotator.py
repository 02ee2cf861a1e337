"""One annotator at work over HTTP, who remembers everything that the server acknowledged."""

import http.client
import re
import time
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from annotator.domain.block import Block
from tests.load.multipart import multipart

_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Text:
    """A document to work on: where it is, its title, its text and its blocks."""

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]


@dataclass
class Memory:
    """What one annotator knows to be saved: for each span's id its place and note, None where it is deleted.

    ``unsure`` are spans whose last action was never answered: either state of theirs is right.
    """

    spans: dict[str, tuple[str, int, int, str] | None] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Annotator:
    """Somebody who reads, marks, changes and deletes, and sends one creation in ten twice."""

    def __init__(self, port: int, ticket: str, texts: list[Text], seed: int) -> None:
        self.port = port
        self.memory = Memory()
        self._ticket = ticket
        self._texts = texts
        self._chance = Random(seed)
        self._cookie = ""
        self._token = ""
        self._connection: http.client.HTTPConnection | None = None
        self.headers: dict[str, str] = {}

    def sign_in(self) -> None:
        """Sign in by a one-time link."""
        self._token = _token_in(self._send("GET", f"/enter/{self._ticket}")[1])
        self._send("POST", f"/enter/{self._ticket}", {})
        self._token = _token_in(self._send("GET", f"/documents/{self._texts[0].id}")[1])

    def act(self) -> None:
        """Do one thing, as people do it in proportion."""
        turn = self._chance.random()
        mine = [span for span, state in self.memory.spans.items() if state and span not in self.memory.unsure]
        if turn < 0.3:
            self._timed(self.memory.reads, "GET", f"/documents/{self._chance.choice(self._texts).id}")
        elif turn < 0.7 or not mine:
            self._create()
        elif turn < 0.9:
            self._change(self._chance.choice(mine))
        else:
            self._delete(self._chance.choice(mine))

    def leave(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def open_form(self, path: str) -> None:
        """Open a page with a form, for the token in it."""
        self._token = _token_in(self._send("GET", path)[1])

    def post(self, path: str, fields: dict) -> tuple[int, str]:
        """Send a form of any page, as htmx does."""
        return self._send("POST", path, fields)

    def upload(self, path: str, files: list[tuple[str, str]]) -> str:
        """Send files by a form; the page that comes back."""
        body, kind = multipart({"csrf_token": self._token, "format": "auto"}, files)
        return self._exchanged("POST", path, body, {"Cookie": self._cookie, "Content-Type": kind})[1]

    def connected(self) -> http.client.HTTPConnection:
        """A connection to where this annotator works."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str) -> tuple[int, str]:
        """Open a page."""
        return self._send("GET", path)

    def _create(self) -> None:
        document = self._chance.choice(self._texts)
        block = self._chance.choice(document.blocks)
        start = self._chance.randrange(block.start, block.end)
        end = min(block.end, start + self._chance.randint(1, 30))
        span, place = str(uuid4()), (document.id, start, end, "")
        fields = {
            "action": str(uuid4()),
            "do": "create",
            "span": span,
            "label": self._chance.choice(("actor", "stance", "legal_instrument")),
            "fragments": f"{start}-{end}",
            "words": document.text[start:end],
        }
        for _ in range(2 if self._chance.random() < 0.1 else 1):
            self._acted(document.id, fields, span, place)

    def _change(self, span: str) -> None:
        document, start, end, _ = self.memory.spans[span]
        note = f"note {self._chance.randrange(10**6)}"
        fields = {"action": str(uuid4()), "do": "change", "span": span, "note": note}
        self._acted(document, fields, span, (document, start, end, note))

    def _delete(self, span: str) -> None:
        document = self.memory.spans[span][0]
        self._acted(document, {"action": str(uuid4()), "do": "delete", "span": span}, span, None)

    def _acted(self, document: str, fields: dict, span: str, state: tuple | None) -> None:
        self.memory.unsure.add(span)
        self._timed(self.memory.writes, "POST", f"/documents/{document}/actions", fields)
        self.memory.spans[span] = state
        self.memory.unsure.discard(span)

    def _timed(self, times: list[float], method: str, path: str, fields: dict | None = None) -> None:
        started = time.perf_counter()
        status, body = self._send(method, path, fields)
        times.append(time.perf_counter() - started)
        if status != 200:
            self.memory.faults.append(f"{method} {path}: {status} {body[-200:]!r}")
            raise Refused(status)

    def _send(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str]:
        headers = {"Cookie": self._cookie}
        body = None
        if fields is not None:
            body = urlencode({"csrf_token": self._token, **fields})
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        return self._exchanged(method, path, body, headers)

    def _exchanged(self, method: str, path: str, body: str | bytes | None, headers: dict) -> tuple[int, str]:
        if self._connection is None:
            self._connection = self.connected()
        try:
            self._connection.request(method, path, body, {**self.headers, **headers})
            answer = self._connection.getresponse()
            data = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise
        if cookie := answer.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        return answer.status, data


class Refused(Exception):  # noqa: N818 - an answer, not a fault of the annotator's
    """The server did not take it."""


def _token_in(page: str) -> str:
    found = _CSRF.search(page)
    assert found, page[:500]
    return found[1]
