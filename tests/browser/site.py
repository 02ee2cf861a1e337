"""A running server, and what is in its database."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import waitress
from waitress import wasyncore

from annotator.app import create_app
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.services import accounts, corpus, importing, layers, reading
from annotator.services.importing import Upload
from annotator.services.transactions import Store
from annotator.settings import Settings

SLUG = "central-asia"


@dataclass(frozen=True)
class Site:
    """A server at ``url`` over ``store``."""

    url: str
    store: Store

    def person(self, name: str):
        with self.store.read() as tx:
            return accounts.named(tx, name)

    def ticket(self, name: str) -> str:
        with self.store.write() as tx:
            return accounts.ticket_for(tx, accounts.OPERATOR, name)

    def documents(self, who: str = "ana") -> list:
        person = self.person(who)
        with self.store.read() as tx:
            return list(corpus.corpus(tx, person, SLUG).documents)

    def add_document(self, title: str, text: str) -> str:
        """A document of that text; its id."""
        upload = Upload(f"{title}.txt", text.encode())
        with self.store.write() as tx:
            parsed = importing.parse([upload], "txt", None, now=tx.now, new_id=tx.new_id)
            importing.import_files(tx, accounts.OPERATOR, SLUG, parsed)
        return self.documents()[-1].id

    def text(self, document: str, who: str = "ana") -> str:
        person = self.person(who)
        with self.store.read() as tx:
            return reading.desk(tx, person, document).reading.text

    def spans(self, document: str, who: str = "ana") -> list[Span]:
        """What is in the database, in reading order."""
        person = self.person(who)
        with self.store.read() as tx:
            return list(reading.open_document(tx, person, document).spans)

    def relations(self, document: str, who: str = "ana") -> list[Relation]:
        """The relations of somebody's layer."""
        person = self.person(who)
        with self.store.read() as tx:
            return layers.relations_of(tx, person, document, "me")[1]

    def state(self, document: str, who: str = "ana") -> str:
        person = self.person(who)
        with self.store.read() as tx:
            return reading.desk(tx, person, document).state


@contextmanager
def served(store: Store, folder: Path, port: int = 0) -> Iterator[Site]:
    """A server over ``store`` on ``port``, a free one by default, in a thread."""
    app = create_app(Settings(folder, "sqlite:///unused", "a secret for tests alone"), store)
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    channels: dict = {}
    server = waitress.create_server(
        app, map=channels, sockets=[listening], threads=4, clear_untrusted_proxy_headers=True
    )
    over = Event()

    def run() -> None:
        while not over.is_set():
            wasyncore.loop(timeout=0.05, map=channels, count=1)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(channels, ignore_all=True)

    thread = Thread(target=run)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", store)
    finally:
        over.set()
        thread.join()
        listening.close()
