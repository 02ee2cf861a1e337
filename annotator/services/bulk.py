"""Many files at once: read one by one, held against the project, and kept all together or not at all.

What was read waits in a temporary file, so that memory holds one file at a time, however many there are. Once all
of it is known to fit, it is kept a few documents at a time, and appears all at once (``appearing.py``).
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from annotator.domain.corpus import Finding
from annotator.domain.permission import Person
from annotator.services.appearing import Appearing
from annotator.services.arriving_documents import Item
from annotator.services.import_books import Fit
from annotator.services.importing import Held, refuse_problems
from annotator.services.parsing import How, Parsed, parse_each
from annotator.services.spooling import Spool
from annotator.services.unpacking import Upload
from annotator.store import statistics
from annotator.store.engine import Store, Transaction


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be imported, and how. With ``only_good``, files that cannot come in keep no other out."""

    slug: str
    how: How
    fit: Fit = field(default_factory=Fit)
    only_good: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came in, or would; what was odd, and which files stayed out."""

    documents: int
    spans: int
    findings: tuple[Finding, ...]
    problems: tuple[Finding, ...]


def import_all(
    store: Store,
    person: Person,
    wanted: Wanted,
    uploads: Iterable[Upload],
    *,
    seen: Callable[[int], None] = lambda _: None,
    read: Callable[[int], None] = lambda _: None,
    kept: Callable[[Transaction, Outcome], None] = lambda _tx, _outcome: None,
    dry_run: bool = False,
) -> Outcome:
    """Import all of the files, the good ones of them, or nothing.

    Args:
        store: is read once everything was parsed, and then written to in pieces that nobody sees until the last.
        person: whose rights count.
        wanted: where to, and how.
        uploads: gone through once.
        seen: told how many files there are, those in archives too, while they are looked through.
        read: told after each file how many were read, and again after each piece that was kept; what it raises
            ends the import, and nothing of it is there.
        kept: called in the transaction in which they appear.
        dry_run: only say what would come in.

    Raises:
        Invalid: a file cannot come in; says which, and why.
    """
    with tempfile.TemporaryFile() as file:
        spool = Spool[Parsed](file)
        number = 0
        for number, parsed in enumerate(parse_each(uploads, wanted.how, seen), start=1):
            spool.add(parsed)
            read(number)
        outcome = _looked_at(_held(store, person, wanted, spool), wanted)
        if not dry_run:
            held, counted = _held(store, person, wanted, spool), _Counted()
            appearing = Appearing(store, person, wanted.slug)
            appearing.keep(held, counted.through(held.items()), lambda: read(number))
            outcome = _outcome(held, wanted, counted)
            with store.write() as tx:
                appearing.appear(tx, held)
                kept(tx, outcome)
            statistics.take(store)
    return outcome


def _held(store: Store, person: Person, wanted: Wanted, spool: Spool[Parsed]) -> Held:
    with store.read() as tx:
        return Held(tx, person, wanted.slug, spool, wanted.fit)


def _looked_at(held: Held, wanted: Wanted) -> Outcome:
    counted = _Counted()
    for _ in counted.through(held.items()):
        pass
    return _outcome(held, wanted, counted)


def _outcome(held: Held, wanted: Wanted, counted: "_Counted") -> Outcome:
    if not (wanted.only_good and counted.documents):
        refuse_problems(held.problems, held.books.lacks)
    findings = (*held.findings(), *counted.findings)
    return Outcome(counted.documents, counted.spans, findings, tuple(held.problems))


class _Counted:
    """Counts what goes through it, and takes down what is odd about each."""

    def __init__(self) -> None:
        self.documents = self.spans = 0
        self.findings: list[Finding] = []

    def through(self, items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            self.documents += 1
            self.spans += len(item.document.spans)
            where = f"{item.file.name}, “{item.document.title[:60]}”"
            self.findings += (Finding(where, what) for what in item.findings)
            yield item
