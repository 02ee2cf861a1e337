"""Taking back: an operation on the codebook is undone as a whole, but for what somebody changed since."""

from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_operation import (
    Operation,
    Renaming,
    changed,
    kept_retired,
    restored,
    reverted,
)
from annotator.domain.errors import Conflict
from annotator.domain.label_operation import Rename
from annotator.domain.permission import Act, Person
from annotator.services import carrying, codebooks, operating, projects
from annotator.services.carrying import Called, Carried, Described, Why
from annotator.store import codebook_operations, coded, uses
from annotator.store import projects as stored
from annotator.store.codebook_operations import Change, Kept
from annotator.store.engine import Transaction
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an operation did: the version it made, how much it took back, and what it could not.

    ``left``: how much was changed, or deleted, by somebody since; it stays as they made it. ``conflicts``: what of
    the codebook was changed since, and stays.
    """

    version: int
    back: int
    left: int
    conflicts: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What it did, in words."""
        back = "is as it was" if self.back == 1 else "are as they were"
        parts = [f"Version {self.version} takes it back: {self.back} {back}"]
        if self.left:
            stay = (
                "was changed since and stays as it is"
                if self.left == 1
                else "were changed since and stay as they are"
            )
            parts.append(f"{self.left} {stay}")
        return "; ".join([*parts, *self.conflicts]) + "."


def undo(tx: Transaction, person: Person, slug: str, operation_id: str) -> Undone:
    """Take an operation back.

    Raises:
        Conflict: it is undone already, or a later one stands about the same labels: that one is undone first.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    tx.take_turns(f"{project.id} codebook")
    kept = operating.found(tx, project, operation_id)
    _refuse_out_of_turn(tx, project, kept)
    now = stored.codebook(tx, project.id)
    before, after = operating.before(tx, project, kept), stored.codebook(tx, project.id, kept.version)
    told = f"took back: {kept.operation.told(before)}"
    changes = codebook_operations.changes_of(tx, kept.id)
    number = max(now.version, stored.highest_version_used(tx, project.id)) + 1
    conflicts: tuple[str, ...] = ()
    ties: list[Called] = []
    if isinstance(kept.operation, Renaming):
        inverse, book = kept.operation.inverse, kept.operation.taken_back(before, now).at_version(number)
        spans, left = _renamed_back(tx, project, inverse, book)
        ties, said, untouched = (
            operating.called(tx, project, inverse),
            operating.described(tx, project, inverse),
            0,
        )
    else:
        found = reverted(before, after, now)
        book, conflicts = found.codebook.at_version(number), found.conflicts
        spans, left = _restored(tx, project, changes, book)
        said, untouched = _said_before(tx, project, changes)
        book = kept_retired(book, now, _still_used(tx, project, spans))
    made = codebooks.replace(tx, person, slug, book, f"{told[:1].upper()}{told[1:]}.")
    if made.version == now.version:
        raise Conflict("nothing-to-undo", "The codebook was changed back already.")
    why = Why(person, project.id, made.version, told)
    carrying.carry(tx, why, spans)
    carrying.call(tx, why, ties)
    carrying.describe(tx, why, said)
    if isinstance(kept.operation, Rename):
        operating.rename_beside(tx, project, kept.operation.name, kept.operation.label)
    codebook_operations.set_undone(tx, kept.id, made.version)
    return Undone(made.version, len(spans) + len(ties) + len(said), left + untouched, conflicts)


def undo_version(tx: Transaction, person: Person, slug: str, version: int) -> Undone:
    """Take back the operation that made a version.

    Raises:
        NotFound: no operation made it.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    return undo(tx, person, slug, operating.of_version(tx, project, version).id)


def _refuse_out_of_turn(tx: Transaction, project: Project, kept: Kept) -> None:
    if kept.undone is not None:
        raise Conflict("undone-already", "This was taken back already.")
    for later in codebook_operations.of_project(tx, project.id):
        if later.version > kept.version and later.undone is None and later.operation.names & kept.operation.names:
            raise Conflict(
                "undo-later-first", f"Version {later.version} changed the same since: take that back first."
            )


def _renamed_back(
    tx: Transaction, project: Project, inverse: Operation, book: Codebook
) -> tuple[list[Carried], int]:
    """All that has the new name gets the old one again, also what was marked since."""
    about = [
        one
        for one in coded.labelled(tx, project.id, inverse.names)
        if not inverse.carried(carrying.coded(one)).says(carrying.coded(one))
    ]
    new = [(one, changed(inverse, book, carrying.coded(one))) for one in about]
    spans = [Carried(one, after) for one, after in new if after is not None]
    return spans, len(about) - len(spans)


def _restored(
    tx: Transaction, project: Project, changes: list[Change], book: Codebook
) -> tuple[list[Carried], int]:
    by_id = {one.subject: one for one in changes if one.subject != one.layer_id}
    there = coded.some(tx, project.id, by_id)
    spans = []
    for one in there:
        change = by_id[one.span.id]
        back = restored(carrying.kept(change.before), carrying.kept(change.after), carrying.coded(one), book)
        if back is not None:
            spans.append(Carried(one, back))
    return spans, len(by_id) - len(spans)


def _said_before(tx: Transaction, project: Project, changes: list[Change]) -> tuple[list[Described], int]:
    by_layer = {one.layer_id: one for one in changes if one.subject == one.layer_id}
    if not by_layer:
        return [], 0
    said = [
        Described(one.layer_id, one.document_id, one.attributes, by_layer[one.layer_id].before)
        for one in coded.said(tx, project.id)
        if one.layer_id in by_layer and one.attributes == by_layer[one.layer_id].after
    ]
    return said, len(by_layer) - len(said)


def _still_used(tx: Transaction, project: Project, spans: list[Carried]) -> frozenset[str]:
    """The labels that spans have once these are carried back."""
    count: dict[str, int] = {}
    for use in uses.of_labels(tx, project.id):
        count[use.label] = count.get(use.label, 0) + use.spans
    for one in spans:
        count[one.marked.span.label] -= 1
        count[one.after.label] = count.get(one.after.label, 0) + 1
    return frozenset(label for label, number in count.items() if number)
