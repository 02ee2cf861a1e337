"""Importing files as a job: read one by one, then kept all together or not at all."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import msgspec

from annotator.domain.block import BlockKind
from annotator.domain.permission import Act, Person
from annotator.services import bulk, projects, uploads
from annotator.services.bulk import Outcome, Wanted
from annotator.services.import_books import Fit
from annotator.services.jobs import Jobs, Running, Task, does
from annotator.services.parsing import How
from annotator.services.unpacking import Upload
from annotator.store.engine import Transaction

KIND = "import"

_MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Import:
    """Files to be imported, and how they are to be read: ``files``, or a ``batch`` of those that wait already."""

    slug: str
    files: tuple[Upload, ...] = ()
    format: str = "auto"
    encoding: str | None = None
    fit: Fit = field(default_factory=Fit)
    columns: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Mapping[int, BlockKind]] = field(default_factory=dict)
    only_good: bool = False
    batch: str = ""


class _Asked(msgspec.Struct):
    """The same, as it waits to be done."""

    slug: str
    batch: str
    format: str
    encoding: str | None
    fit: Fit
    columns: dict[str, str]
    blocks: dict[str, dict[int, BlockKind]]
    only_good: bool


def start(jobs: Jobs, tx: Transaction, person: Person, wanted: Import) -> tuple[str, Callable[[], None]]:
    """Note the job of importing files; its id, and what begins it once that is committed.

    Raises:
        NotFound: there is no such batch, or no longer.
    """
    project = projects.find(tx, person, wanted.slug)
    project.standing.require(Act.IMPORT)
    batch = wanted.batch or uploads.keep(tx, tx.new_id(), person, wanted.files)
    uploads.set_aside(tx, batch, person)
    asked = _Asked(
        wanted.slug,
        batch,
        wanted.format,
        wanted.encoding,
        wanted.fit,
        dict(wanted.columns),
        {document: dict(kinds) for document, kinds in wanted.blocks.items()},
        wanted.only_good,
    )
    total = uploads.count(tx, batch, person)
    return jobs.start(tx, person, Task(KIND, project.id, total, msgspec.to_builtins(asked, str_keys=True)))


def ids_of(batch: str) -> Callable[[], str]:
    """The same batch makes the same ids: confirmed twice at one moment, it comes in once."""
    numbers = itertools.count()
    return lambda: str(uuid5(UUID(batch), str(next(numbers))))


@does(KIND)
def _import(running: Running, person: Person, given: Any) -> None:
    store, asked = running.store, msgspec.convert(given, _Asked, strict=False, str_keys=True)
    how = How(asked.format, asked.encoding, store.moment(), ids_of(asked.batch), asked.columns, asked.blocks)
    files = uploads.take(store, asked.batch, person, aside=True)
    try:
        bulk.import_all(
            store,
            person,
            Wanted(asked.slug, how, asked.fit, asked.only_good),
            files,
            seen=running.expect,
            read=running.note,
            # That it is done is kept in the transaction that does it.
            kept=lambda tx, outcome: running.finish(tx, _result(outcome)),
        )
    finally:
        with store.write() as tx:
            uploads.drop(tx, asked.batch)


def _result(outcome: Outcome) -> dict[str, Any]:
    told = (*outcome.problems, *outcome.findings)
    return {
        "documents": outcome.documents,
        "spans": outcome.spans,
        "findings": [f"{finding.where}: {finding.what}" for finding in told[:_MOST_FINDINGS]],
    }
