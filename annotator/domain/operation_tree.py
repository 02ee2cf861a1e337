"""Operations as trees, which are kept, sent and told of."""

from collections.abc import Callable, Mapping
from typing import Any

from annotator.domain.codebook_operation import Operation
from annotator.domain.errors import Invalid
from annotator.domain.label_operation import Merge, Rename, Retire, Split
from annotator.domain.rename_operation import RenameAttribute, RenameRelation
from annotator.domain.rule_operation import ChangeChoices, Require, Tighten
from annotator.domain.tree import Table


def operation_from_tree(tree: Any) -> Operation:
    """The operation that ``tree`` tells of.

    Raises:
        Invalid: says where in the tree, and what is wrong there.
    """
    kind = tree.get("kind") if isinstance(tree, Mapping) else None
    if not isinstance(kind, str) or kind not in _READ:
        raise Invalid("unknown-operation", f"An operation is one of {', '.join(KINDS)}.")
    keys, read = _READ[kind]
    return read(Table(tree, kind, {"kind", *keys}))


def _split(table: Table) -> Split:
    into = [Table(one, "split.into", {"name", "title", "description"}) for one in table.items("into")]
    parts = tuple((one.line("name"), one.line("title"), one.note("description")) for one in into)
    return Split(table.line("label"), parts)


def _choices(table: Table) -> ChangeChoices:
    given = table.get("mapping") or {}
    mapping = Table(given, "choices.mapping", set(given))
    mapped = {key: mapping.note(key) for key in mapping.tree}
    return ChangeChoices(table.line("of"), table.line("attribute"), table.notes("choices"), mapped)


_READ: Mapping[str, tuple[set[str], Callable[[Table], Operation]]] = {
    "rename": (
        {"label", "name", "title"},
        lambda table: Rename(table.line("label"), table.line("name"), table.line("title")),
    ),
    "rename-attribute": (
        {"of", "attribute", "name", "title", "beside"},
        lambda table: RenameAttribute(
            table.line("of"),
            table.line("attribute"),
            table.line("name"),
            table.line("title"),
            table.notes("beside"),
        ),
    ),
    "rename-relation": (
        {"relation", "name", "title"},
        lambda table: RenameRelation(table.line("relation"), table.line("name"), table.line("title")),
    ),
    "retire": ({"label"}, lambda table: Retire(table.line("label"))),
    "merge": ({"labels", "into"}, lambda table: Merge(table.notes("labels"), table.line("into"))),
    "split": ({"label", "into"}, _split),
    "choices": ({"of", "attribute", "choices", "mapping"}, _choices),
    "require": (
        {"of", "attribute", "required"},
        lambda table: Require(table.line("of"), table.line("attribute"), table.flag("required")),
    ),
    "tighten": (
        {"relation", "from", "to"},
        lambda table: Tighten(table.line("relation"), table.notes("from"), table.notes("to")),
    ),
}
KINDS = tuple(_READ)
