"""What a format is: a name, and how a corpus becomes bytes and bytes become a corpus."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Arrival, Snapshot
from annotator.domain.errors import Invalid
from annotator.formats._files import File
from annotator.formats._loss import Counted, Losses

NO, MAYBE, SURELY, OWN = range(4)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that somebody wants to import.

    ``now`` is used where the file does not say when something was made, ``new_id`` where it gives no id.

    Attributes:
        beside: the files that it is read together with, by name, as far as they came with it.
        columns: which column of a table is what, where a person says so: ``{"text": "Body"}``; empty: none is.
    """

    name: str
    data: bytes
    encoding: str | None
    now: str
    new_id: Callable[[], str]
    beside: Mapping[str, bytes] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The head of a table: its columns' names, the first rows, and which column holds what, as it seems."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]

    def held_by(self, name: str) -> str:
        """What the column of this name holds; empty for metadata of its own."""
        return next((what for what, column in self.columns.items() if column == name), "")


def _alone(_name: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Extra:
    """What has to be installed beside the program for a format: ``pip install 'annotator[NAME]'``."""

    name: str
    modules: tuple[str, ...]


def never_claims(name: str, head: bytes) -> int:  # noqa: ARG001 - the shape of every ``claims``
    """For a format that is only exported."""
    return NO


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    Attributes:
        name: what people type after ``--format``: lower-case letters, digits and hyphens.
        title: what the page's menu says.
        suffix: of an exported file, with the dot; no two formats that are exported have the same.
        media_type: of an exported file.
        write: yields an export's bytes piece by piece, deterministic, with memory for one document at a time;
            None for a format that is only imported, or is several files.
        files: the same for a format that is several files, which leave as one archive.
        read: parses a whole file or raises ``Invalid`` saying what is wrong and where;
            None for a format that is only exported.
        claims: how surely a file is of this format, judged by its name and first bytes: ``NO``, ``MAYBE`` where
            others may be written so too, ``SURELY`` by marks that only this format has, ``OWN`` for an export.
        beside: the names of the files, beside it or above, that a file of this name is read with; “*” is any name.
        losses: what it has no place for. What ``write`` and ``files`` are given has none of it.
        book_losses: what it has no place for of the codebook that goes with the documents, with how much of it.
        one_layer: whether a file holds one layer, so that somebody has to say which.
        round_trips: whether an export that is read is the same documents, and exported again the same bytes.
        derived: whether it is made of spans and relations without holding them, as a table of figures is.
        holds_text: whether the texts are in it, so that it cannot be shared where they may not.
        extra: what writing it needs beside the program.
        table: shows the head of a file that is a table, so that a person can say which column is what.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    claims: Callable[[str, bytes], int]
    write: Callable[[Snapshot], Iterator[bytes]] | None = None
    read: Callable[[Incoming], Arrival] | None = None
    beside: Callable[[str], tuple[str, ...]] = _alone
    files: Callable[[Snapshot], Iterator[File]] | None = None
    losses: Losses = ()
    book_losses: Callable[[Codebook], Sequence[Counted]] | None = None
    one_layer: bool = False
    round_trips: bool = False
    derived: bool = False
    holds_text: bool = True
    extra: Extra | None = None
    table: Callable[[Incoming], Table] | None = None

    @property
    def is_written(self) -> bool:
        return self.write is not None or self.files is not None

    @property
    def is_archive(self) -> bool:
        """Whether an export is an archive that anything may be put into, as its manifest is."""
        return self.suffix.endswith(".zip")

    def require_extra(self) -> None:
        """Refuse where what the format needs is not installed.

        Raises:
            Invalid: names what is missing, and the command that brings it.
        """
        if self.extra is None or not (missing := [one for one in self.extra.modules if find_spec(one) is None]):
            return
        command = f"pip install 'annotator[{self.extra.name}]'"
        raise Invalid("missing-extra", f"{self.name} needs {' and '.join(missing)}, which is not here: {command}")
