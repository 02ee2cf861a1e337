"""Using: how many spans each label has and whose they are, as far as somebody may know."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Person
from annotator.services import projects
from annotator.store import projects as stored_projects
from annotator.store import rounds, uses
from annotator.store.engine import Transaction
from annotator.store.projects import Project
from annotator.store.uses import Use

MANY = 5_000
"""In more documents than these, spans are counted once in a minute."""


def of_labels(tx: Transaction, person: Person, slug: str) -> dict[str, Mapping[str, int]]:
    """For each label that is used, how many spans stand in each layer: one's own, and those one may know of."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    found: dict[str, dict[str, int]] = {}
    for use in _uses(tx, project):
        standing = replace(project.standing, blind=use.blind)
        act = Act.READ_GOLD if use.layer == GOLD else Act.READ_OTHER_LAYERS
        if use.layer == person.name or standing.may(act):
            layers = found.setdefault(use.label, {})
            layers[use.layer] = layers.get(use.layer, 0) + use.spans
    return {label: dict(sorted(layers.items())) for label, layers in found.items()}


def counted_lately(tx: Transaction, person: Person, slug: str) -> bool:
    """Whether the spans of a project are so many that what is told of them may be a minute old."""
    return stored_projects.count_documents(tx, projects.find(tx, person, slug).id) > MANY


def _uses(tx: Transaction, project: Project) -> Sequence[Use]:
    if stored_projects.count_documents(tx, project.id) <= MANY:
        return list(uses.of_labels(tx, project.id))
    minute = tx.now[: len("2026-01-01T00:00")]
    # What is blind is never a minute old: which documents a round has is settled when it is made.
    blind = (project.blind, *((one.number, one.blind, one.closed) for one in rounds.in_project(tx, project.id)))
    return tx.keep_packed(("uses", project.id, blind, minute), lambda: list(uses.of_labels(tx, project.id)))
