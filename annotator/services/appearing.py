"""An import comes in a few documents at a time, seen by nobody, and appears as a whole in one short transaction.

Nobody waits for it longer than one piece takes. What was cut in the middle is as if it had never been: no list
shows it, no key of it is taken, and the same files can be imported again.
"""

from collections.abc import Callable, Iterable

from annotator.domain.errors import Conflict
from annotator.domain.permission import Act, Person
from annotator.services import arriving_entities, projects
from annotator.services.arriving_documents import Item
from annotator.services.arriving_precedents import Rules
from annotator.services.importing import Held, keep_items
from annotator.services.piecing import pieces
from annotator.store import arriving
from annotator.store import projects as stored
from annotator.store.engine import Store, Transaction


class Appearing:
    """An import that is under way: ``keep`` brings it in piece by piece, ``appear`` lets it be seen."""

    def __init__(self, store: Store, person: Person, slug: str) -> None:
        self._store, self._person, self._slug = store, person, slug
        self._batch = store.new_id()
        self._rules = Rules()

    def keep(self, held: Held, items: Iterable[Item], kept: Callable[[], None]) -> None:
        """Keep documents, each few in a transaction of their own; ``kept`` is told of each."""
        for some in pieces(items, lambda item: item.document):
            with self._store.write() as tx:
                keep_items(tx, self._person, held.project, some, self._rules, arriving=self._batch)
            kept()

    def appear(self, tx: Transaction, held: Held) -> None:
        """Let everything that was kept be there, with the codebooks and the entries that came with it.

        Raises:
            Conflict: somebody changed the project meanwhile, so that it is no longer what was held against it.
        """
        project = projects.find(tx, self._person, self._slug)
        project.standing.require(Act.IMPORT)
        tx.take_turns(f"documents {project.id}")
        if tuple(stored.codebook_versions(tx, project.id)) != held.books.versions:
            raise Conflict(
                "codebook-changed",
                "The codebook was changed while this was read: do it again. Nothing was imported.",
            )
        if (key := arriving.taken_key(tx, self._batch)) is not None:
            raise Conflict(
                "document-there",
                f"A document with the id “{key[:80]}” came in while this was read. Nothing was imported.",
            )
        for book in held.books.new:
            stored.add_codebook(tx, project.id, book, self._person, "imported")
        arriving_entities.refuse_made_meanwhile(tx, project, held.entities)
        arriving_entities.keep(tx, self._person, project, held.entities)
        arriving.appear(tx, self._batch)
        self._rules.keep(tx, self._person, project)
