"""Files become documents, without touching the database."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from annotator.domain.block import BlockKind
from annotator.domain.corpus import Arrival, Document, Finding
from annotator.domain.errors import Invalid, Refused
from annotator.formats._base import Incoming
from annotator.services import exchange
from annotator.services.unpacking import Upload, ready


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that was read, or the reason why it was not."""

    name: str
    data: bytes
    format: str
    arrival: Arrival
    problem: str = ""
    problem_code: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class How:
    """How files are to be read; ``blocks`` are kinds that somebody corrected, by document and by number."""

    format: str
    encoding: str | None
    now: str
    new_id: Callable[[], str]
    columns: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Mapping[int, BlockKind]] = field(default_factory=dict)


def parse(
    uploads: Iterable[Upload],
    format_name: str,
    encoding: str | None,
    *,
    now: str,
    new_id: Callable[[], str],
    columns: Mapping[str, str] | None = None,
    blocks: Mapping[str, Mapping[int, BlockKind]] | None = None,
) -> list[Parsed]:
    """Read files without touching the database; see ``parse_each``."""
    return list(parse_each(uploads, How(format_name, encoding, now, new_id, columns or {}, blocks or {})))


def parse_each(
    uploads: Iterable[Upload], how: How, seen: Callable[[int], None] = lambda _: None
) -> Iterator[Parsed]:
    """Read files one after the other. A file that cannot be read says so; the others do not mind.

    Archives are unpacked, and files that belong together are read together; ``seen`` is told how many there are.
    """
    left_out: list[Finding] = []
    for upload in ready(uploads, how.format, left_out, seen):
        yield _parsed(upload, how)
    for one in left_out:
        yield Parsed(one.where, b"", "", Arrival((), findings=(Finding("", one.what),)))


def _parsed(upload: Upload, how: How) -> Parsed:
    data = upload.data
    beside = {name: one.data for name, one in upload.beside.items()}

    def read(by: str | None) -> tuple[str, Arrival]:
        if upload.problem:
            raise upload.problem
        chosen = exchange.reader(how.format, upload.name, data)
        if chosen.read is None:
            raise Invalid("unknown-format", f"{chosen.name} can only be exported.")
        arrival = chosen.read(Incoming(upload.base, data, by, how.now, how.new_id, beside, how.columns))
        if not arrival.documents:
            raise Invalid("no-document", "There is no document in this file.")
        documents = tuple(_corrected(document, how.blocks.get(document.id, {})) for document in arrival.documents)
        return chosen.name, replace(arrival, documents=documents)

    try:
        try:
            return Parsed(upload.name, data, *read(None))
        except Invalid as refusal:
            # The encoding that a person names is for the files that are not what they say, or UTF-8.
            if how.encoding is None or refusal.code != "wrong-encoding":
                raise
            return Parsed(upload.name, data, *read(how.encoding))
    except Refused as refusal:
        # What a refusal quotes of a file may have line ends in it.
        return Parsed(upload.name, data, "", Arrival(()), " ".join(refusal.message.split("\n")), refusal.code)


def _corrected(document: Document, kinds: Mapping[int, BlockKind]) -> Document:
    """``document`` with the blocks of those numbers made of other kinds."""
    if not kinds:
        return document
    blocks = tuple(replace(one, kind=kinds.get(number, one.kind)) for number, one in enumerate(document.blocks))
    return replace(document, blocks=blocks)
