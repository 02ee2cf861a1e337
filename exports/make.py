"""Remakes what the seeds give in every format. The same bytes come out each time, on every machine."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from annotator.services import accounts, exchange, exporting, seeding
from annotator.services.transactions import Store, prepare

HERE = Path(__file__).parent
MOMENT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def make(folder: Path) -> list[Path]:
    """Write every export of the seeds into ``folder``; their paths."""
    with tempfile.TemporaryDirectory() as data:
        store = Store(f"sqlite:///{data}/seeds.sqlite3", clock=lambda: MOMENT)
        prepare(store)
        seeding.seed(store)
        wanted = [
            exporting.prepare(store, accounts.OPERATOR, seeding.project_slug(), form.name, "all", allow_loss=True)
            for form in exchange.writers()
        ]
        made = [export.save(folder / f"{export.project.slug}{export.format.suffix}") for export in wanted]
        store.close()
    beside = (one.with_name(f"{one.name}{exporting.MANIFEST_SUFFIX}") for one in made)
    return [*made, *(one for one in beside if one.is_file())]


if __name__ == "__main__":
    for path in make(HERE):
        sys.stdout.write(f"{path.name}\n")
