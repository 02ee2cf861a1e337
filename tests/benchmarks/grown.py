"""A project that grows: documents read by two people, fifty spans each, in rounds, as imports leave them.

The first hundred come in as any import does. All others are those again, row by row, under ids and titles of their
own: a hundred thousand that came in by themselves would take hours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from sqlalchemy import Connection, func, select

from annotator.domain.block import recognise
from annotator.domain.corpus import Document, fingerprint
from annotator.domain.word import distinct_keys
from annotator.services import accounts, codebooks, projects, rounds, seeding
from annotator.services.rounds import Plan
from annotator.services.transactions import Store
from annotator.store import statistics
from annotator.store.schema import DocumentTable
from tests.benchmarks import corpora

SLUG = "grown"
MANAGER, ANNOTATORS = "ana", ("ben", "cem")
MODELS = 100
SIZE, SPANS = 5_000, 50
_TABLES = ("layer", "span", "event", "filed")
"""What a document has beside its own row and its words, each table after those that it refers to."""
_OWN = ("number", "sequence")
"""Columns that the database counts by itself."""
_AT_ONCE = 500


def begin(store: Store) -> None:
    """Make the project with its people and the first hundred documents."""
    book = (seeding.seeds_folder() / "codebook.yaml").read_bytes()
    with store.write() as tx:
        for name in (MANAGER, *ANNOTATORS):
            if accounts.named(tx, name) is None:
                accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None)
        projects.create(tx, accounts.OPERATOR, SLUG, "Grown")
        codebooks.replace(tx, accounts.OPERATOR, SLUG, codebooks.read_codebook(book, "codebook.yaml"))
        projects.set_member(tx, accounts.OPERATOR, SLUG, MANAGER, "manager")
        for name in ANNOTATORS:
            projects.set_member(tx, accounts.OPERATOR, SLUG, name, "annotator")
    for first in range(0, MODELS, _AT_ONCE):
        corpora.keep(store, SLUG, [_model(number) for number in range(first, MODELS)])
    _give_out(store)


def grow(store: Store, count: int) -> None:
    """Let the project have ``count`` documents; those that are new stand in a round of their own."""
    with store.read() as tx:
        models = _Models(tx.connection)
        there = tx.connection.execute(
            select(func.count()).select_from(DocumentTable).where(models.here)
        ).scalar_one()
    if there >= count:
        return
    for first in range(there, count, _AT_ONCE):
        with store.write() as tx:
            models.copy(tx.connection, range(first, min(count, first + _AT_ONCE)))
    _give_out(store)
    statistics.take(store)  # as imports do


def title(number: int) -> str:
    """A title that no other document has, as long as any other."""
    return f"Article number n{number:06}"


def _give_out(store: Store) -> None:
    with store.write() as tx:
        rounds.create(tx, accounts.OPERATOR, SLUG, Plan(people=ANNOTATORS, overlap=2))


def _model(number: int) -> Document:
    """What two people read; one document in five is not complete yet."""
    made = corpora.read_by_many(f"{number}", SIZE, SPANS, ANNOTATORS)
    head = f"{title(number)}\n\n"
    spans = (
        replace(span, fragments=tuple((start + len(head), end + len(head)) for start, end in span.fragments))
        for span in made.spans
    )
    layers = made.layers
    if number % 5 == 0:
        layers = (layers[0], replace(layers[1], state="in_progress"))
    text = head + made.text
    return replace(made, title=title(number), text=text, blocks=recognise(text), layers=layers, spans=tuple(spans))


class _Models:
    """The rows of the first documents, to be kept again under other ids."""

    def __init__(self, connection: Connection) -> None:
        project = connection.exec_driver_sql(f"SELECT id FROM project WHERE slug = '{SLUG}'").scalar_one()
        self.here = DocumentTable.project_id == project
        ids = list(
            connection.execute(
                select(DocumentTable.id).where(self.here).order_by(DocumentTable.position).limit(MODELS)
            ).scalars()
        )
        self._documents = [_Rows(connection, "document", f"id = '{one}'") for one in ids]
        self._parts = [[_Rows(connection, name, f"document_id = '{one}'") for name in _TABLES] for one in ids]
        at = self._documents[0].columns.index("text")
        self._words = [_words(one.rows[0][at], number) for number, one in enumerate(self._documents)]

    def copy(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Keep a document under each of ``numbers``, counted from nought."""
        chance = Random(numbers[0])
        kept: dict[str, list[tuple[Any, ...]]] = {name: [] for name in ("document", *_TABLES)}
        indexed: list[tuple[str, list[str]]] = []
        for number in numbers:
            model = number % MODELS
            new = _Renamed(chance)
            row = dict(zip(self._documents[model].columns, self._documents[model].rows[0], strict=True))
            row["text"] = row["text"].replace(row["title"], title(number), 1)
            row |= {"id": new[row["id"]], "position": number + 1, "title": title(number)}
            row |= {"key": row["id"], "sha256": fingerprint(row["text"])}
            kept["document"].append(tuple(row.values()))
            own = {key.encode().hex() for key in distinct_keys(title(number))}
            indexed.append((row["id"], sorted(self._words[model] | own)))
            for part in self._parts[model]:
                kept[part.table] += part.renamed(new)
        for name, rows in kept.items():
            columns = self._documents[0].columns if name == "document" else self._columns(name)
            _put(connection, name, columns, rows)
        _index(connection, indexed)

    def _columns(self, name: str) -> Sequence[str]:
        return next(part.columns for part in self._parts[0] if part.table == name)


