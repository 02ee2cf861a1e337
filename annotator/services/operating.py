"""Operating: the codebook is changed while work goes on, and what is marked with it; first one sees how much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_difference import differences
from annotator.domain.codebook_misfit import left_open, misfit_of_relation, misfits, misfits_of_document
from annotator.domain.codebook_operation import Coded, Done, Operation, changed, stays_behind
from annotator.domain.codebook_saying import told as told_difference
from annotator.domain.errors import Conflict, NotFound, Refused, Stale
from annotator.domain.label_operation import Rename, Split
from annotator.domain.permission import Act, Person
from annotator.domain.text import checked_note
from annotator.services import carrying, codebooks, projects
from annotator.services.carrying import Called, Carried, Described, Why
from annotator.store import codebook_drafts, codebook_operations, coded, comments, examples, precedents
from annotator.store import projects as stored
from annotator.store.codebook_operations import Kept
from annotator.store.coded import Marked
from annotator.store.engine import Transaction
from annotator.store.projects import Project

_LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What an operation would do.

    Attributes:
        project: where.
        operation: which.
        version: the version of the codebook that it was looked at against.
        told: the operation in a few words.
        differences: what it changes of the codebook, a line each.
        spans: how many spans change.
        documents: in how many documents, with those about which something is said differently as a whole.
        relations: how many relations are called otherwise.
        descriptions: of how many documents something is said differently as a whole, layer by layer.
        behind: how many spans it is about that stay as they are, because they would not fit even so.
        stay: how many spans keep a label that is retired by it.
        to_decide: how many spans a split leaves to be decided.
        again: how many spans, relations and documents as a whole are to be looked at again that were not before.
    """

    project: Project
    operation: Operation
    version: int
    told: str
    differences: tuple[str, ...]
    spans: int
    documents: int
    relations: int
    descriptions: int
    behind: int
    stay: int
    to_decide: int
    again: int

    @property
    def sentence(self) -> str:
        """What it would touch: “34 spans in 5 documents change”."""
        parts = []
        if self.spans:
            where = _many(self.documents, "document")
            parts.append(f"{_many(self.spans, 'span')} in {where} {_verb(self.spans, 'changes', 'change')}")
        if self.relations:
            parts.append(
                f"{_many(self.relations, 'relation')} {_verb(self.relations, 'is', 'are')} called otherwise"
            )
        if self.descriptions:
            parts.append(f"what {_many(self.descriptions, 'layer')} said of a document as a whole changes")
        if self.to_decide:
            parts.append(f"{_many(self.to_decide, 'span')} {_are(self.to_decide)} to be decided, one by one")
        if self.stay:
            parts.append(f"{_many(self.stay, 'span')} {_verb(self.stay, 'stays as it is', 'stay as they are')}")
        if self.behind:
            stay = _verb(self.behind, "stays under the version it was", "stay under the version they were")
            parts.append(f"{_many(self.behind, 'span')} {stay} made under")
        if self.again:
            parts.append(f"{self.again} {_are(self.again)} to be looked at again")
        sentence = "; ".join(parts) or "nothing that is marked changes"
        return f"{sentence[:1].upper()}{sentence[1:]}."


@dataclass(frozen=True, slots=True)
class _Plan:
    """An operation worked out: the codebook it makes, and what becomes of what."""

    project: Project
    operation: Operation
    before: Codebook
    after: Codebook
    about: Sequence[Marked]
    spans: Sequence[Carried]
    ties: Sequence[Called]
    said: Sequence[Described]


