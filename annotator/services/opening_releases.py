"""Opening a release, kept or in a file: what it says of itself, and the lines of its corpus."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_tree import codebook_from_tree
from annotator.domain.errors import Invalid
from annotator.domain.permission import Person
from annotator.formats._zip import Archive
from annotator.services import releasing
from annotator.services.release_about import About, Reported
from annotator.services.release_files import DATA, SUMS
from annotator.services.trees import read_tree
from annotator.store.engine import Store

T = TypeVar("T")
_CORPORA = (".offsets.jsonl", ".prodigy.jsonl", ".doccano.jsonl", ".soft.jsonl")
"""Endings of files that are not the whole corpus; of a release without texts, the first is."""


class Quote(msgspec.Struct):
    """A part of a span without its text."""

    words: str
    length: int
    sha256: str
    before: str
    after: str


class SpanLine(msgspec.Struct):
    """A span of a line."""

    id: str
    start: int
    end: int
    label: str
    annotator: str
    layer: str
    fragments: list[tuple[int, int]] = msgspec.field(default_factory=list)
    text: str | None = None
    quotes: list[Quote] = msgspec.field(default_factory=list)
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)
    note: str = ""
    links: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def places(self) -> list[tuple[int, int]]:
        return self.fragments or [(self.start, self.end)]

    @property
    def words(self) -> str:
        """What it marks, or how that begins."""
        return self.text if self.text is not None else " … ".join(one.words for one in self.quotes)


class RelationLine(msgspec.Struct):
    """A relation of a line."""

    id: str
    type: str
    source: str
    target: str
    annotator: str
    layer: str


class SlotLine(msgspec.Struct):
    """What fills a place in a statement: a span of the line, the key of an entry, or both."""

    span: str | None = None
    entity: str | None = None


class StatementLine(msgspec.Struct):
    """A statement of a line: who takes which stance on what."""

    id: str
    stance: str
    annotator: str
    layer: str
    actor: SlotLine | None = None
    instrument: SlotLine | None = None
    reporter: SlotLine | None = None
    addressee: SlotLine | None = None
    polarity: str | None = None
    voice: str | None = None


class LayerLine(msgspec.Struct):
    """A layer of a line."""

    annotator: str
    state: str
    layer: str | None = None
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.layer or self.annotator


class Line(msgspec.Struct):
    """A document of a release, with its text or without."""

    id: str
    title: str
    meta: dict[str, Any]
    spans: list[SpanLine]
    relations: list[RelationLine]
    layers: list[LayerLine]
    text: str | None = None
    text_sha256: str | None = None
    entities: list[dict[str, Any]] = msgspec.field(default_factory=list)
    statements: list[StatementLine] = msgspec.field(default_factory=list)

    @property
    def sha256(self) -> str:
        return self.text_sha256 or hashlib.sha256((self.text or "").encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Opened:
    """A release that can be looked into. ``name`` is what it was opened as."""

    name: str
    about: About
    agreement: Reported
    book: Codebook
    corpus: bytes

    def lines(self) -> Iterator[Line]:
        """Its documents in their order, one after the other.

        Raises:
            Invalid: a line is not that of a document.
        """
        for number, raw in enumerate(self.corpus.split(b"\n"), start=1):
            if raw:
                yield _decoded(raw, Line, f"{self.name}, document {number}")


def opened(store: Store, person: Person, name: str) -> Opened:
    """A release by its path, or as ``PROJECT/NAME`` where it is kept here.

    Raises:
        Invalid: there is none, or it is not as it was given out.
        NotFound: there is no such project or release.
    """
    path = Path(name)
    if path.is_dir():
        names = _below(path)
        return _from(name, lambda one: (path / one).read_bytes() if one in names else None, names)
    if path.is_file():
        return archived(name, path.read_bytes())
    slug, slash, release = name.partition("/")
    if not slash or not release:
        raise Invalid(
            "no-release", f"{name}: there is no such file or folder, and it is not of the form PROJECT/NAME."
        )
    return kept(store, person, slug, release)


def kept(store: Store, person: Person, slug: str, name: str) -> Opened:
    """A release that is kept here."""
    with store.read() as tx:
        found = releasing.find(tx, person, slug, name)
    return archived(f"{slug}/{found.name}", b"".join(releasing.chunks(store, found)))


def archived(name: str, data: bytes) -> Opened:
    """A release that is one archive."""
    archive = Archive(data)
    tops = {one.partition("/")[0] for one in archive.names}
    top = f"{min(tops)}/" if len(tops) == 1 else ""
    names = [one.removeprefix(top) for one in archive.names]
    return _from(name, lambda one: archive.read(top + one) if top + one in archive else None, names)


def _from(name: str, read: Callable[[str], bytes | None], names: list[str]) -> Opened:
    def required(path: str) -> bytes:
        found = read(path)
        if found is None:
            raise Invalid("bad-release", f"{name} is no release: {path[:80]} is not in it.")
        return found

    _refuse_changed(name, required, required(SUMS))
    book = read_tree(required("codebook.yaml"), f"{name}, codebook.yaml", "codebook")
    about = _decoded(required("release.json"), About, f"{name}, release.json")
    return Opened(
        name=name,
        about=about,
        agreement=_decoded(required("agreement.json"), Reported, f"{name}, agreement.json"),
        book=codebook_from_tree(book, book.get("version", 0) if isinstance(book, dict) else 0),
        corpus=required(_corpus(name, names, text=about["text"])),
    )


def _refuse_changed(name: str, required: Callable[[str], bytes], sums: bytes) -> None:
    for line in sums.decode("utf-8", "replace").splitlines():
        digest, _, path = line.partition("  ")
        if hashlib.sha256(required(path)).hexdigest() != digest:
            raise Invalid("bad-release", f"{name}: {path[:80]} is not as it was given out.")


def _corpus(name: str, names: list[str], *, text: bool) -> str:
    lines = [one for one in names if one.startswith(f"{DATA}/") and one.endswith(".jsonl")]
    whole = [one for one in lines if not one.endswith(_CORPORA)]
    found = whole if text else [one for one in lines if one.endswith(_CORPORA[0])]
    if len(found) != 1:
        raise Invalid("bad-release", f"{name} is no release: {DATA}/ does not hold one corpus.")
    return found[0]


def _below(folder: Path) -> list[str]:
    """The files of a release's folder: a release has no others."""
    found = [*folder.iterdir(), *((folder / DATA).iterdir() if (folder / DATA).is_dir() else ())]
    return [one.relative_to(folder).as_posix() for one in sorted(found) if one.is_file()]


def _decoded(data: bytes, kind: type[T], where: str) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("bad-release", f"{where}: {error}.") from None
