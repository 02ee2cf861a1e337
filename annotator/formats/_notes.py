"""What a reader meets and does not keep as it was, so that nothing is put away in silence."""

from collections import Counter

from annotator.domain.corpus import Finding
from annotator.domain.counting import counted, often
from annotator.domain.text import Canonical


class Notes:
    """The findings of one file: some for a place in it, others counted over all of it."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._counted: Counter[Finding] = Counter()

    def at(self, where: str, what: str) -> None:
        """Note what is odd in one place."""
        self._findings.append(Finding(where, what))

    def count(self, where: str, what: str) -> None:
        """Note what is odd in the same way in many places."""
        self._counted[Finding(where, what)] += 1

    def text_changed(self, where: str, text: Canonical) -> None:
        """Note what was done to make a text canonical."""
        if text.replaced:
            self.at(where, f"{counted(text.replaced, 'character')} that no export can hold became U+FFFD.")
        if text.line_ends:
            self.at(where, f"{counted(text.line_ends, 'line end')} rewritten as LF.")

    def findings(self) -> tuple[Finding, ...]:
        """All of them, those of one place first."""
        several = (Finding(one.where, often(one.what, times)) for one, times in self._counted.items())
        return (*self._findings, *several)
