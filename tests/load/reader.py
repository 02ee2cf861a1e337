"""A manager who takes exports and looks at agreement while others work; each file has to be whole."""

import json
import re
from collections.abc import Sequence

from lxml import etree

from tests.load.annotator import Annotator, Memory, Text
from tests.load.importer import PARTS, Importer

TEI = "{http://www.tei-c.org/ns/1.0}"


class Reader:
    """Takes the project as JSONL and as TEI by turns, and asks for agreement in between."""

    def __init__(
        self,
        annotator: Annotator,
        slug: str,
        texts: Sequence[Text],
        others: Sequence[Memory] = (),
        importer: Importer | None = None,
    ) -> None:
        self._annotator = annotator  # its connection, its cookie and its token
        self._slug = slug
        self._texts = texts
        self._others = others
        self._importer = importer
        self._turn = 0
        self.exports = 0

    def act(self) -> None:
        """One export, and the page of agreement."""
        self.export()
        self._got(f"/projects/{self._slug}/agreement")

    def export(self) -> None:
        """One export, held against what was acknowledged before it was asked for."""
        self._turn += 1
        form = ("jsonl", "tei")[self._turn % 2]
        before = [dict(one.spans) for one in self._others]
        batches = set(self._importer.acknowledged) if self._importer else set()
        content = self._got(f"/projects/{self._slug}/export/file?format={form}&layer=all&allow_loss=on")
        for problem in self._tei(content) if form == "tei" else self._jsonl(content, before, batches):
            self._annotator.memory.faults.append(f"an export as {form}: {problem}")
        self.exports += 1

    def _got(self, path: str) -> str:
        status, content = self._annotator.get(path)
        if status != 200:
            self._annotator.memory.faults.append(f"GET {path}: {status} {content[-200:]!r}")
        return content

    def _jsonl(self, content: str, before: list[dict], batches: set[int]) -> list[str]:
        if not content.endswith("\n"):
            return ["it is cut in a line"]
        documents = [json.loads(line) for line in content.split("\n")[:-1]]
        problems = self._batches([one["title"] for one in documents], batches)
        texts = {one["id"]: one["text"] for one in documents}
        problems += [f"{one.id} is missing or another" for one in self._texts if texts.get(one.id) != one.text]
        there = {span["id"] for one in documents for span in one["spans"]}
        for memory, known in zip(self._others, before, strict=True):
            # What was there before, and was neither changed nor taken away meanwhile, is in it.
            problems += [
                f"{span} is missing"
                for span, state in known.items()
                if state and span not in memory.unsure and memory.spans.get(span) and span not in there
            ]
        return problems

    def _tei(self, content: str) -> list[str]:
        titles = [
            str(title.text)
            for title in etree.fromstring(content.encode()).iterfind(f".//{TEI}titleStmt/{TEI}title")
        ]
        missing = [one.id for one in self._texts if one.title not in titles]
        return [f"{one} is missing" for one in missing] + self._batches(titles, set())

    def _batches(self, titles: list[str], acknowledged: set[int]) -> list[str]:
        parts: dict[int, int] = {}
        for title in titles:
            if found := re.match(r"Batch (\d+) part", title):
                parts[int(found[1])] = parts.get(int(found[1]), 0) + 1
        halves = [f"batch {number} is in it in {count} parts" for number, count in parts.items() if count != PARTS]
        return halves + [f"batch {number} is not in it" for number in sorted(acknowledged - set(parts))]
