"""What a reader meets and does not keep, so that nothing is put away in silence."""

from collections import Counter
from collections.abc import Set as AbstractSet

from annotator.domain.corpus import Finding
from annotator.domain.counting import counted, often
from annotator.domain.text import Canonical
from annotator.formats._records.table import Table


class Notes:
    """The findings of one file: some for a line, others counted over all lines."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._counted: Counter[Finding] = Counter()

    def text_changed(self, line: int, text: Canonical) -> None:
        """Notes what was done to make a text canonical."""
        if text.replaced:
            self._at(line, f"{counted(text.replaced, 'character')} that no export can hold became U+FFFD")
        if text.line_ends:
            self._at(line, f"{counted(text.line_ends, 'line end')} rewritten as LF; offsets moved along")

    def ignored(self, place: str, table: Table, known: AbstractSet[str]) -> None:
        """Notes the keys of ``table`` that are not ``known``, and so not kept."""
        self._counted.update(Finding(f"{place}.{key[:80]}", "not kept") for key in table.tree if key not in known)

    def nameless(self, name: str) -> None:
        """Notes a span that does not say whose it is."""
        self._counted[Finding("spans", f"without an annotator: kept as those of “{name}”")] += 1

    def findings(self) -> tuple[Finding, ...]:
        """All of them, those of lines first."""
        several = (Finding(one.where, often(one.what, times)) for one, times in self._counted.items())
        return (*self._findings, *several)

    def _at(self, line: int, what: str) -> None:
        self._findings.append(Finding(f"line {line}", what))
