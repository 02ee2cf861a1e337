"""Where the server of a data folder is found: written down while it serves, for the commands that print links."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.settings import Settings

DEFAULT = "http://127.0.0.1:5000"
_LONGEST = 300


@contextmanager
def written_down(settings: Settings, address: str) -> Iterator[None]:
    """Let other commands find ``address`` for as long as the server runs."""
    with suppress(OSError):
        _file(settings).write_text(f"{address}\n", "utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            _file(settings).unlink()


def site(settings: Settings) -> str:
    """The address that a link begins with: the configured one, that of the server at work, or the usual one."""
    return settings.public_url or _at_work(settings) or DEFAULT


def _at_work(settings: Settings) -> str:
    from filelock import FileLock, Timeout

    try:
        found = _file(settings).read_text("utf-8")[:_LONGEST].strip()
        # A server that was killed leaves its file, but not its lock.
        with FileLock(settings.data_dir / "server.lock", timeout=0):
            return ""
    except Timeout:
        return found
    except (OSError, UnicodeDecodeError):
        return ""


def _file(settings: Settings) -> Path:
    return settings.data_dir / "server.address"
