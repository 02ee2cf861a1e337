"""A registry as a file: YAML or JSON, out and in."""

from collections.abc import Sequence

from annotator.domain.entity import Entity, in_order
from annotator.domain.entity_tree import entities_from_tree, entity_to_tree
from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.services import arriving_entities, entities, projects
from annotator.services.arriving_entities import Arriving
from annotator.services.trees import read_tree, write_tree
from annotator.store.engine import Transaction


def read_registry(data: bytes, name: str) -> tuple[Entity, ...]:
    """The entries of a file.

    Raises:
        Invalid: says what is wrong, and where in the file.
    """
    tree = read_tree(data, name, "registry")
    if not isinstance(tree, dict) or tree.keys() != {"entities"}:
        raise Invalid("bad-registry", f"{name}: a registry is a mapping with the one key “entities”.")
    try:
        return entities_from_tree(tree["entities"])
    except Invalid as refusal:
        raise Invalid(refusal.code, f"{name}: {refusal.message}") from None


def write_registry(tx: Transaction, person: Person, slug: str, form: str) -> bytes:
    """The entries that somebody knows of, by key, as a file that ``read_registry`` reads."""
    found = entities.registry(tx, person, slug)
    known = in_order(one.entity for one in found.entries.values() if not one.deleted)
    return write_tree({"entities": [entity_to_tree(one) for one in known]}, form, "registry")


def bring(
    tx: Transaction, person: Person, slug: str, brought: Sequence[Entity], *, dry_run: bool = False
) -> list[Entity]:
    """Bring in the entries of a file that the registry lacks, all or none; those that are new.

    Raises:
        Conflict: an entry is there already and says something else.
        Invalid: one is merged into another that is nowhere.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_REGISTRY)
    tx.take_turns(f"registry {project.id}")
    arriving = Arriving(tx, project)
    arriving.take_entries(brought)
    if not dry_run:
        arriving_entities.keep(tx, person, project, arriving.new.values())
    return in_order(arriving.new.values())
