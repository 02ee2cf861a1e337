"""Models of a project: what each learned from, how well it does, and which documents it is least sure of."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.errors import Invalid, NotFound
from annotator.domain.permission import Act, Person
from annotator.services import filters, projects
from annotator.store import documents, filtering
from annotator.store import models as stored
from annotator.store.documents import Listed
from annotator.store.engine import Transaction
from annotator.store.models import Model
from annotator.store.projects import Project

__all__ = ["Model", "Models", "all_of", "by_uncertainty", "latest", "offers_order", "uncertainties"]


@dataclass(frozen=True, slots=True)
class Models:
    """The models of a project, the newest first; ``gold`` documents could be learned from now.

    ``changed`` of them have gold that the newest model did not learn from, or learned as it was before.
    """

    project: Project
    models: Sequence[Model]
    gold: int
    changed: int


def all_of(tx: Transaction, person: Person, slug: str) -> Models:
    """The models of a project, for whoever may read all its gold.

    Raises:
        Forbidden: they may not.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_GOLD)
    found = stored.of_project(tx, project.id)
    gold = stored.complete_gold(tx, project.id)
    known = set(stored.gold_of(tx, found[0].id)) if found else set()
    return Models(project, found, len(gold), len(set(gold) - known))


def latest(tx: Transaction, person: Person, slug: str) -> Model:
    """The newest model of a project.

    Raises:
        NotFound: there is none yet.
    """
    found = all_of(tx, person, slug).models
    if not found:
        raise NotFound("no-model", "No model was trained in this project yet.")
    return found[0]


def offers_order(tx: Transaction, project: Project) -> bool:
    """Whether somebody may have documents in the order of a model's uncertainty: they tell of gold."""
    return project.standing.may(Act.READ_GOLD) and stored.latest(tx, project.id) is not None


def uncertainties(tx: Transaction, project: Project) -> dict[str, float]:
    """How unsure the newest model is of each document that it read.

    Raises:
        Forbidden: they may not know.
        Invalid: there is no model.
    """
    project.standing.require(Act.READ_GOLD)
    model = stored.latest(tx, project.id)
    if model is None:
        raise Invalid("no-model", "Documents are ordered by uncertainty once a model was trained in this project.")
    return stored.uncertainties(tx, model.id)


def by_uncertainty(tx: Transaction, person: Person, slug: str, let: str = "") -> list[tuple[Listed, float | None]]:
    """The documents that a filter lets through, the least certain first; those that it did not read come last.

    Raises:
        Forbidden: they may not know.
        Invalid: there is no model.
    """
    project = projects.find(tx, person, slug)
    unsure = uncertainties(tx, project)
    among = filtering.conditions(tx, project, filters.chosen(tx, project, let).filter)
    listed = [(one, unsure.get(one.id)) for one in documents.listed_under(tx, project.id, person, among)]
    return sorted(listed, key=lambda one: order_key(one[1]))


def order_key(uncertainty: float | None, *, falling: bool = False) -> tuple[bool, float]:
    """What sorts the least certain first (``falling``: last) and what was not read behind all."""
    value = uncertainty or 0.0
    return uncertainty is None, value if falling else -value
