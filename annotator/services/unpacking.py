"""Files as they came, made ready to be read: archives unpacked, and files that are read together put together."""

import fnmatch
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import PurePosixPath

from annotator.domain.corpus import Finding
from annotator.domain.errors import Invalid, Refused
from annotator.formats._base import Format
from annotator.formats._zip import Archive
from annotator.services import exchange
from annotator.services.packing import MANIFEST

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OURS = re.compile(rb'"software":\s*\{\s*"name":\s*"annotator"')
_ABOUT_AN_EXPORT = (MANIFEST, "split.csv")
"""What an export says of itself, beside its documents."""
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; in an archive or a folder, ``name`` is its path there.

    Attributes:
        source: its bytes, or what reads them each time they are needed, so that few files are in memory at once.
        beside: the files that it is read together with, by name.
        problem: why it cannot be read at all; empty where nothing is known to be wrong.
    """

    name: str
    source: bytes | Callable[[], bytes]
    beside: Mapping[str, "Upload"] = field(default_factory=dict)
    problem: Refused | None = None

    @property
    def data(self) -> bytes:
        return self.source if isinstance(self.source, bytes) else self.source()

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.name).parent)

    @property
    def base(self) -> str:
        return PurePosixPath(self.name).name


def ready(
    uploads: Iterable[Upload],
    format_name: str,
    findings: list[Finding],
    seen: Callable[[int], None] = lambda _: None,
) -> list[Upload]:
    """The files that are to be read, each with those beside it. What is put away is told in ``findings``.

    ``seen`` is told how many files there are, of archives too: so many by now, and at last all.
    """
    found: list[Upload] = []
    for one in _unpacked(uploads, format_name, findings):
        found.append(one)
        seen(len(found))
    together = list(_together(found, format_name))
    seen(len(together))
    return together


def _unpacked(uploads: Iterable[Upload], format_name: str, findings: list[Finding]) -> Iterator[Upload]:
    for upload in uploads:
        if _is_a_manifest(upload):
            findings.append(Finding(upload.name, "Left out: it tells of an export, and is no document."))
            continue
        if not _is_archive(upload, format_name):
            yield upload
            continue
        try:
            yield from _members(upload, format_name, findings)
        except Refused as refusal:
            yield replace(upload, problem=refusal)


def _is_archive(upload: Upload, format_name: str) -> bool:
    """Whether ``upload`` holds files, rather than being a file that is written as an archive, such as a .docx."""
    if not upload.data.startswith((_ZIP, _EMPTY_ZIP)) and not upload.name.lower().endswith(".zip"):
        return False
    return not exchange.claimed(format_name, upload.base, upload.data)


def _members(upload: Upload, format_name: str, findings: list[Finding]) -> Iterator[Upload]:
    archive = Archive(upload.data)
    names = [name for name in archive.names if not _is_junk(name)]
    if not names:
        raise Invalid("empty-zip", "The archive holds no file.")
    if junk := len(archive.names) - len(names):
        findings.append(Finding(upload.name, f"Left out {junk} files that the system put there."))
    about = _ABOUT_AN_EXPORT if _is_an_export(archive) else ()
    for name in (one for one in names if one not in about):
        yield _member(upload, name, archive, format_name)


def _member(upload: Upload, name: str, archive: Archive, format_name: str) -> Upload:
    path = f"{upload.name}/{name}"
    member = Upload(path, partial(archive.read, name))
    try:
        archive.read(name)
    except Refused as refusal:
        return Upload(path, b"", problem=refusal)
    if _is_archive(member, format_name):
        return replace(member, problem=Invalid("nested-zip", "An archive inside an archive is not unpacked."))
    return member


def _is_an_export(archive: Archive) -> bool:
    """Whether the archive is one of ours, by its manifest."""
    return MANIFEST in archive.names and _OURS.search(archive.read(MANIFEST)) is not None


def _is_a_manifest(upload: Upload) -> bool:
    """Whether a file is the manifest of an export, which lies beside it, or was in its archive."""
    named = upload.base == MANIFEST or upload.base.endswith(f".{MANIFEST}")
    return named and _OURS.search(upload.data) is not None


def _is_junk(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == "__MACOSX" or path.name in _JUNK or path.name.startswith("._")


def _together(uploads: Sequence[Upload], format_name: str) -> Iterator[Upload]:
    folders: defaultdict[str, dict[str, Upload]] = defaultdict(dict)
    for upload in uploads:
        folders[upload.folder].setdefault(upload.base, upload)
    beside: dict[str, dict[str, Upload]] = {}
    taken: set[str] = set()
    for upload in uploads:
        form = None if upload.problem else _claimed(upload, format_name)
        found = {
            path: one
            for pattern in (form.beside(upload.base) if form else ())
            for path, one in _found(upload, pattern, folders)
            if one is not upload
        }
        beside[upload.name] = found
        taken |= {one.name for one in found.values()}
    for upload in uploads:
        if upload.name not in taken or beside[upload.name]:
            yield replace(upload, beside=beside[upload.name])


def _found(
    upload: Upload, pattern: str, folders: Mapping[str, Mapping[str, Upload]]
) -> Iterator[tuple[str, Upload]]:
    """The files of one name beside ``upload``, or in the nearest folder above, as settings are; or of many."""
    if "*" in pattern:
        path = PurePosixPath(upload.folder, pattern)
        here = folders.get(str(path.parent), {})
        yield from (
            (str(PurePosixPath(pattern).parent / name), here[name]) for name in fnmatch.filter(here, path.name)
        )
        return
    above = (str(one) for one in PurePosixPath(upload.name).parents)
    yield from islice(((pattern, folders[one][pattern]) for one in above if pattern in folders.get(one, ())), 1)


def _claimed(upload: Upload, format_name: str) -> Format | None:
    """The format that a file is read in; None where none can be made out."""
    try:
        return exchange.reader(format_name, upload.name, upload.data)
    except Invalid:
        return None
