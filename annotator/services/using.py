"""Using: how many spans each label has and whose they are, as far as somebody may know."""

from collections.abc import Mapping
from dataclasses import replace

from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Person
from annotator.services import projects
from annotator.store import uses
from annotator.store.engine import Transaction


def of_labels(tx: Transaction, person: Person, slug: str) -> dict[str, Mapping[str, int]]:
    """For each label that is used, how many spans stand in each layer: one's own, and those one may know of."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    found: dict[str, dict[str, int]] = {}
    for use in uses.of_labels(tx, project.id):
        standing = replace(project.standing, blind=use.blind)
        act = Act.READ_GOLD if use.layer == GOLD else Act.READ_OTHER_LAYERS
        if use.layer == person.name or standing.may(act):
            layers = found.setdefault(use.label, {})
            layers[use.layer] = layers.get(use.layer, 0) + use.spans
    return {label: dict(sorted(layers.items())) for label, layers in found.items()}
