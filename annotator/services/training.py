"""Training: a model learns from gold how each label is marked, one tagger a label, so that labels may overlap.

How well it does is told from documents that it did not see: they are parted by a seed, and each part is found by
what was learned from the others. Then it learns from all of them, and reads the documents that have no gold yet.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from annotator.domain.corpus import Document
from annotator.domain.document_filter import EVERYTHING
from annotator.domain.errors import Invalid
from annotator.domain.held_out import Stretch, Tally, parted, tallied
from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Person
from annotator.domain.tagging import Names, Row, rows, tags
from annotator.services import projects, proposing
from annotator.store import documents, filtering, history, models, snapshot
from annotator.store import projects as stored_projects
from annotator.store.engine import Store, Transaction
from annotator.store.history import Event, Place
from annotator.store.models import Gold, Learned, Model, Reading
from annotator.store.projects import Project
from annotator.suggest import crf
from annotator.suggest.crf import Tagger

FEWEST_DOCUMENTS = 2
"""A label is learned where as many documents have it: of one alone nothing can be held out."""
MOST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Steps:
    """How a training tells how far it is. ``began`` gets the number of steps, ``passed`` how many are done.

    ``passed`` is called often; whatever it raises ends the training, and nothing of it is kept. ``kept`` is called
    in the transaction that keeps the model.
    """

    began: Callable[[int], None] = lambda _: None
    passed: Callable[[int], None] = lambda _: None
    kept: Callable[[Transaction, Model], None] = lambda _tx, _model: None


@dataclass(frozen=True, slots=True)
class _Taught:
    """A document to learn from: its rows, and what is marked in it, by label."""

    id: str
    key: str
    rows: tuple[Row, ...]
    marked: Mapping[str, Sequence[Stretch]]


@dataclass(frozen=True, slots=True)
class _Lessons:
    """All that is learned from, as it stood at one moment."""

    book: int
    labels: tuple[str, ...]
    names: Names
    gold: tuple[Gold, ...]
    documents: tuple[_Taught, ...]
    others: tuple[str, ...]

    @property
    def learned(self) -> list[str]:
        """The labels that enough documents have."""
        return [one for one in self.labels if self.having(one) >= FEWEST_DOCUMENTS]

    def having(self, label: str) -> int:
        return sum(label in one.marked for one in self.documents)


def require(tx: Transaction, person: Person, slug: str) -> Project:
    """A project of which somebody may train a model, where there is gold enough and the library is installed.

    Raises:
        Forbidden: they may not.
        Invalid: it is not installed, or too few documents have complete gold.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.TRAIN_MODELS)
    crf.require_library()
    number = len(models.complete_gold(tx, project.id))
    if number < FEWEST_DOCUMENTS:
        raise Invalid(
            "too-little-gold",
            f"A model learns from documents whose gold is complete, {FEWEST_DOCUMENTS} at least; here "
            + ("is none yet." if not number else "is one."),
        )
    return project


def checked_seed(seed: int) -> int:
    """``seed`` as every database holds it."""
    if not 0 <= seed <= MOST_SEED:
        raise Invalid("bad-seed", f"A seed is a whole number from 0 to {MOST_SEED}.")
    return seed


def train(store: Store, person: Person, slug: str, *, seed: int = 1, steps: Steps | None = None) -> Model:
    """Train a model and keep it. The same gold and seed give the same scores.

    Raises:
        Forbidden: they may not.
        Invalid: the library is not installed, or there is too little gold.
    """
    told = steps or Steps()
    with store.read() as tx:
        project = require(tx, person, slug)
        lessons = _lessons(tx, project)
    if not lessons.learned:
        raise Invalid("too-little-gold", f"No label is marked in the gold of {FEWEST_DOCUMENTS} documents yet.")
    parts = parted((one.key for one in lessons.documents), checked_seed(seed))
    told.began(_step_count(lessons, parts))
    with tempfile.TemporaryDirectory(prefix="annotator-model-") as folder:
        work = _Work(Path(folder), lessons, told.passed)
        scores = {label: work.held_out(label, parts) for label in lessons.learned}
        learned = {label: work.learned(label, lambda _: True) for label in lessons.learned}
        readings = list(_readings(store, lessons, learned, work.step))
    with store.write() as tx:
        project = require(tx, person, slug)
        made = Model(
            id=tx.new_id(),
            number=models.next_number(tx, project.id),
            seed=seed,
            codebook_version=lessons.book,
            report=_report(lessons, scores, len(set(parts.values()))),
            by=person.name,
            created=tx.now,
        )
        models.add(tx, project.id, person.id, made, Learned(lessons.gold, learned, readings))
        event = Event("model.train", str(made.number), None, {"documents": len(lessons.gold), "seed": seed})
        history.add_events(tx, Place(person.id, project.id), [event])
        told.kept(tx, made)
    return made


