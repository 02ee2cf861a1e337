"""What a backup says of itself: which program and schema it is of, and of each table the rows and their hash."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from annotator.domain.errors import Invalid

KIND = "annotator backup"


@dataclass(frozen=True, slots=True)
class Contents:
    """One table of a backup: how many rows, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head of a backup. ``made`` is RFC 3339 in UTC; ``tables`` stand in the order they are put back in."""

    program: str
    schema: str
    made: str
    tables: Mapping[str, Contents]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.tables.values())


def manifest_to_tree(manifest: Manifest) -> dict[str, Any]:
    """A manifest as it is written down."""
    return {"kind": KIND, **asdict(manifest)}


def manifest_from_tree(tree: Any) -> Manifest:
    """The manifest that was written down as ``tree``.

    Raises:
        Invalid: it is none.
    """
    found = _read(tree)
    if found is None:
        raise Invalid("bad-backup", "This is not a backup of annotator: its manifest cannot be read.")
    return found


def _read(tree: Any) -> Manifest | None:
    try:
        tables = {
            str(name): Contents(int(one["rows"]), str(one["sha256"])) for name, one in tree["tables"].items()
        }
        found = Manifest(str(tree["program"]), str(tree["schema"]), str(tree["made"]), tables)
        return found if tree["kind"] == KIND else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
