"""What a format is: a name, and how a corpus becomes bytes and bytes become a corpus."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.domain.corpus import Arrival, Snapshot


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that somebody wants to import.

    ``now`` is used where the file does not say when something was made, ``new_id`` where it gives no id.
    """

    name: str
    data: bytes
    encoding: str | None
    now: str
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    Attributes:
        name: what people type after ``--format``.
        title: what the page's menu says.
        suffix: of an exported file, with the dot.
        media_type: of an exported file.
        write: yields an export's bytes piece by piece, deterministic, with memory for one document at a time;
            None for a format that is only imported.
        read: parses a whole file or raises ``Invalid`` saying what is wrong and where;
            None for a format that is only exported.
        claims: whether a file is of this format, judged by its name and first bytes.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    claims: Callable[[str, bytes], bool]
    write: Callable[[Snapshot], Iterator[bytes]] | None = None
    read: Callable[[Incoming], Arrival] | None = None
