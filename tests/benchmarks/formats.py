"""Every format from 100 to 10,000 documents by command, each in a process of its own: no peak is another's.

The articles are short, as heavy formats would take hours otherwise: memory is what is held against their number.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from annotator.services import exchange
from annotator.services.transactions import Store
from tests.benchmarks import corpora
from tests.benchmarks.process import measured
from tests.benchmarks.server import seeded

COUNTS = (100, 1_000, 10_000)
_SIZE = 1_500
_SPANS = 5
_AT_ONCE = 100


def run(*, quick: bool) -> Iterator[str]:
    counts = COUNTS[:1] if quick else COUNTS
    with tempfile.TemporaryDirectory() as name:
        with seeded(Path(name)) as store:
            for count in counts:
                _fill(store, count)
        for form in exchange.writers():
            for count in counts:
                command = ("export", f"short-{count}", "--format", form.name, "--layer", "ana", "--allow-loss")
                taken = measured(name, *command, "--out", str(Path(name) / "exported"))
                yield taken.told(f"exporting {form.name}", count)


def _fill(store: Store, count: int) -> None:
    slug = f"short-{count}"
    corpora.project(store, slug)
    for first in range(0, count, _AT_ONCE):
        some = range(first, min(count, first + _AT_ONCE))
        corpora.keep(store, slug, [corpora.document(f"{count}-{number}", _SIZE, _SPANS) for number in some])