def preview(tx: Transaction, person: Person, slug: str, operation: Operation) -> Preview:
    """What ``operation`` would do now; nothing is changed."""
    plan = _planned(tx, _managed(tx, person, slug), operation)
    operation = plan.operation
    behind = sum(stays_behind(operation, plan.after, carrying.coded(one)) for one in plan.about)
    retired = {label.name for label in plan.after.labels if label.retired}
    retired -= {label.name for label in plan.before.labels if label.retired}
    moving = {one.marked.span.id for one in plan.spans}
    stay = sum(one.span.label in retired and one.span.id not in moving for one in plan.about)
    splits = isinstance(operation, Split)
    changing = {one.marked.document_id for one in plan.spans}
    return Preview(
        project=plan.project,
        operation=operation,
        version=plan.before.version,
        told=operation.told(plan.before),
        differences=tuple(told_difference(one) for one in differences(plan.before, plan.after)),
        spans=len(plan.spans),
        documents=len(changing),
        relations=len(plan.ties),
        descriptions=len(plan.said),
        behind=behind,
        stay=0 if splits else stay,
        to_decide=stay if splits else 0,
        again=_newly_unfit(tx, plan),
    )


def perform(
    tx: Transaction, person: Person, slug: str, operation: Operation, note: str = "", *, seen: int | None = None
) -> Kept:
    """Do it: a new version, and everything that goes along, in one transaction.

    ``seen`` is the version that whoever asks for it saw the preview of.

    Raises:
        Stale: another version was made since.
    """
    project = _managed(tx, person, slug)
    tx.take_turns(f"{project.id} codebook")
    plan = _planned(tx, project, operation)
    if seen is not None and seen != plan.before.version:
        raise Stale(
            "codebook-changed", "A version was made since you looked. Look again at what this would touch."
        )
    said = plan.operation.told(plan.before)
    words = f"{said}. {checked_note(note.strip(), 'The note', _LONGEST_NOTE)}" if note.strip() else f"{said}."
    made = codebooks.replace(tx, person, slug, plan.after, f"{words[:1].upper()}{words[1:]}")
    if made.version == plan.before.version:
        raise Conflict("nothing-to-change", "The codebook says that already.")
    operation = plan.operation
    operation_id = codebook_operations.add(tx, project.id, made.version, operation, person.id)
    why = Why(person, project.id, made.version, said)
    changes = [*carrying.carry(tx, why, plan.spans), *carrying.describe(tx, why, plan.said)]
    codebook_operations.add_changes(tx, operation_id, changes)
    carrying.call(tx, why, plan.ties)
    if isinstance(operation, Rename):
        rename_beside(tx, project, operation.label, operation.name)
    _take_drafts_along(tx, project, operation, plan.before, made)
    return found(tx, project, operation_id)


@dataclass(frozen=True, slots=True)
class Told:
    """An operation that was done, in words."""

    kept: Kept
    told: str


def told(tx: Transaction, person: Person, slug: str) -> list[Told]:
    """The operations on a project's codebook, the newest first."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    return [tell(tx, project, one) for one in codebook_operations.of_project(tx, project.id)[::-1]]


def tell(tx: Transaction, project: Project, kept: Kept) -> Told:
    """An operation in words, with the names that things had before it."""
    return Told(kept, kept.operation.told(before(tx, project, kept)))


def before(tx: Transaction, project: Project, kept: Kept) -> Codebook:
    """The codebook that an operation was done to."""
    numbers = stored.codebook_versions(tx, project.id)
    return stored.codebook(tx, project.id, max(number for number in numbers if number < kept.version))


def found(tx: Transaction, project: Project, operation_id: str) -> Kept:
    """An operation of a project.

    Raises:
        NotFound: there is none with that id.
    """
    kept = codebook_operations.by_id(tx, project.id, operation_id)
    if kept is None:
        raise NotFound("no-operation", "There is no such change of the codebook.")
    return kept


def of_version(tx: Transaction, project: Project, version: int) -> Kept:
    """The operation that made a version.

    Raises:
        NotFound: none made it.
    """
    made = {one.version: one for one in codebook_operations.of_project(tx, project.id)}
    if version not in made:
        raise NotFound("no-operation", f"Version {version} was not made by a change that can be taken back.")
    return made[version]


def rename_beside(tx: Transaction, project: Project, name: str, other: str) -> None:
    """Let what stands beside the codebook under a label's name stand under another: rules, questions, examples."""
    if name == other:
        return
    if precedents.next_number(tx, project.id, other) > 1:
        raise Conflict(
            "name-used", f"Rules of an earlier label are kept under the name “{other}”: take another one."
        )
    precedents.relabel(tx, project.id, name, other)
    comments.relabel(tx, project.id, name, other)
    examples.relabel(tx, project.id, name, other)


