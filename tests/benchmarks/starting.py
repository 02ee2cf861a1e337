"""From `annotator serve` to the first page, and what the program weighs with all that it needs.

In seconds of the processor, of all that the process did until the page was there, beside a floor: an interpreter
that imports Flask and SQLAlchemy and nothing of this program. Both as installed: with the files in which Python
keeps what it compiled, which pip makes; a first start here makes them, and is not counted.
"""

import http.client
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.server import seeded
from tests.ports import free_port

_WHEELS = 60
"""Megabytes that the wheel and those of all it needs may have."""


def run(*, quick: bool) -> Iterator[str]:
    rounds = 3 if quick else 7
    with tempfile.TemporaryDirectory() as name:
        with seeded(Path(name)):
            pass
        _first_page(name)
        started = [_first_page(name) for _ in range(rounds)]
    floor = min(_interpreter("import flask, sqlalchemy.orm") for _ in range(rounds))
    processor, clock = min(one[0] for one in started), min(one[1] for one in started)
    yield (
        f"starting   to the first page  processor {processor:5.2f} s  by the clock {clock:5.2f} s  "
        f"floor (Flask and SQLAlchemy imported) {floor:5.2f} s  {processor / floor:4.1f} x floor"
    )
    yield from _weight()


def _first_page(data_dir: str) -> tuple[float, float]:
    """What it takes until the page to sign in is there: seconds of the processor, and by the clock."""
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", "serve", "--port", str(port)],
        env=_installed() | {"ANNOTATOR_DATA_DIR": data_dir},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answered(port):
            time.sleep(0.005)
        taken = time.perf_counter() - begun
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), taken
    finally:
        process.terminate()
        process.wait()


def _installed() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _answered(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/sign-in")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _interpreter(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env=_installed())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _weight() -> Iterator[str]:
    """The wheel with what it asks for, as an index gives it; what is downloaded is thrown away."""
    root = Path(__file__).parents[2]
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([*pip, "wheel", "--wheel-dir", name, str(root)], check=True, stderr=subprocess.DEVNULL)
        sizes = {one.name: one.stat().st_size / 1e6 for one in Path(name).glob("*.whl")}
    yield f"weighing   {len(sizes)} wheels   {sum(sizes.values()):5.1f} MB, which may be {_WHEELS}"
    for file in sorted(sizes, key=lambda one: -sizes[one])[:8]:
        yield f"weighing   {file.partition('-')[0]:30} {sizes[file]:5.1f} MB"
