"""Writing a release to where somebody wants it: as one archive, or as the folder that is in it."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from annotator.domain.errors import Invalid
from annotator.formats._zip import Archive
from annotator.services.exporting import CannotWrite, saved


def target(out: str) -> Path:
    """Where a release is to be written.

    Raises:
        Invalid: something is there already, which may not be ours to replace.
    """
    path = Path(out)
    if path.exists():
        raise Invalid("file-there", f"{path} is there already: name a new folder, or a new file ending in .zip.")
    return path


def write(chunks: Iterable[bytes], path: Path) -> None:
    """Write an archive, or what is in it into a folder; whole or not at all.

    Raises:
        CannotWrite: says why not.
    """
    if path.suffix == ".zip":
        saved(path, chunks)
        return
    try:
        _unpack(Archive(b"".join(chunks)), path)
    except OSError as error:
        raise CannotWrite("cannot-write", f"{path}: {error.strerror}.") from None


def _unpack(archive: Archive, path: Path) -> None:
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        for name in archive.names:
            file = draft / name.partition("/")[2]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(archive.read(name))
        draft.chmod(0o755)
        draft.rename(path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
