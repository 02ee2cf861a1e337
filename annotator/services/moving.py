"""Moving: everything, or one project, goes from a database to another of either kind; here nothing is changed."""

import tempfile
from pathlib import Path

from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.services import backing_up
from annotator.services.accounts import OPERATOR
from annotator.store import filing, moving, statistics, word_index
from annotator.store import projects as stored
from annotator.store.engine import Store


def move_all(store: Store, to: Store) -> int:
    """Put everything of a database into an empty one; how many rows.

    Raises:
        Conflict: there is something in the other one.
    """
    if backing_up.holds_anything(to):
        raise Conflict("not-empty", "There are people or projects where this is to go: name an empty database.")
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "everything.zip"
        backing_up.backup(store, archive)
        return backing_up.restore(to, archive).rows


def move_project(store: Store, to: Store, slug: str) -> int:
    """Put one project into another database, beside what is there: whole or not at all; how many rows.

    People are found by their names; who is not there comes with the project, and is no admin there.

    Raises:
        NotFound: there is no such project here.
        Conflict: there is one of that name, or this very one, there.
    """
    with store.read() as here, to.write() as there:
        project = stored.by_slug(here, slug, OPERATOR)
        if project is None:
            raise NotFound("no-project", f"There is no project “{slug[:80]}” here.")
        if stored.by_slug(there, slug, OPERATOR) is not None or any(moving.counts(there, project.id).values()):
            raise Conflict("project-there", f"There is a project “{slug[:80]}” there already.")
        known = moving.put_people(there, moving.people(here, project.id))
        moved = sum(moving.put(there, name, rows, known) for name, rows in moving.rows(here, project.id))
        if moving.counts(here, project.id) != moving.counts(there, project.id):
            raise Invalid("not-moved", "Not everything arrived. Nothing was changed.")
        word_index.catch_up(there.connection)
        filing.catch_up(there.connection)
    statistics.take(to)
    return moved
