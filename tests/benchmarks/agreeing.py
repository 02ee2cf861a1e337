"""Agreement of four annotators on up to 1,000 documents of 80 spans: the measures, their peers, and the page.

In seconds of the processor.
"""

import os
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from annotator.domain.comparison import compare, compare_each
from annotator.domain.token import Tokens
from annotator.services import accounts, agreement_overview, codebooks, counting, projects, seeding
from annotator.services.figures import Figures
from annotator.services.selecting import Selection
from annotator.services.transactions import Store
from annotator.store import layers
from tests.benchmarks import corpora
from tests.benchmarks.server import Client, running, seeded, ticket

PEOPLE = ("ana", "ben", "cem", "dee")
LABELS = ("actor", "stance", "legal_instrument")
LENGTH, SPANS = 7_500, 80
RANGES = [(at, at + 5) for at in range(0, LENGTH, 6)]
TOKENS = Tokens(RANGES)


def run(*, quick: bool) -> Iterator[str]:
    counts = (100, 250) if quick else (250, 500, 1_000)
    for count in counts:
        drawn = [_document(seed) for seed in range(count)]
        documents, counted = _timed(lambda made=drawn: [compare(one, LENGTH, Tokens(RANGES)) for one in made])
        figures, taken = _timed(lambda found=documents: Figures(found))
        _, whole = _timed(lambda found=figures: found.whole(("u_alpha", "u_alpha_binary", "cu_alpha")))
        _, f1 = _timed(lambda found=figures: found.whole(("span_f1_exact", "span_f1_overlap")))
        yield (
            f"agreement of {count:5} documents   counted {counted:5.2f} s   added up {taken:5.2f} s   "
            f"alphas with intervals {whole:5.2f} s   F1 with intervals {f1:5.2f} s"
        )
    yield from _peers(100)
    yield _memory(counts[-1])
    # What is kept of more documents than these, by so many people, is more than the memory for it holds.
    yield from _pages(100 if quick else 1_000)


def _peers(count: int) -> Iterator[str]:
    from krippendorff import alpha
    from sklearn.metrics import cohen_kappa_score

    drawn = [_document(seed) for seed in range(count)]
    found, ours = _timed(lambda: Figures(compare(one, LENGTH, Tokens(RANGES)) for one in drawn))
    _, also = _timed(lambda: found.together.whole.tokens.meetings)
    values = [[_values(one[name]) for one in drawn] for name in PEOPLE]
    flat = [[value for document in own for value in document] for own in values]
    _, sklearn = _timed(lambda: [cohen_kappa_score(one, other) for one, other in combinations(flat, 2)])
    _, library = _timed(lambda: alpha(flat, value_domain=list(range(4)), level_of_measurement="nominal"))
    yield (
        f"agreement of {count:5} documents   everything counted here 1.0   scikit-learn, kappa of tokens "
        f"{sklearn / (ours + also):4.1f}   krippendorff, alpha of tokens {library / (ours + also):4.1f}"
    )


def _memory(count: int) -> str:
    drawn = [_document(seed) for seed in range(count)]
    tracemalloc.start()
    found = Figures(compare(one, LENGTH, Tokens(RANGES)) for one in drawn)
    found.whole()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"agreement of {count:5} documents   memory {peak / 1e6:6.1f} MB at the most"


def _pages(count: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        with seeded(Path(name)) as store:
            _fill(store, count)
            yield _kept(store, count)
            token = ticket(store)
        with running("annotator", "serve", env={**os.environ, "ANNOTATOR_DATA_DIR": name}) as (port, _):
            client = Client(port)
            client.sign_in(token)
            client.get(_PAGE)
            yield f"page of {count:5} documents   by HTTP from what is kept {_waited(client) * 1000:6.1f} ms"


_PAGE = "/projects/many/agreement"


def _waited(client: Client) -> float:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        client.get(_PAGE)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _kept(store: Store, count: int) -> str:
    """How long the page takes at first, and once one layer was opened and completed again."""
    counted_anew = []

    def counting_it(*given: Any) -> Any:
        counted_anew.append(given)
        return compare_each(*given)

    def page() -> None:
        with store.read() as tx:
            agreement_overview.overview(tx, accounts.OPERATOR, "many", Selection(), "span_f1_exact")

    _, first = _timed(page)
    with store.write() as tx:
        one = Selection().documents(tx, projects.find(tx, accounts.OPERATOR, "many"))[0]
        layers.set_state(tx, one.layers[0].id, "complete")
    counting.compare_each = counting_it
    _, changed = _timed(page)
    counting.compare_each = compare_each
    return (
        f"page of {count:5} documents   cold {first:6.2f} s   after a change of one layer {changed:6.2f} s, "
        f"documents counted anew {len(counted_anew)}"
    )


def _fill(store: Store, count: int) -> None:
    book = (seeding.seeds_folder() / "codebook.yaml").read_bytes()
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, "many", "many")
        codebooks.replace(tx, accounts.OPERATOR, "many", codebooks.read_codebook(book, "codebook.yaml"))
        projects.set_member(tx, accounts.OPERATOR, "many", "ana", "manager")
    for start in range(0, count, 50):
        some = range(start, start + 50)
        corpora.add(store, "many", [corpora.read_by_many(str(at), LENGTH, SPANS, PEOPLE) for at in some])


def _document(seed: int) -> dict[str, list]:
    """Four readings of one text: most spans alike, some missing, longer, or under another label."""
    chance = random.Random(seed)
    starts = [6 * at for at in sorted(chance.sample(range(0, LENGTH // 6 - 4, 4), SPANS))]
    layers: dict[str, list] = {}
    for name in PEOPLE:
        own = layers.setdefault(name, [])
        for number, start in enumerate(starts):
            if chance.random() > 0.15:
                end = start + chance.choice((5, 11, 11, 17))
                label = LABELS[number % 3] if chance.random() > 0.1 else chance.choice(LABELS)
                own.append((((start, end),), label))
    return layers


def _values(places: list) -> list[int]:
    """The same in tokens, one value each, as other libraries want it."""
    found = [0] * len(TOKENS)
    for ((start, end),), label in places:
        for number in range(*TOKENS.under(start, end)):
            found[number] = found[number] or 1 + LABELS.index(label)
    return found


def _timed(work: Callable) -> tuple:
    # All of it is one thread's work: what else the machine does meanwhile is not counted.
    started = time.process_time()
    found = work()
    return found, time.process_time() - started
