"""Remakes what the seeds give in every format. The same bytes come out each time, on every machine."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from annotator.domain.release import Terms
from annotator.services import (
    accounts,
    demonstrating,
    exchange,
    exporting,
    releasing,
    seeding,
    writing_releases,
)
from annotator.services.transactions import Store, prepare

HERE = Path(__file__).parent
MOMENT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


TERMS = Terms("1.0", MOMENT.date().isoformat(), formats=("csv",))


def make(folder: Path, database: str = "") -> list[Path]:
    """Write every export of the seeds into ``folder``, and a release of them; their paths.

    They are made in the database of that address, which is empty, or in one that is gone afterwards.
    """
    with tempfile.TemporaryDirectory() as data:
        store = Store(database or f"sqlite:///{data}/seeds.sqlite3", clock=lambda: MOMENT, new_id=_numbered())
        prepare(store)
        demonstrating.demonstrate(store)
        wanted = [
            exporting.prepare(store, accounts.OPERATOR, seeding.project_slug(), form.name, layer, allow_loss=True)
            for form in exchange.writers()
            for layer in ("gold" if form.one_layer else "all",)
        ]
        made = [export.save(folder / f"{export.project.slug}{export.format.suffix}") for export in wanted]
        released = _release(store, folder / "release")
        store.close()
    beside = (one.with_name(f"{one.name}{exporting.MANIFEST_SUFFIX}") for one in made)
    return [*made, *(one for one in beside if one.is_file()), *released]


def _release(store: Store, folder: Path) -> list[Path]:
    """A release of the seeds as a folder; the paths of its files."""
    made = releasing.create(store, accounts.OPERATOR, seeding.project_slug(), TERMS)
    if folder.exists():
        shutil.rmtree(folder)
    writing_releases.write(releasing.chunks(store, made), folder)
    return sorted(one for one in folder.rglob("*") if one.is_file())


def _numbered() -> Callable[[], str]:
    """Ids that are the same each time, in the order in which they are asked for."""
    numbers = count(1)
    return lambda: str(uuid5(NAMESPACE_URL, f"annotator/exports/{next(numbers)}"))


if __name__ == "__main__":
    for path in make(HERE):
        sys.stdout.write(f"{path.relative_to(HERE)}\n")
