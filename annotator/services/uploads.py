"""Files between being looked at and being imported: kept in the data folder for a day, for whoever sent them."""

import re
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from annotator.domain.errors import NotFound
from annotator.domain.permission import Person
from annotator.services.unpacking import Upload

_A_DAY = 86_400
_LONGEST_NAME = 200
_NOT_IN_A_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ASIDE = ".job"
_BATCHES_OF_ONE = 10
"""As many batches of one person's are kept at a time; a new one goes before the oldest."""


def kept_name(sent: str | None) -> str:
    """A file's name as somebody sent it, fit to be kept and shown; it never names a file here."""
    name = _NOT_IN_A_NAME.sub("\ufffd", sent or "unnamed")
    # The end tells what kind of file it is.
    return name if len(name) <= _LONGEST_NAME else "…" + name[1 - _LONGEST_NAME :]


def keep(data_dir: Path, batch: str, person: Person, files: Sequence[Upload]) -> str:
    """Put files away under the id ``batch``; the id."""
    _make_room(data_dir, person)
    place = _place(data_dir, batch, person)
    # Each by itself: a mode is for the last folder of a path alone.
    for folder in (data_dir / "uploads", place.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    place.mkdir(mode=0o700)
    for number, file in enumerate(files):
        # Names are kept inside a file, never as one: they are whatever somebody's browser sent.
        (place / str(number)).write_bytes(file.data)
    (place / "names.json").write_bytes(orjson.dumps([file.name for file in files]))
    return batch


def take(data_dir: Path, batch: str, person: Person) -> list[Upload]:
    """The files of a batch, as they were sent.

    Raises:
        NotFound: there is no such batch of this person's, or no longer.
    """
    place = _place(data_dir, batch, person)
    try:
        names = orjson.loads((place / "names.json").read_bytes())
        return [Upload(name, (place / str(number)).read_bytes) for number, name in enumerate(names)]
    except FileNotFoundError:
        raise NotFound("no-upload", "These files are no longer there: choose them again.") from None


def note(data_dir: Path, batch: str, person: Person, choices: Any) -> None:
    """Keep what somebody chose for a batch beside its files."""
    place = _place(data_dir, batch, person)
    if not place.is_dir():
        raise NotFound("no-upload", "These files are no longer there: choose them again.")
    (place / "choices.json").write_bytes(orjson.dumps(choices))


def noted(data_dir: Path, batch: str, person: Person) -> Any:
    """What was chosen for a batch; None where nothing was."""
    with suppress(FileNotFoundError):
        return orjson.loads((_place(data_dir, batch, person) / "choices.json").read_bytes())
    return None


def set_aside(data_dir: Path, batch: str, person: Person) -> str:
    """Take a batch away from whoever might ask for it again, for the job that imports it; its name from now on.

    Raises:
        NotFound: there is no such batch of this person's, or no longer.
    """
    aside = f"{batch}{_ASIDE}"
    try:
        _place(data_dir, batch, person).rename(_place(data_dir, aside, person))
    except FileNotFoundError:
        raise NotFound("no-upload", "These files are no longer there: choose them again.") from None
    return aside


def drop(data_dir: Path, batch: str, person: Person) -> None:
    """Throw a batch away."""
    shutil.rmtree(_place(data_dir, batch, person), ignore_errors=True)


def _place(data_dir: Path, batch: str, person: Person) -> Path:
    return _folder(data_dir, person) / batch


def _folder(data_dir: Path, person: Person) -> Path:
    return data_dir / "uploads" / str(person.id)


def _make_room(data_dir: Path, person: Person) -> None:
    """Throw away whatever is older than a day, and the oldest of ``person``'s batches."""
    waiting = (place for place in _folder(data_dir, person).glob("*") if place.suffix != _ASIDE)
    own = sorted(waiting, key=_changed, reverse=True)
    old = [place for place in (data_dir / "uploads").glob("*/*") if _changed(place) < time.time() - _A_DAY]
    for place in {*own[_BATCHES_OF_ONE - 1 :], *old}:
        shutil.rmtree(place, ignore_errors=True)


def _changed(place: Path) -> float:
    # Somebody else's request may throw it away at this moment.
    with suppress(FileNotFoundError):
        return place.stat().st_mtime
    return 0.0