class _Work:
    """Learning from lessons, step by step, with their features written once."""

    def __init__(self, folder: Path, lessons: _Lessons, passed: Callable[[int], None]) -> None:
        self._folder, self._lessons, self._passed = folder, lessons, passed
        self._done = 0
        self._features = folder / "features"
        with self._features.open("wb") as file:
            for one in lessons.documents:
                for row in one.rows:
                    self.look()
                    file.write(orjson.dumps(row.features) + b"\n")

    def look(self) -> None:
        """See whether it is to go on."""
        self._passed(self._done)

    def step(self) -> None:
        self._done += 1
        self.look()

    def learned(self, label: str, of: Callable[[str], bool]) -> bytes:
        """What is learned of a label from the documents that ``of`` their keys are taken."""
        told = (
            tags(row, one.marked.get(label, ())) if of(one.key) else None
            for one in self._lessons.documents
            for row in one.rows
        )
        made = crf.learned(self._features, told, self._folder, goes_on=self.look)
        self.step()
        return made

    def held_out(self, label: str, parts: Mapping[str, int]) -> Tally:
        """How well a label is found in documents that were held out."""
        tally = Tally()
        for part in sorted(set(parts.values())):
            tagger = Tagger(self.learned(label, lambda key, held=part: parts[key] != held))  # type: ignore[misc]
            for one in self._lessons.documents:
                if parts[one.key] == part:
                    self.look()
                    found = [(start, end) for start, end, _ in proposing.found(tagger, one.rows)[0]]
                    tally += tallied(one.marked.get(label, ()), found)
        return tally


def _readings(
    store: Store, lessons: _Lessons, learned: Mapping[str, bytes], step: Callable[[], None]
) -> Iterator[Reading]:
    taggers = {label: Tagger(data) for label, data in learned.items()}
    for document_id in lessons.others:
        # A transaction for each: nobody is to wait while it reads.
        with store.read() as tx:
            text = documents.reading(tx, document_id)
        yield proposing.read(document_id, text, lessons.names, taggers)
        step()


def _lessons(tx: Transaction, project: Project) -> _Lessons:
    gold = models.complete_gold(tx, project.id)
    learned_from = {one.document_id for one in gold}
    names = proposing.known_names(tx, project.id)
    among = [
        *filtering.conditions(tx, project, EVERYTHING),
        filtering.one_of(tx, sorted(learned_from)),
    ]
    taken = snapshot.take(tx, project, [GOLD], among).documents()
    taught = tuple(_taught(of.document_id, one, names) for of, one in zip(gold, taken, strict=True))
    book = stored_projects.codebook(tx, project.id)
    return _Lessons(
        book=book.version,
        labels=tuple(label.name for label in book.offered),
        names=names,
        gold=tuple(gold),
        documents=taught,
        others=tuple(one for one in filtering.ids(tx, project, EVERYTHING) if one not in learned_from),
    )


def _taught(document_id: str, document: Document, names: Names) -> _Taught:
    marked: dict[str, list[Stretch]] = {}
    for span in document.spans:
        marked.setdefault(span.label, []).extend(span.fragments)
    return _Taught(document_id, document.id, tuple(rows(document.text, document.blocks, names)), marked)


def _step_count(lessons: _Lessons, parts: Mapping[str, int]) -> int:
    return len(lessons.learned) * (len(set(parts.values())) + 1) + len(lessons.others)


def _report(lessons: _Lessons, scores: Mapping[str, Tally], parts: int) -> dict[str, Any]:
    return {
        "documents": len(lessons.documents),
        "tokens": sum(len(row.words) for one in lessons.documents for row in one.rows),
        "parts": parts,
        "all": _told(sum(scores.values(), Tally())),
        "labels": [
            {"label": label, "documents": lessons.having(label), **_told(scores[label])}
            for label in lessons.learned
        ],
        "not_learned": list(_too_rare(lessons)),
    }


def _told(tally: Tally) -> dict[str, Any]:
    return {"spans": tally.gold, "found": tally.found, **tally.scores}


def _too_rare(lessons: _Lessons) -> Iterator[dict[str, Any]]:
    for label in lessons.labels:
        if lessons.having(label) < FEWEST_DOCUMENTS:
            yield {"label": label, "documents": lessons.having(label)}
