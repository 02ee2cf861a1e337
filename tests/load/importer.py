"""A manager who imports batches of files, and remembers which of them the server said have come in."""

import json
import re
from pathlib import Path

PARTS = 3
_CONFIRM = re.compile(r'<form method="post" action="(/projects/[a-z]+/import/[0-9a-f-]{36})">')


class Importer:
    """Sends batches of three files through the import page, looks at the preview, and confirms."""

    def __init__(self, annotator, slug: str) -> None:
        self._annotator = annotator  # its connection, its cookie and its token
        self._slug = slug
        self._number = 0
        self.acknowledged: set[int] = set()

    def import_batch(self) -> None:
        """One batch, from the files to the answer that they are in."""
        self._number += 1
        number = self._number
        files = [
            (f"{number}-{part}.txt", f"Batch {number} part {part}\n\nA text that is imported.\n")
            for part in range(PARTS)
        ]
        preview = self._annotator.upload(f"/projects/{self._slug}/import", files)
        where = _CONFIRM.search(preview)[1]
        status, _ = self._annotator.post(where, {"format": "auto", "encoding": ""})
        if status == 204:
            self.acknowledged.add(number)


def halves(export: Path, importer: Importer) -> list[str]:
    """In words, every batch that is there in part, or was acknowledged and is not there whole."""
    parts: dict[int, int] = {}
    for line in export.read_text("utf-8").split("\n")[:-1]:
        if found := re.match(r"Batch (\d+) part", json.loads(line)["title"]):
            parts[int(found[1])] = parts.get(int(found[1]), 0) + 1
    problems = [f"batch {number} is there in {count} parts" for number, count in parts.items() if count != PARTS]
    lost = importer.acknowledged - set(parts)
    return problems + [f"batch {number} was acknowledged and is lost" for number in sorted(lost)]
