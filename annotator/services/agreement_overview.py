"""Everything that one looks at to see how far a team agrees, and where it does not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.permission import Act, Person
from annotator.services import agreeing, codebooks, counting, disagreeing, projects, varying
from annotator.services.agreeing import Agreement
from annotator.services.figures import Figure, Worked, worked
from annotator.services.selecting import Selection, known
from annotator.services.varying import Group, Share
from annotator.store.engine import Transaction
from annotator.store.projects import Project

VARYING = ("u_alpha", "span_f1_exact")
"""By which the parts of a corpus are compared."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a selection, and how they vary.

    Attributes:
        everybody: the names of all who have a complete layer beside somebody else's, gold among them.
        worked: for each measure shown first the numbers that it is computed from.
        confusions: how often two annotators gave these two labels to one place.
        pairs: by two names in order.
        changes: what became of labels, by codebook version.
        by_condition: by metadata key, then by its values.
        by_position: the beginnings, middles and ends of the texts.
    """

    project: Project
    codebook: Codebook
    everybody: tuple[str, ...]
    agreement: Agreement
    worked: Mapping[str, Worked]
    confusions: Counter[tuple[str, str]]
    pair_measure: str
    documents: Sequence[Share]
    rounds: Sequence[Group]
    versions: Sequence[Group]
    changes: Sequence[str]
    by_condition: Mapping[str, Sequence[Group]]
    by_position: Mapping[str, Mapping[str, Figure]]

    @property
    def labels(self) -> list[str]:
        """The labels of the table of labels, in the codebook's order."""
        used = {label for cell in self.confusions for label in cell if label}
        return sorted(used, key=lambda one: (self.codebook.index(one), one))

    def confused(self, one: str, other: str) -> int:
        """How often these two labels met."""
        first, second = sorted((one, other))
        return self.confusions[first, second]

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
    return Overview(
        project=project,
        codebook=book,
        everybody=tuple(sorted({head.name for one in known(tx, project) for head in one.layers})),
        agreement=agreeing.of(tx, project, book, chosen),
        worked=worked([counting.counted(tx, one).together for one in chosen]),
        confusions=disagreeing.confusions(tx, chosen),
        pair_measure=pair_measure,
        documents=varying.by_document(tx, chosen),
        rounds=varying.by_round(tx, person, slug, selection, VARYING),
        versions=varying.by_version(tx, person, slug, selection, VARYING),
        changes=varying.label_changes(tx, project),
        by_condition=varying.by_condition(tx, person, slug, selection, VARYING),
        by_position=varying.by_position(tx, person, slug, selection, VARYING),
    )