def _words(text: str, number: int) -> set[str]:
    """The words of a model as the index spells them, without those that only its title has."""
    return {key.encode().hex() for key in distinct_keys(text.replace(title(number), "", 1))}


class _Renamed(dict[str, str]):
    """For each id the one that takes its place."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance

    def __missing__(self, old: str) -> str:
        made = f"{self._chance.getrandbits(128):032x}"
        new = self[old] = f"{made[:8]}-{made[8:12]}-4{made[13:16]}-a{made[17:20]}-{made[20:]}"
        return new


class _Rows:
    """Some rows of a table as the database has them, without what it counts by itself."""

    def __init__(self, connection: Connection, table: str, condition: str) -> None:
        found = connection.exec_driver_sql(f'SELECT * FROM "{table}" WHERE {condition}')
        keep = [at for at, name in enumerate(found.keys()) if name not in _OWN]
        self.table = table
        self.columns = [list(found.keys())[at] for at in keep]
        self.rows = [tuple(row[at] for at in keep) for row in found]
        own = ("id", "document_id", "layer_id", "subject") if table != "filed" else ("document_id",)
        self._ids = [at for at, name in enumerate(self.columns) if name in own]

    def renamed(self, new: _Renamed) -> Iterator[tuple[Any, ...]]:
        """The same rows of another document."""
        for row in self.rows:
            values = list(row)
            for at in self._ids:
                values[at] = new[row[at]]
            yield tuple(values)


def _put(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    driver = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" for _ in columns)
    driver.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _index(connection: Connection, documents: Sequence[tuple[str, list[str]]]) -> None:
    """What ``store/word_index.py`` keeps of texts as short as these."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        rows = [(document, " ".join(f"'{word}'" for word in words)) for document, words in documents]
        _put(connection, "word_index", ("document_id", "words"), rows)
        return
    last = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM word_index").scalar_one()
    numbered = [(last + at, *one) for at, one in enumerate(documents, start=1)]
    driver.executemany("INSERT INTO word_index (number, document_id) VALUES (?, ?)", [one[:2] for one in numbered])
    driver.executemany(
        "INSERT INTO word_index_fts (rowid, words) VALUES (?, ?)", [(one[0], " ".join(one[2])) for one in numbered]
    )