def _managed(tx: Transaction, person: Person, slug: str) -> Project:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    return project


def _planned(tx: Transaction, project: Project, operation: Operation) -> _Plan:
    before = stored.codebook(tx, project.id)
    operation = operation.meant(before)
    number = max(before.version, stored.highest_version_used(tx, project.id)) + 1
    after = operation.apply(before).at_version(number)
    about = coded.labelled(tx, project.id, operation.names)
    spans = []
    for one in about:
        new = changed(operation, after, carrying.coded(one))
        if new is not None:
            spans.append(Carried(one, new))
    said = described(tx, project, operation)
    ties = called(tx, project, operation)
    return _Plan(project, operation, before, after, about, spans, ties, said)


def described(tx: Transaction, project: Project, operation: Operation) -> list[Described]:
    """What an operation lets the layers of a project say differently of their documents as a whole."""
    return [
        Described(one.layer_id, one.document_id, one.attributes, values)
        for one in coded.said(tx, project.id)
        if (values := operation.carried_of_document(one.attributes)) != one.attributes
    ]


def called(tx: Transaction, project: Project, operation: Operation) -> list[Called]:
    """The relations of a project that an operation calls otherwise."""
    return [
        Called(one, kind)
        for one in coded.joined(tx, project.id)
        if (kind := operation.carried_relation(one.relation.type)) != one.relation.type
    ]


def _newly_unfit(tx: Transaction, plan: _Plan) -> int:
    """How many spans, relations and documents as a whole do not keep the new rules that kept the old ones."""
    moving = {one.marked.span.id: one.after.label for one in plan.spans}
    staying = [one.span for one in plan.about if one.span.id not in moving]
    done = [Done(plan.operation, plan.after.version, None)]
    count = 0
    for one in staying:
        coded_so = Coded(one.label, one.attributes, plan.before.version)
        before = misfits(plan.before, one, plan.before.missing(one.label, one.attributes))
        count += not before and bool(misfits(plan.after, one, left_open(plan.before, coded_so, done)))
    for moved in plan.spans:
        left = left_open(plan.before, replace(carrying.coded(moved.marked), version=plan.before.version), done)
        count += not left.issuperset(plan.after.missing(moved.after.label, moved.after.attributes))
    for joined in coded.joined(tx, plan.project.id):
        was = joined.relation
        now = replace(was, type=plan.operation.carried_relation(was.type))
        ends = moving.get(was.source, joined.source), moving.get(was.target, joined.target)
        kept = misfit_of_relation(plan.before, was, joined.source, joined.target) is None
        count += kept and misfit_of_relation(plan.after, now, *ends) is not None
    return count + _documents_newly_unfit(tx, plan)


def _documents_newly_unfit(tx: Transaction, plan: _Plan) -> int:
    carried = plan.operation.carried_of_document
    count = 0
    for one in coded.said(tx, plan.project.id):
        before, after = one.attributes, carried(one.attributes)
        missing = plan.before.missing_of_document(before)
        open_then = carried(dict.fromkeys(missing, "")) if one.complete else None
        kept = not misfits_of_document(plan.before, before, missing if one.complete else None)
        count += kept and bool(misfits_of_document(plan.after, after, open_then))
    return count


def _take_drafts_along(
    tx: Transaction, project: Project, operation: Operation, before: Codebook, made: Codebook
) -> None:
    """Do the same to the drafts that were begun from the version before; others are brought together later."""
    for user_id, draft in codebook_drafts.of_project(tx, project.id).items():
        if draft.version == before.version:
            try:
                along = operation.apply(draft)
            except Refused:
                continue
            codebook_drafts.keep(tx, project.id, user_id, along.at_version(made.version))


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _verb(number: int, one: str, several: str) -> str:
    return one if number == 1 else several


def _are(number: int) -> str:
    return _verb(number, "is", "are")
