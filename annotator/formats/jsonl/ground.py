"""What all the annotations of one document stand on."""

from dataclasses import dataclass

from annotator.domain.layer import GOLD
from annotator.domain.naming import checked_user_name
from annotator.domain.text import Canonical
from annotator.formats._base import Incoming
from annotator.formats._records.table import Table
from annotator.formats.jsonl.notes import Notes

_LAST_VERSION = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Ground:
    """The text, with the mapping of its offsets; the codebook's version; ids and the time; the notes taken."""

    text: Canonical
    codebook_version: int
    incoming: Incoming
    notes: Notes

    def id_of(self, table: Table) -> str:
        """The id that ``table`` gives, or a new one."""
        return table.id() if "id" in table.tree else self.incoming.new_id()

    def version_of(self, table: Table) -> int:
        """The version of the codebook that ``table`` says it was made under, or else the line's."""
        return codebook_version(table) if table.has("codebook_version") else self.codebook_version


def codebook_version(table: Table) -> int:
    """The ``codebook_version`` of an object; 0 where it says none.

    Raises:
        Invalid: it is no version.
    """
    version = table.whole("codebook_version") if table.has("codebook_version") else 0
    if not 0 <= version <= _LAST_VERSION:
        raise table.bad("codebook_version", f"{version} is not a version")
    return version


def layer_and_annotator(table: Table, otherwise: tuple[str, str]) -> tuple[str, str]:
    """Whose something is: the name of its layer and its annotator's; ``otherwise`` where it says neither.

    Raises:
        Invalid: the annotator's is not a user's name, or the layer is neither theirs nor the gold one.
    """
    layer = table.text("layer") if table.has("layer") else None
    if table.has("annotator"):
        annotator = checked_user_name(table.text("annotator"))
    elif layer in (None, GOLD):
        return layer or otherwise[0], otherwise[1]
    else:
        annotator = checked_user_name(layer or "")
    if layer == GOLD:
        return GOLD, annotator
    if layer is not None and checked_user_name(layer) != annotator:
        raise table.bad("layer", f"“{layer[:40]}” is neither the layer of {annotator} nor {GOLD}")
    return annotator, annotator
