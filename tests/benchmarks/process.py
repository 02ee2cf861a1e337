"""Commands in processes of their own: how long each took, and how much memory it had at most."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took: seconds, and the most megabytes that its process had."""

    seconds: float
    megabytes: float

    def told(self, what: str, count: int) -> str:
        return (
            f"{what:32} {count:6} documents  {self.seconds:7.2f} s  {self.seconds / count * 1000:6.2f} ms each  "
            f"process at most {self.megabytes:6.1f} MB"
        )


_LAUNCHER = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A process counts what whoever began it had until then as its own: so something small begins it."""


def measured(data_dir: str, *command: str) -> Taken:
    """What ``annotator`` takes for a command."""
    started = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, sys.executable, "-m", "annotator", *command],
        env={**os.environ, "ANNOTATOR_DATA_DIR": data_dir},
        stdout=subprocess.PIPE,
        check=True,
    )
    status, kilobytes = map(int, told.stdout.split())
    if status:
        raise RuntimeError(command)
    return Taken(time.perf_counter() - started, kilobytes / 1_000)
