"""Files between being looked at and being imported: kept in the data folder for a day, for whoever sent them."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import orjson

from annotator.domain.errors import NotFound
from annotator.domain.permission import Person
from annotator.services.importing import Upload

_A_DAY = 86_400


def keep(data_dir: Path, batch: str, person: Person, files: Sequence[Upload]) -> str:
    """Put files away under the id ``batch``; the id."""
    folder = data_dir / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    _drop_old(folder)
    place = folder / batch
    place.mkdir(mode=0o700)
    for number, file in enumerate(files):
        # Names are kept inside a file, never as one: they are whatever somebody's browser sent.
        (place / str(number)).write_bytes(file.data)
    index = {"user": person.id, "names": [file.name for file in files]}
    (place / "index.json").write_bytes(orjson.dumps(index))
    return batch


def take(data_dir: Path, batch: str, person: Person) -> list[Upload]:
    """The files of a batch, as they were sent.

    Raises:
        NotFound: there is no such batch of this person's, or no longer.
    """
    place = data_dir / "uploads" / batch
    try:
        index = orjson.loads((place / "index.json").read_bytes())
        if index["user"] == person.id:
            return [Upload(name, (place / str(number)).read_bytes()) for number, name in enumerate(index["names"])]
    except FileNotFoundError:
        pass
    raise NotFound("no-upload", "These files are no longer there: choose them again.")


def drop(data_dir: Path, batch: str) -> None:
    """Throw a batch away."""
    shutil.rmtree(data_dir / "uploads" / batch, ignore_errors=True)


def _drop_old(folder: Path) -> None:
    for place in folder.iterdir():
        if place.stat().st_mtime < time.time() - _A_DAY:
            shutil.rmtree(place, ignore_errors=True)
