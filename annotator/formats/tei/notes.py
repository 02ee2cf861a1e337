"""What a reader meets and does not keep, so that nothing is put away in silence."""

from collections import Counter

from annotator.domain.corpus import Finding
from annotator.domain.counting import often


class Notes:
    """The findings of one file: each once, with how often it was met."""

    def __init__(self) -> None:
        self._times: Counter[Finding] = Counter()

    def add(self, where: str, what: str) -> None:
        """Take down ``what`` was met at ``where``."""
        self._times[Finding(where, what)] += 1

    def findings(self) -> tuple[Finding, ...]:
        """All of them, in the order in which they were first met."""
        return tuple(Finding(one.where, often(one.what, times)) for one, times in self._times.items())
