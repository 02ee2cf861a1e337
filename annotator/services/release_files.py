"""The files of a release, all of one moment: the corpus in its formats, and what is told of it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import msgspec
import orjson

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_tree import codebook_to_tree
from annotator.domain.corpus import Document, Snapshot
from annotator.domain.layer import ALL, GOLD
from annotator.domain.permission import Person
from annotator.domain.release import Terms
from annotator.formats import _graphml
from annotator.formats._base import Format
from annotator.formats._files import File, folder
from annotator.services import (
    agreeing,
    citing,
    disagreeing,
    exchange,
    filters,
    release_agreement,
    release_counts,
    trees,
)
from annotator.services.filters import Chosen
from annotator.services.network_svg import svg
from annotator.services.packing import Packing
from annotator.services.release_about import About, Reported
from annotator.services.release_card import card
from annotator.services.selecting import FILTER, Selection
from annotator.store import filtering, layers, snapshot
from annotator.store.engine import Transaction
from annotator.store.projects import Project

WHOLE, WITHOUT_TEXT = "jsonl", "offsets"
"""The format that holds everything, and the one that stands for it where the texts may not be shared."""
SUMS = "SHA256SUMS"
DATA = "data"
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the corpus in a release: a format, and the layers that are in it."""

    path: str
    format: Format
    layers: tuple[str, ...]


class Contents:
    """What a release holds, seen in one transaction that has to stay open.

    ``passed`` is called for each document of each pass over them.
    """

    def __init__(
        self,
        tx: Transaction,
        person: Person,
        project: Project,
        terms: Terms,
        passed: Callable[[], None] = lambda: None,
    ) -> None:
        self._tx, self._person, self._project, self._terms, self._passed = tx, person, project, terms, passed
        self._sums: dict[str, str] = {}

    @cached_property
    def let(self) -> Chosen:
        """Which documents are in it.

        Raises:
            Invalid: the filter cannot be read.
            NotFound: no filter has this name.
        """
        return filters.chosen(self._tx, self._project, self._terms.filter)

    @cached_property
    def count(self) -> int:
        """How many documents are in it."""
        return filtering.count(self._tx, self._among)

    @cached_property
    def _among(self) -> filtering.Conditions:
        return filtering.conditions(self._tx, self._project, self.let.filter)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The files of the corpus."""
        present = tuple(layers.names(self._tx, self._project.id))
        return tuple(part for form in forms(self._terms) for part in self._parts(form, present))

    def _parts(self, form: Format, present: tuple[str, ...]) -> Iterator[Part]:
        name = f"{DATA}/{self._project.slug}"
        if not form.one_layer:
            yield Part(f"{name}{form.suffix}", form, self._terms.layers)
            return
        for layer in self._terms.apart(present):
            yield Part(f"{name}-{folder(layer)}{form.suffix}", form, (layer,))

    @cached_property
    def passes(self) -> int:
        """How often the documents are gone through, at most."""
        return 2 + sum(2 if part.format.losses else 1 for part in self.parts) + len(self.parts)

    @cached_property
    def about(self) -> About:
        """What the release says of itself."""
        formats = [form.name for form in forms(self._terms)]
        return release_counts.about(self._snapshot(self._terms.layers), self._terms, formats, self.let.tree())

    def files(self) -> Iterator[File]:
        """Every file, the checksums last."""
        for part in self.parts:
            yield from self._data(part)
        for path, data in self._told():
            yield self._summed(path, [data])
        yield File(SUMS, self._checksums())

    def _data(self, part: Part) -> Iterator[File]:
        layer = ", ".join(part.layers)
        packing = Packing(part.format, self._snapshot(part.layers), layer, let=self.let)
        if not self._terms.allow_loss:
            packing.refuse_losses()
        yield self._summed(part.path, packing.chunks())
        if not part.format.is_archive:
            yield self._summed(f"{part.path}.manifest.json", _late(packing.manifest))

    def _told(self) -> Iterator[tuple[str, bytes]]:
        about, book = self.about, self._book
        found = self._agreement()
        agreement = _rounded(agreeing.report(found))
        reported = msgspec.convert(agreement, Reported)
        confusions = disagreeing.counts(self._tx, self._compared()).confusions
        network, _ = _graphml.seen(self._snapshot(self._terms.layers), "affiliation")
        yield "README.md", card(about, reported, book, [(part.path, part.format) for part in self.parts])
        yield "CITATION.cff", citing.cff(about)
        yield "agreement.json", _json(agreement)
        yield "agreement.md", release_agreement.markdown(found, confusions, self._terms.date)
        yield "codebook.yaml", trees.write_tree(codebook_to_tree(book), "yaml", "codebook")
        yield "network.svg", svg(network).encode()
        yield "release.json", _json(about)

    @cached_property
    def _book(self) -> Codebook:
        books = self._snapshot(self._terms.layers).codebooks
        return books[-1] if books else Codebook()

    def _agreement(self) -> agreeing.Agreement:
        return agreeing.agreement(
            self._tx, self._person, self._project.slug, names=self._annotators, filter=str(self.let.filter)
        )

    def _compared(self) -> Sequence[Any]:
        key = FILTER if self.let else ""
        return Selection(self._annotators, key, str(self.let.filter)).documents(self._tx, self._project)

    @property
    def _annotators(self) -> tuple[str, ...]:
        """Whose agreement is reported: those whose layers are given out, or everybody's behind a single one."""
        named = tuple(name for name in self._terms.layers if name not in (ALL, GOLD))
        return named if len(named) > 1 else ()

    def _snapshot(self, wanted: tuple[str, ...]) -> Snapshot:
        taken = snapshot.take(self._tx, self._project, None if ALL in wanted else wanted, self._among)
        return replace(taken, documents=lambda: self._counted(taken.documents()))

    def _counted(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            self._passed()
            yield document

    def _summed(self, path: str, chunks: Iterable[bytes]) -> File:
        return File(path, self._digested(path, chunks))

    def _digested(self, path: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
            yield chunk
        self._sums[path] = digest.hexdigest()

    def _checksums(self) -> Iterator[bytes]:
        for path, digest in sorted(self._sums.items()):
            yield f"{digest}  {path}\n".encode()


def forms(terms: Terms) -> list[Format]:
    """The formats of a release: the one that holds everything first, then those that were asked for.

    Raises:
        Invalid: there is no such format.
    """
    first = WHOLE if terms.text else WITHOUT_TEXT
    return [exchange.writer(name) for name in dict.fromkeys((first, *terms.formats))]


def _late(made: Callable[[], bytes]) -> Iterator[bytes]:
    """Bytes that are known only when what stands before them is written."""
    yield made()


def _rounded(tree: Any) -> Any:
    """A tree with six decimals: the last digits of a sum are not the same under every version of Python."""
    if isinstance(tree, dict):
        return {key: _rounded(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_rounded(value) for value in tree]
    return round(tree, _DECIMALS) + 0.0 if isinstance(tree, float) else tree


def _json(tree: Any) -> bytes:
    return orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
