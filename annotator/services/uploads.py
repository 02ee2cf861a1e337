"""Files between being looked at and being imported: kept in the database for a day, for whoever sent them."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from annotator.domain.errors import NotFound
from annotator.domain.moment import later
from annotator.domain.permission import Person
from annotator.services.unpacking import Upload
from annotator.store import uploads as stored
from annotator.store.engine import Store, Transaction

_A_DAY = timedelta(days=1)
_LONGEST_NAME = 200
_NOT_IN_A_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BATCHES_OF_ONE = 10
"""As many batches of one person's are kept at a time; a new one goes before the oldest."""


def kept_name(sent: str | None) -> str:
    """A file's name as somebody sent it, fit to be kept and shown; it never names a file here."""
    name = _NOT_IN_A_NAME.sub("\ufffd", sent or "unnamed")
    # The end tells what kind of file it is.
    return name if len(name) <= _LONGEST_NAME else "…" + name[1 - _LONGEST_NAME :]


def keep(tx: Transaction, batch: str, person: Person, files: Sequence[Upload]) -> str:
    """Put files away under the id ``batch``; the id."""
    _make_room(tx, person)
    stored.add(tx, batch, person.id, [(file.name, file.data) for file in files])
    return batch


def take(store: Store, batch: str, person: Person, *, aside: bool = False) -> list[Upload]:
    """The files of a batch that waits, or is set ``aside``, as they were sent; each is read when it is needed.

    Raises:
        NotFound: there is no such batch of this person's, or no longer.
    """
    with store.read() as tx:
        names = stored.names(tx, batch, person.id, aside=aside)
    if names is None:
        raise _gone()

    def reading(number: int) -> Callable[[], bytes]:
        def read() -> bytes:
            with store.read() as tx:
                return stored.data(tx, batch, number)

        return read

    return [Upload(name, reading(number)) for number, name in enumerate(names)]


def count(tx: Transaction, batch: str, person: Person) -> int:
    """How many files a batch has that is set aside."""
    return len(stored.names(tx, batch, person.id, aside=True) or ())


def size(store: Store, batch: str) -> int:
    """How many bytes the files of a batch have."""
    with store.read() as tx:
        return stored.size(tx, batch)


def note(tx: Transaction, batch: str, person: Person, choices: Any) -> None:
    """Keep what somebody chose for a batch beside its files."""
    if not stored.set_choices(tx, batch, person.id, choices):
        raise _gone()


def noted(tx: Transaction, batch: str, person: Person) -> Any:
    """What was chosen for a batch; None where nothing was."""
    return stored.choices(tx, batch, person.id)


def set_aside(tx: Transaction, batch: str, person: Person) -> None:
    """Take a batch away from whoever might ask for it again, for the job that imports it.

    Raises:
        NotFound: there is no such batch of this person's, or no longer.
    """
    if not stored.set_aside(tx, batch, person.id):
        raise _gone()


def drop(tx: Transaction, batch: str) -> None:
    """Throw a batch away."""
    stored.remove(tx, batch)


def _gone() -> NotFound:
    return NotFound("no-upload", "These files are no longer there: choose them again.")


def _make_room(tx: Transaction, person: Person) -> None:
    """Throw away whatever is older than a day, and the oldest of ``person``'s batches."""
    yesterday = later(tx.now, -_A_DAY)
    for batch in {*stored.waiting(tx, person.id)[_BATCHES_OF_ONE - 1 :], *stored.before(tx, yesterday)}:
        stored.remove(tx, batch)
