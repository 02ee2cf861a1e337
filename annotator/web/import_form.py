"""What the preview of an import lets people choose, as fields of its forms."""

from collections.abc import Mapping

from annotator.domain.block import KINDS, BlockKind
from annotator.domain.codebook import Codebook
from annotator.domain.corpus import METADATA
from annotator.domain.errors import Invalid
from annotator.domain.fitting import Lack
from annotator.services.import_books import Fit

ADD = "+"
"""The choice of adding a name to the codebook."""

_FIT = "fit."
_ALL = "all"
_BLOCK = "block."
_COLUMN = "column."

HOLDS = ("text", "title", "id", *METADATA)
"""What a column of a table may hold; any other is metadata under its own name."""


def choices_of(form: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What was chosen before, and what a form says now: for each “fit.KIND.NAME” the name here, or ``ADD``."""
    fields = (_FIT, _BLOCK, _COLUMN)
    now = {name: value for name, value in form.items() if name.startswith(fields) or name == _ALL}
    return {name: value for name, value in {**before, **now}.items() if value}


def fit_of(chosen: Mapping[str, str]) -> Fit:
    """What becomes of the names that the codebook lacks."""
    names, added = {}, set()
    for field, value in chosen.items():
        if field.startswith(_FIT):
            kind, _, name = field.removeprefix(_FIT).partition(".")
            if value == ADD:
                added.add((kind, name))
            else:
                names[name] = value
    return Fit(names, frozenset(added), all_added=_ALL in chosen)


def blocks_of(chosen: Mapping[str, str]) -> dict[str, dict[int, BlockKind]]:
    """The kinds of blocks that were corrected: “block.NUMBER.DOCUMENT” for each."""
    found: dict[str, dict[int, BlockKind]] = {}
    for field, value in chosen.items():
        number, _, document = field.removeprefix(_BLOCK).partition(".")
        kind = next((kind for kind in KINDS if kind == value), None)
        if field.startswith(_BLOCK) and kind and number.isdecimal():
            found.setdefault(document, {})[int(number)] = kind
    return found


def columns_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """Which column of a table is what: “column.NAME” for each; empty for what none is, once somebody chose.

    Raises:
        Invalid: two columns are to be the same.
    """
    said = {name.removeprefix(_COLUMN): what for name, what in chosen.items() if name.startswith(_COLUMN)}
    columns = dict.fromkeys(HOLDS, "") if said else {}
    for name, what in said.items():
        if what not in columns:
            continue
        if columns[what]:
            raise Invalid("same-column", f"Two columns are to be the {what}: {columns[what]:.60} and {name:.60}.")
        columns[what] = name
    return columns


def names_for(lack: Lack, book: Codebook) -> list[str]:
    """What something that the codebook lacks may be called there."""
    match lack.kind:
        case "label":
            return [label.name for label in book.offered]
        case "relation":
            return [relation.name for relation in book.relations]
        case "attribute":
            label, _, _ = lack.name.rpartition(".")
            return [one.name for found in book.labels if found.name == label for one in found.attributes]
    return []
