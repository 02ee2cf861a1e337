"""Remakes what the seeds give in every format. The same bytes come out each time, on every machine."""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from annotator.services import accounts, demonstrating, exchange, exporting, seeding
from annotator.services.transactions import Store, prepare

HERE = Path(__file__).parent
MOMENT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def make(folder: Path) -> list[Path]:
    """Write every export of the seeds into ``folder``; their paths."""
    with tempfile.TemporaryDirectory() as data:
        store = Store(f"sqlite:///{data}/seeds.sqlite3", clock=lambda: MOMENT, new_id=_numbered())
        prepare(store)
        demonstrating.demonstrate(store)
        wanted = [
            exporting.prepare(store, accounts.OPERATOR, seeding.project_slug(), form.name, layer, allow_loss=True)
            for form in exchange.writers()
            for layer in ("gold" if form.one_layer else "all",)
        ]
        made = [export.save(folder / f"{export.project.slug}{export.format.suffix}") for export in wanted]
        store.close()
    beside = (one.with_name(f"{one.name}{exporting.MANIFEST_SUFFIX}") for one in made)
    return [*made, *(one for one in beside if one.is_file())]


def _numbered() -> Callable[[], str]:
    """Ids that are the same each time, in the order in which they are asked for."""
    numbers = count(1)
    return lambda: str(uuid5(NAMESPACE_URL, f"annotator/exports/{next(numbers)}"))


if __name__ == "__main__":
    for path in make(HERE):
        sys.stdout.write(f"{path.name}\n")
