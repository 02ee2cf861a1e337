"""Exporting: a corpus leaves in a format, streamed from one moment's view of the database."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from annotator.domain.errors import Forbidden, Invalid, NotFound, Refused
from annotator.domain.layer import ALL, GOLD
from annotator.domain.permission import Act, Person
from annotator.domain.training import Split
from annotator.formats._base import Format
from annotator.services import exchange, filters, pinning, projects
from annotator.services.filters import Chosen
from annotator.services.packing import Lost, Packing
from annotator.store import filtering, layers, members, snapshot
from annotator.store.editions import Edition
from annotator.store.engine import Store, Transaction
from annotator.store.projects import Project

MANIFEST_SUFFIX = ".manifest.json"


class CannotWrite(Refused):
    """The file cannot be written there."""


@dataclass(frozen=True, slots=True)
class Export:
    """An export that has been asked for: everything that can be refused has been."""

    store: Store
    project: Project
    format: Format
    layer: str
    allow_loss: bool = False
    split: Split | None = None
    edition: Edition | None = None
    """The one document to be exported, in the edition that it was once."""
    filter: Chosen = field(default_factory=Chosen)

    @property
    def file_name(self) -> str:
        # Names of layers may hold any letter; a download's name holds only what every system takes.
        layer = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in self.layer)
        suffix = (
            self.format.suffix if self.split is None else f".split{self.format.suffix.removesuffix('.zip')}.zip"
        )
        edition = f"-{self.edition.document_id[:8]}-edition-{self.edition.number}" if self.edition else ""
        return f"{self.project.slug}{edition}-{layer}{suffix}"

    @property
    def media_type(self) -> str:
        return self.format.media_type if self.split is None else "application/zip"

    @property
    def manifest_name(self) -> str:
        return f"{self.file_name}{MANIFEST_SUFFIX}"

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece; the transaction ends when the last is taken or nobody wants more."""
        with self._packing() as packing:
            yield from packing.chunks()

    def manifest(self) -> bytes:
        """What is in the file and what is not: the same as beside a saved one."""
        with self._packing() as packing:
            for _ in packing.chunks():
                pass
            return packing.manifest()

    def losses(self) -> list[Lost]:
        """What the format has no place for."""
        with self._packing() as packing:
            return packing.losses()

    def check(self) -> None:
        """Refuse what can be refused only when the documents are looked at."""
        with self._packing() as packing:
            _ = packing.given

    def save(self, path: Path, manifest: Path | None = None) -> Path:
        """Write the file whole or not at all, then its manifest; the file's path.

        Args:
            path: of the file, or a folder for it.
            manifest: its path; if nothing is said, beside a file that does not carry it inside.
        """
        target = path / self.file_name if path.is_dir() else path
        beside = (
            None if self.format.is_archive or self.split else target.with_name(f"{target.name}{MANIFEST_SUFFIX}")
        )
        self.stream(lambda chunks: saved(target, chunks), manifest or beside)
        return target

    def stream(self, take: Callable[[Iterator[bytes]], None], manifest: Path | None = None) -> None:
        """Hand the bytes to ``take``, and write a manifest where one is wanted: both of one moment."""
        with self._packing() as packing:
            take(packing.chunks())
            if manifest is not None:
                saved(manifest, [packing.manifest()])

    @contextmanager
    def _packing(self) -> Iterator[Packing]:
        with self.store.read() as tx:
            wanted = None if self.layer == ALL else [self.layer]
            among = filtering.conditions(tx, self.project, self.filter.filter)
            only = self.edition.document_id if self.edition else None
            taken = snapshot.take(tx, self.project, wanted, among, edition=only)
            put = pinning.pinned(tx, self.project, self.filter.filter, self.split) if self.split else {}
            packing = Packing(self.format, taken, self.layer, self.split, let=self.filter, pinned=put)
            if not self.allow_loss:
                packing.refuse_losses()
            yield packing


def layers_for(tx: Transaction, person: Person, slug: str) -> tuple[Project, list[str]]:
    """The layers that somebody may export, the widest first."""
    project = projects.find(tx, person, slug)
    standing = project.standing
    names = layers.names(tx, project.id)
    offered = [ALL] if standing.may(Act.READ_OTHER_LAYERS) and standing.may(Act.READ_GOLD) else []
    if GOLD in names and standing.may(Act.READ_GOLD):
        offered.append(GOLD)
    if standing.may(Act.READ_OTHER_LAYERS):
        offered += [name for name in names if name != GOLD]
    elif standing.may(Act.ANNOTATE):
        offered.append(person.name)
    return project, offered


def prepare(
    store: Store,
    person: Person,
    slug: str,
    format_name: str,
    layer: str,
    *,
    allow_loss: bool = False,
    split: Split | None = None,
    edition: Edition | None = None,
    filter: str = "",  # noqa: A002 - as every door calls it
) -> Export:
    """An export, with everything checked that can be refused before the first byte.

    ``filter`` is the name of one, or one as written; without it all documents leave.

    Raises:
        Invalid: an unknown format, one that needs more than is installed, holds one layer where there are several,
            has no place for something that may not be lost, or would be split into parts with an empty one, or by
            lines that name no document; a filter that cannot be read, or lets nothing through.
        NotFound: no such project, layer or filter, or none they may know of.
        Forbidden: a layer that is not theirs to read.
    """
    chosen = exchange.writer(format_name)
    with store.read() as tx:
        project = projects.find(tx, person, slug)
        project.standing.require(Act.EXPORT)
        _require_layer(tx, project, layer)
        let = filters.chosen(tx, project, filter)
        if let:
            let.require_any(tx, project)
        if chosen.one_layer and layer == ALL:
            _require_one_layer(chosen, layers.names(tx, project.id))
    chosen.require_extra()
    export = Export(store, project, chosen, layer, allow_loss, split, edition, let)
    if split is not None or (chosen.losses and not allow_loss):
        export.check()
    return export


def _require_one_layer(chosen: Format, names: list[str]) -> None:
    if len(names) > 1:
        these = ", ".join(names)
        raise Invalid("one-layer", f"{chosen.name} holds one layer; name one of these: {these}.")


def _require_layer(tx: Transaction, project: Project, layer: str) -> None:
    standing = project.standing
    if layer == standing.person.name and standing.may(Act.ANNOTATE):
        return
    if layer == ALL and not (standing.may(Act.READ_OTHER_LAYERS) and standing.may(Act.READ_GOLD)):
        raise Forbidden("not-allowed", "You may export your own layer; the others are not open to you.")
    if layer == GOLD:
        standing.require(Act.READ_GOLD)
    elif layer != ALL:
        standing.require(Act.READ_OTHER_LAYERS)
        known = {member.name for member in members.of_project(tx, project.id)} | set(layers.names(tx, project.id))
        if layer not in known:
            raise NotFound("no-layer", f"There is no layer “{layer[:80]}” in this project.")


def saved(target: Path, chunks: Iterable[bytes]) -> None:
    """Write a file whole or not at all.

    Raises:
        CannotWrite: says why not.
    """
    try:
        _written(target, chunks)
    except OSError as error:
        raise CannotWrite("cannot-write", f"{target}: {error.strerror}.") from None


def _written(target: Path, chunks: Iterable[bytes]) -> None:
    descriptor, draft = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
