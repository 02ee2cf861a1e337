"""What people do on a document, in a line each: for tests that need it done, or done again."""

import hashlib
from dataclasses import dataclass
from uuid import uuid4

from patience import PATIENCE, until

from annotator.domain.permission import Person
from annotator.services import annotating, corpus, jobs, layers, reading, relating, undoing
from annotator.services.annotating import Draft, Edit
from annotator.services.recording import Action, Change
from annotator.services.relating import Link
from annotator.services.transactions import Store

SLUG = "central-asia"


def action(body: str = "") -> Action:
    """A new action, sent with ``body``."""
    return Action(str(uuid4()), hashlib.sha256(body.encode()).hexdigest())


def new_id() -> str:
    return str(uuid4())


def draft(words: str, text: str, label: str = "actor", nth: int = 0, **more) -> Draft:
    """A span on the first place, or the ``nth`` after it, where ``words`` stand in ``text``."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Draft(new_id(), [(start, start + len(words))], label, words, **more)


def first_document(store: Store, person: Person, slug: str = SLUG) -> str:
    """The id of the first article."""
    with store.read() as tx:
        return corpus.corpus(tx, person, slug).documents[0].id


def ended(store: Store, person: Person, job_id: str, patience: int = PATIENCE) -> jobs.Job:
    """A job when it is over."""

    def over() -> jobs.Job | None:
        with store.read() as tx:
            job = jobs.find(tx, person, job_id)
        return job if job.state in ("done", "failed", "cancelled") else None

    return until(over, patience)


@dataclass(frozen=True)
class Desk:
    """One person at one document; every call is a transaction of its own, as from a browser."""

    store: Store
    person: Person
    document: str

    @property
    def text(self) -> str:
        with self.store.read() as tx:
            return reading.desk(tx, self.person, self.document).reading.text

    @property
    def state(self) -> str:
        with self.store.read() as tx:
            return reading.desk(tx, self.person, self.document).state

    @property
    def said(self) -> dict:
        """What is said about the document as a whole."""
        with self.store.read() as tx:
            return dict(reading.desk(tx, self.person, self.document).attributes)

    @property
    def spans(self) -> list:
        with self.store.read() as tx:
            return list(reading.open_document(tx, self.person, self.document).spans)

    @property
    def quotes(self) -> list[str]:
        """What is marked, in reading order."""
        return [span.quote(self.text) for span in self.spans]

    def span(self, span_id: str):
        with self.store.read() as tx:
            return reading.own_span(tx, self.person, span_id)[1]

    def create(self, *drafts: Draft, by: Action | None = None) -> Change:
        with self.store.write() as tx:
            return annotating.create(tx, self.person, by or action(), self.document, drafts)

    def mark(self, words: str, label: str = "actor", nth: int = 0, **more) -> str:
        """Mark ``words``; the span's id."""
        one = draft(words, self.text, label, nth, **more)
        self.create(one)
        return one.id

    def change(self, span_id: str, *, by: Action | None = None, version: int | None = None, **edit) -> Change:
        with self.store.write() as tx:
            return annotating.change(tx, self.person, by or action(), span_id, Edit(**edit), version=version)

    def delete(self, span_id: str, *, by: Action | None = None, version: int | None = None) -> Change:
        with self.store.write() as tx:
            return annotating.delete(tx, self.person, by or action(), span_id, version=version)

    @property
    def links(self) -> dict[str, tuple[str, str, str]]:
        """The relations of one's own layer, by id: type, source, target."""
        with self.store.read() as tx:
            if reading.desk(tx, self.person, self.document).layer_id is None:
                return {}
            found = layers.relations_of(tx, self.person, self.document, "me")[1]
        return {one.id: (one.type, one.source, one.target) for one in found}

    @property
    def relations(self) -> list[tuple[str, str, str]]:
        """The relations of one's own layer: type, source, target."""
        return sorted(self.links.values())

    def relate(self, source: str, target: str, kind: str = "holds", *, by: Action | None = None) -> str:
        """Join two spans; the relation's id."""
        link = Link(new_id(), kind, source, target)
        with self.store.write() as tx:
            relating.create(tx, self.person, by or action(), self.document, link)
        return link.id

    def part(self, relation_id: str, *, by: Action | None = None) -> Change:
        with self.store.write() as tx:
            return relating.delete(tx, self.person, by or action(), relation_id)

    def undo(self, by: Action | None = None) -> Change:
        with self.store.write() as tx:
            return undoing.undo(tx, self.person, by or action(), self.document)

    def redo(self, by: Action | None = None) -> Change:
        with self.store.write() as tx:
            return undoing.redo(tx, self.person, by or action(), self.document)
