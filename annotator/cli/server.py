"""Serving: one process with some threads, alone on its data folder."""

import errno
import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import waitress
from filelock import FileLock, Timeout

from annotator.app import create_app
from annotator.cli.address import written_down
from annotator.domain.errors import Conflict, Invalid
from annotator.services import jobs
from annotator.services.transactions import THREADS, Store
from annotator.settings import Settings


def run(
    settings: Settings, store: Store, host: str, port: int, ready: Callable[[], None], *, found_at: str
) -> None:
    """Serve until interrupted; ``ready`` is called when requests are answered, at the address ``found_at``."""
    with sole_server(settings), written_down(settings, found_at):
        jobs.after_restart(store)
        app = create_app(settings, store, host=host)
        listening = _listening(host, port)
        server = waitress.create_server(
            app,
            sockets=[listening],
            threads=THREADS,
            ident="annotator",
            # Waitress refuses larger bodies itself; the application sets the limit of each route below it.
            max_request_body_size=110_000_000,
            # An export waits for a slow reader instead of piling up in memory.
            outbuf_high_watermark=2_000_000,
            clear_untrusted_proxy_headers=not settings.secure,
        )
        app.extensions["annotator_jobs"].work()
        # No request makes garbage of what is here by now.
        gc.freeze()
        ready()
        try:
            server.run()
        finally:
            server.close()
            app.extensions["annotator_jobs"].close()


@contextmanager
def sole_server(settings: Settings) -> Iterator[None]:
    """Hold the data folder; a second server, or an upgrade beside a server, is refused."""
    lock = FileLock(settings.data_dir / "server.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Conflict("in-use", f"Another annotator is running on {settings.data_dir}: end it first.") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def alone(settings: Settings, store: Store) -> Iterator[None]:
    """Hold the data folder for what changes everything; refuse while a server of another host is at work, too."""
    with sole_server(settings):
        refuse_servers(store)
        yield


def refuse_servers(store: Store) -> None:
    """Refuse while servers, of whatever host, are at work on a PostgreSQL database."""
    if at_work := jobs.servers(store):
        raise Conflict("in-use", f"Servers are at work on this database ({at_work}): end them first.")


def address(host: str, port: int) -> str:
    """Where people find what listens there; on every address, this machine by its name."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - only asked for
        host = socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def free_port(host: str, wanted: int) -> int:
    """``wanted``, or a free port where it is taken."""
    for port in (wanted, 0):
        try:
            with _listening(host, port) as found:
                return int(found.getsockname()[1])
        except Invalid:
            continue
    raise Invalid("no-port", f"No port can be opened on {host}.")


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        wrong = "--host" if error.errno == errno.EADDRNOTAVAIL else "--port"
        raise Invalid("no-port", f"{host}:{port}: {error.strerror}. Choose another {wrong}.") from None
    return found
