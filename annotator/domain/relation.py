"""A relation: a typed, directed link between two spans of one layer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as it stands in a layer; ``source`` and ``target`` are ids of spans of the same document."""

    id: str
    layer: str
    annotator: str
    type: str
    source: str
    target: str
    codebook_version: int
    created: str


def check_relations(
    relations: Iterable[Relation], labels: Mapping[str, tuple[str, str]], codebook: Codebook
) -> None:
    """Refuse relations whose ends are missing, in another layer, or not allowed for their type.

    Args:
        relations: the relations of one document.
        labels: for each span's id its layer and its label.
        codebook: the codebook they are held against.

    Raises:
        Invalid: names the relation and what is wrong with it.
    """
    for relation in relations:
        kind = codebook.relation(relation.type)
        for end, allowed in ((relation.source, kind.source), (relation.target, kind.target)):
            layer, label = labels.get(end, (None, ""))
            if layer != relation.layer:
                raise Invalid(
                    "dangling-relation",
                    f"Relation “{relation.id}”: “{end}” is not a span of layer {relation.layer}.",
                )
            if label not in allowed:
                raise Invalid(
                    "relation-not-allowed",
                    f"Relation “{relation.id}”: “{relation.type}” does not join a span labelled “{label}” there.",
                )
