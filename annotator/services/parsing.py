"""Files become documents, without touching the database."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.corpus import Arrival, Finding
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


def parse(
    uploads: Iterable[Upload],
    format_name: str,
    encoding: str | None,
    *,
    now: str,
    new_id: Callable[[], str],
    columns: Mapping[str, str] | None = None,
) -> list[Parsed]:
    """Read files without touching the database. A file that cannot be read says so; the others do not mind.

    Archives are unpacked, and files that belong together are read together.
    """
    left_out: list[Finding] = []
    how = _How(format_name, encoding, now, new_id, columns or {})
    parsed = [_parsed(upload, how) for upload in ready(uploads, format_name, left_out)]
    told = [Parsed(one.where, b"", "", Arrival((), findings=(Finding("", one.what),))) for one in left_out]
    return parsed + told


@dataclass(frozen=True, slots=True)
class _How:
    """How files are to be read."""

    format: str
    encoding: str | None
    now: str
    new_id: Callable[[], str]
    columns: Mapping[str, str]


def _parsed(upload: Upload, how: _How) -> Parsed:
    def read(by: str | None) -> tuple[str, Arrival]:
        if upload.problem:
            raise upload.problem
        chosen = exchange.reader(how.format, upload.name, upload.data)
        if chosen.read is None:
            raise Invalid("unknown-format", f"{chosen.name} can only be exported.")
        incoming = Incoming(upload.base, upload.data, by, how.now, how.new_id, upload.beside, how.columns)
        arrival = chosen.read(incoming)
        if not arrival.documents:
            raise Invalid("no-document", "There is no document in this file.")
        return chosen.name, arrival

    try:
        try:
            return Parsed(upload.name, upload.data, *read(None))
        except Invalid as refusal:
            # The encoding that a person names is for the files that are not what they say, or UTF-8.
            if how.encoding is None or refusal.code != "wrong-encoding":
                raise
            return Parsed(upload.name, upload.data, *read(how.encoding))
    except Refused as refusal:
        return Parsed(upload.name, upload.data, "", Arrival(()), refusal.message, refusal.code)
