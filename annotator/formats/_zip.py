"""A ZIP archive, read without trusting it: never to disk, and never more than it may hold."""

import io
import stat
import zipfile
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import PurePosixPath

from annotator.domain.errors import Invalid

MOST_MEMBERS = 20_000
MOST_BYTES = 400_000_000
_HIGHEST_RATIO = 150
_ALWAYS_ALLOWED = 5_000_000
"""Bytes that an archive may hold whatever its ratio: a short text full of blanks is no bomb."""

_CHUNK = 1 << 20
_LOCAL_HEADER = 30
_ENCRYPTED = 1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Archive:
    """The members of an archive, each read whole when it is asked for.

    Raises:
        Invalid: it is no archive, damaged, encrypted, or holds more, other or otherwise than it may.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise Invalid("bad-zip", "This is no ZIP archive, or a part of it is missing.") from None
        members = [one for one in self._zip.infolist() if not one.filename.endswith("/")]
        _refuse_odd(members)
        _refuse_bomb(members, len(data))
        _refuse_overlap(members)
        self._members = {one.filename: one for one in members}
        self.names = tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """The bytes that a member says it has."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises:
            Invalid: it is damaged, or longer than it says.
        """
        member = self._members[name]
        pieces, left = [], member.file_size
        try:
            with self._zip.open(member) as file:
                while piece := file.read(_CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise Invalid("bad-zip", f"“{_shown(name)}” is longer than the archive says.")
                    pieces.append(piece)
        except _BROKEN:
            raise Invalid(
                "bad-zip", f"“{_shown(name)}” is damaged, or packed in a way that is not read here."
            ) from None
        return b"".join(pieces)


def _refuse_odd(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Invalid("bad-zip", f"The archive holds {len(members)} files; {MOST_MEMBERS} are the most.")
    twins = [name for name, times in Counter(one.filename for one in members).items() if times > 1]
    if twins:
        raise Invalid("bad-zip", f"The archive holds two files called “{_shown(min(twins))}”.")
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise Invalid("encrypted", f"“{_shown(member.filename)}” is encrypted.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Invalid("bad-zip", f"“{_shown(member.filename)}” is a link.")
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if not path.parts:
            raise Invalid("bad-zip", "The archive holds a file without a name.")
        if path.is_absolute() or ".." in path.parts:
            raise Invalid("bad-zip", f"“{_shown(member.filename)}” lies outside the archive.")


def _refuse_bomb(members: list[zipfile.ZipInfo], packed: int) -> None:
    size = sum(one.file_size for one in members)
    if size > MOST_BYTES:
        raise Invalid("bad-zip", f"The archive holds {size:,} bytes; {MOST_BYTES:,} are the most.")
    if size > max(_ALWAYS_ALLOWED, packed * _HIGHEST_RATIO):
        raise Invalid("bad-zip", f"The archive would be {size // max(packed, 1)} times its own size.")


def _refuse_overlap(members: list[zipfile.ZipInfo]) -> None:
    places = sorted((one.header_offset, one.compress_size, one.filename) for one in members)
    for (start, size, _), (following, _, name) in pairwise(places):
        if start + _LOCAL_HEADER + size > following:
            raise Invalid("bad-zip", f"“{_shown(name)}” shares its bytes with another file of the archive.")


def _shown(name: str) -> str:
    line = "".join(character if character.isprintable() else "\ufffd" for character in name)
    return line if len(line) <= 80 else line[:79] + "…"  # noqa: PLR2004 - as much as a line of a message takes
