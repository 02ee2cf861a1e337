"""What no bad input may touch: a port that nobody may knock at, and a folder that stays as it is."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bad_inputs import manifest
from patience import until


@contextmanager
def watched() -> Iterator[str]:
    """As long as the block, nothing of the manifest's canary may be touched; a secret that must not be shown."""
    head = manifest()
    before = _held(Path(head["canary_dir"]))
    with socket.socket() as port:
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        until(lambda: _bound(port, head["canary_port"]))
        port.listen()
        port.setblocking(False)
        yield next(iter(before.values()), b"\0nothing is there").decode()
        with pytest.raises(BlockingIOError):
            port.accept()
    assert _held(Path(head["canary_dir"])) == before


def _held(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _bound(port: socket.socket, number: int) -> bool:
    """Whether the port could be had; another run of the tests on this machine may be listening at it."""
    try:
        port.bind(("127.0.0.1", number))
    except OSError:
        return False
    return True
