"""Everything that one looks at to see how far a team agrees, and where it does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.permission import Act, Person
from annotator.domain.place import Counts
from annotator.measures._base import Worked
from annotator.services import agreeing, codebooks, counting, disagreeing, joining, over_time, projects, varying
from annotator.services.agreeing import Agreement
from annotator.services.figures import Figure, worked
from annotator.services.over_time import Course
from annotator.services.selecting import Selection, everybody
from annotator.services.varying import Group, Said, Share
from annotator.store import completed
from annotator.store.completed import Completed
from annotator.store.engine import Transaction
from annotator.store.projects import Project

VARYING = ("u_alpha", "span_f1_exact")
"""By which the parts of a corpus are compared."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a selection's figures are, and how they vary; computed once for as long as nothing of it changes.

    Attributes:
        worked: for each measure shown first, and each label where it is shown of them, how it is computed.
        counts: of the pairs of readings of all places.
        course: by the time of completion, round and codebook version, with what became of labels in between.
        by_condition: by metadata key, then by its values.
        by_said: by label and attribute, then by what is said.
        by_position: the beginnings, middles and ends of the texts.
    """

    agreement: Agreement
    worked: Mapping[tuple[str, str], Worked]
    counts: Counts
    documents: Sequence[Share]
    course: Mapping[str, Course]
    by_condition: Mapping[str, Sequence[Group]]
    by_said: Mapping[Said, Sequence[Group]]
    by_position: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a selection as somebody looks at them.

    ``everybody``: the names of all who have a complete layer, gold among them.
    """

    project: Project
    codebook: Codebook
    selection: Selection
    everybody: tuple[str, ...]
    pair_measure: str
    parts: Parts

    @property
    def agreement(self) -> Agreement:
        return self.parts.agreement

    @property
    def labels(self) -> list[str]:
        """The labels of the table of labels, in the codebook's order."""
        used = {label for cell in self.parts.counts.confusions for label in cell if label}
        return sorted(used, key=lambda one: (self.codebook.index(one), one))

    def confused(self, one: str, other: str) -> int:
        """How often these two labels met."""
        first, second = sorted((one, other))
        return self.parts.counts.confusions[first, second]

    def pair(self, one: str, other: str) -> agreeing.OfPair | None:
        """The figures of two annotators."""
        return next((pair for pair in self.agreement.pairs if set(pair.annotators) == {one, other}), None)

    def of_pair(self, one: str, other: str) -> Figure | None:
        """Two annotators' figure by the measure chosen."""
        pair = self.pair(one, other)
        return pair.figures.get(self.pair_measure) if pair else None

    def with_others(self, name: str) -> float | None:
        """The mean of one annotator's figures with everybody else."""
        figures = [self.of_pair(name, other) for other in self.agreement.annotators if other != name]
        values = [one.value for one in figures if one and one.value is not None]
        return sum(values) / len(values) if values else None


def overview(tx: Transaction, person: Person, slug: str, selection: Selection, pair_measure: str) -> Overview:
    """How far the annotators of a selection agree, whole and in parts.

    Raises:
        Invalid: nobody of that name has a layer here.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_AGREEMENT)
    book = codebooks.current(tx, person, slug)
    chosen = selection.documents(tx, project)
    names = tuple(everybody(tx, project))
    return Overview(project, book, selection, names, pair_measure, _parts(tx, project, book, chosen))


_SIZE = 400_000
"""About as many characters as take the memory of these parts."""


def _parts(tx: Transaction, project: Project, book: Codebook, chosen: Sequence[Completed]) -> Parts:
    standing = completed.in_rounds(tx, project.id, [one.document_id for one in chosen])
    rounds = tuple((number, frozenset(ids)) for number, ids in standing.items())
    state = tuple((one.state, one.title, repr(one.meta)) for one in chosen)

    def load() -> tuple[Parts, int]:
        found = Parts(
            agreement=agreeing.of(tx, project, book, chosen),
            worked=worked([counting.counted(tx, one).together for one in chosen]),
            counts=disagreeing.counts(tx, chosen),
            documents=varying.by_document(tx, chosen),
            course={
                "completed": over_time.by_time(tx, project, chosen, VARYING),
                "round": over_time.by_round(tx, project, chosen, VARYING),
                "codebook_version": over_time.by_version(tx, project, chosen, VARYING),
            },
            by_condition=varying.by_condition(tx, chosen, VARYING),
            by_said=varying.by_said(tx, chosen, book),
            by_position=varying.by_position(tx, chosen, VARYING),
        )
        return found, _SIZE + 200 * len(chosen)

    merged = joining.merges(tx, project.id)
    return tx.keep(("overview", project.id, book.version, rounds, state, *sorted(merged.items())), load)
