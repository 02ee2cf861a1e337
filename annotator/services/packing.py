"""An export under way: its bytes in a format, and the manifest that says what is in them and what is not."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import orjson

from annotator import __version__
from annotator.domain.codebook import Codebook
from annotator.domain.codebook_tree import codebook_to_tree
from annotator.domain.corpus import Snapshot, fingerprint
from annotator.domain.errors import Invalid
from annotator.domain.pinning import Pin
from annotator.domain.training import Split
from annotator.formats._base import Format
from annotator.formats._files import File, zipped
from annotator.formats._loss import RELATIONS, Loss, all_reduced, reduced
from annotator.services import parting
from annotator.services.filters import Chosen

MANIFEST = "manifest.json"


@dataclass(slots=True)
class Count:
    """How often each label and type of relation is in the database, and how often in the file; what got lost."""

    documents: int = 0
    spans: Counter[str] = field(default_factory=Counter)
    spans_held: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    relations_held: Counter[str] = field(default_factory=Counter)
    lost: dict[str, Counter[str]] = field(default_factory=dict)
    texts: Any = field(default_factory=hashlib.sha256)


@dataclass(frozen=True, slots=True)
class Lost:
    """One loss of an export: how much falls to it, in all and by label."""

    loss: Loss
    by: Counter[str]

    def __str__(self) -> str:
        return f"{self.loss.counted(self.by.total())}: {self.loss.becomes}"


class Packing:
    """One snapshot on its way into one format. The snapshot's transaction has to stay open."""

    def __init__(
        self,
        form: Format,
        snapshot: Snapshot,
        layer: str,
        split: Split | None = None,
        *,
        let: Chosen | None = None,
        pinned: Mapping[str, Pin] = MappingProxyType({}),
    ) -> None:
        self._form = form
        self._snapshot = snapshot
        self._layer = layer
        self._split = split
        self._filter = let
        self._pinned = pinned
        self._digests: dict[str, tuple[int, str]] = {}

    @cached_property
    def count(self) -> Count:
        """What one pass over the documents finds."""
        found = Count()
        for document in self._snapshot.documents():
            held, lost = reduced(document, self._form.losses)
            found.documents += 1
            found.texts.update(fingerprint(document.text).encode())
            found.spans.update(one.label for one in document.spans)
            found.spans_held.update(one.label for one in held.spans)
            found.relations.update(one.type for one in document.relations)
            found.relations_held.update(one.type for one in held.relations)
            for name, by in lost.items():
                found.lost.setdefault(name, Counter()).update(by)
        return found

    def losses(self) -> list[Lost]:
        """What of the snapshot the format has no place for."""
        if not self._form.losses:
            return []
        losses = {one.name: one for one in (*self._form.losses, RELATIONS)}
        counted = ((loss, self.count.lost.get(name, Counter())) for name, loss in losses.items())
        return [*(Lost(loss, by) for loss, by in counted if by), *self._book_losses()]

    def _book_losses(self) -> list[Lost]:
        if self._form.book_losses is None or not self._snapshot.codebooks:
            return []
        return [Lost(loss, by) for loss, by in self._form.book_losses(self._snapshot.codebooks[-1])]

    def refuse_losses(self) -> None:
        """Refuse to leave anything out.

        Raises:
            Invalid: says how much of what the format has no place for.
        """
        if not any(loss.refused for loss in self._form.losses):
            return
        if lost := [one for one in self.losses() if one.loss.refused]:
            what = ", ".join(one.loss.counted(one.by.total()) for one in lost)
            raise Invalid("would-lose", f"{self._form.name} cannot hold {what}: allow the loss, or take jsonl.")

    @cached_property
    def given(self) -> dict[str, str]:
        """For each document the part of the split that it goes to.

        Raises:
            Invalid: a part would be empty, or what belongs together is pinned to different parts.
        """
        return {} if self._split is None else parting.given(self._snapshot, self._split, self._pinned)

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the export."""
        held = all_reduced(self._snapshot, self._form.losses)
        if self._split is not None:
            yield from zipped(self._with_manifest(parting.files(self._form, held, self._split, self.given)))
        elif self._form.files is not None:
            yield from zipped(self._with_manifest(self._form.files(held)))
        elif self._form.write is not None:
            yield from self._digested(self._file_name, self._form.write(held))

    def manifest(self) -> bytes:
        """The manifest, once all ``chunks`` are out."""
        return orjson.dumps(self._tree(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def _with_manifest(self, files: Iterable[File]) -> Iterator[File]:
        for file in files:
            yield File(file.path, self._digested(file.path, file.chunks))
        if self._form.is_archive or self._split is not None:
            yield File(MANIFEST, [self.manifest()])

    def _digested(self, path: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        self._digests[path] = size, digest.hexdigest()

    @property
    def _file_name(self) -> str:
        return f"{self._snapshot.slug}{self._form.suffix}"

    def _tree(self) -> dict[str, Any]:
        count = self.count
        return {
            "project": self._snapshot.slug,
            "name": self._snapshot.name,
            "software": {"name": "annotator", "version": __version__},
            "format": self._form.name,
            "layer": self._layer,
            "filter": self._filter.tree() if self._filter else None,
            "split": None if self._split is None else parting.told(self._split, self.given, self._pinned),
            "documents": count.documents,
            "texts_sha256": count.texts.hexdigest(),
            "codebooks": [_codebook(book) for book in self._snapshot.codebooks],
            "people": list(self._snapshot.people),
            "spans": self._compared(count.spans, count.spans_held),
            "relations": self._compared(count.relations, count.relations_held),
            "losses": [_lost(one) for one in self.losses()],
            "files": {path: {"bytes": size, "sha256": digest} for path, (size, digest) in self._digests.items()},
        }

    def _compared(self, there: Counter[str], held: Counter[str]) -> dict[str, dict[str, int | None]]:
        derived = self._form.derived
        return {name: {"database": there[name], "file": None if derived else held[name]} for name in sorted(there)}


def _codebook(book: Codebook) -> dict[str, Any]:
    tree = orjson.dumps(codebook_to_tree(book), option=orjson.OPT_SORT_KEYS)
    return {"version": book.version, "name": book.name, "sha256": hashlib.sha256(tree).hexdigest()}


def _lost(lost: Lost) -> dict[str, Any]:
    by = dict(sorted(lost.by.items()))
    return {"name": lost.loss.name, "what": str(lost), "count": lost.by.total(), "by": by}
