"""What a process takes: processor time, and the most memory, since it was looked at last (Linux)."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """Looks at the process ``pid``."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")
        self.begin()

    def begin(self) -> None:
        """Count from here."""
        (self._folder / "clear_refs").write_text("5")  # the peak of memory is told anew: proc(5)
        self._seconds, self._megabytes = self._processor(), self._memory("VmRSS")

    @property
    def seconds(self) -> float:
        return self._processor() - self._seconds

    @property
    def megabytes(self) -> float:
        """By how much memory grew at the most, even if it was given back."""
        return self._memory("VmHWM") - self._megabytes

    def _processor(self) -> float:
        after_the_name = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return sum(int(one) for one in after_the_name[11:13]) / _TICKS

    def _memory(self, what: str) -> float:
        (line,) = [one for one in (self._folder / "status").read_text().splitlines() if one.startswith(what)]
        return int(line.split()[1]) / 1024
