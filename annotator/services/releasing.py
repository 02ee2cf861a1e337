"""Releasing: a corpus is given out under a name, and stays as it was."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, Any

import msgspec

from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.domain.layer import ALL
from annotator.domain.permission import Act, Person
from annotator.domain.release import Terms
from annotator.formats._files import File, zipped
from annotator.services import filters, projects, release_files
from annotator.services.jobs import Job, Jobs, Running, Task, does
from annotator.services.release_files import Contents
from annotator.store import jobs as stored_jobs
from annotator.store import layers
from annotator.store import releases as stored
from annotator.store.engine import Store, Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.projects import Project
from annotator.store.releases import Release

__all__ = ["KIND", "Draft", "Release", "all_of", "before", "chunks", "create", "find", "recent", "start"]

KIND = "release"
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A release that was made and is not kept yet: its archive stands in a file that is gone afterwards."""

    about: Any
    size: int
    sha256: str
    file: IO[bytes]

    def pieces(self) -> Iterator[bytes]:
        self.file.seek(0)
        while piece := self.file.read(stored.PIECE):
            yield piece


def all_of(tx: Transaction, person: Person, slug: str) -> tuple[Project, list[Release]]:
    """A project with its releases, the newest first."""
    project = _managed(tx, person, slug)
    return project, stored.of_project(tx, project.id)


def find(tx: Transaction, person: Person, slug: str, name: str) -> Release:
    """One release of a project.

    Raises:
        NotFound: there is none of that name.
    """
    found = stored.by_name(tx, _managed(tx, person, slug).id, name)
    if found is None:
        raise NotFound("no-release", f"There is no release “{name[:70]}” of this project.")
    return found


def before(store: Store, person: Person, slug: str, name: str) -> str:
    """The name of the release that was made before another.

    Raises:
        NotFound: there is no such release, or none before it.
    """
    with store.read() as tx:
        found = find(tx, person, slug, name)
        _, newest_first = all_of(tx, person, slug)
    earlier = newest_first[[one.id for one in newest_first].index(found.id) + 1 :]
    if not earlier:
        raise NotFound("no-release", f"No release was made before {found.name}.")
    return earlier[0].name


def chunks(store: Store, release: Release) -> Iterator[bytes]:
    """The bytes of a release's archive, as they were made."""
    with store.read() as tx:
        yield from stored.pieces(tx, release.id)


def create(
    store: Store,
    person: Person,
    slug: str,
    terms: Terms,
    *,
    began: Callable[[int], None] = lambda _: None,
    passed: Callable[[int], None] = lambda _: None,
) -> Release:
    """Make a release and keep it.

    Args:
        store: the database.
        person: a manager of the project.
        slug: the project's.
        terms: what the release is asked to be.
        began: is told how many documents will be gone through, at most.
        passed: is told how many have been.
    """
    with store.read() as tx:
        project = _asked(tx, person, slug, terms)
        began(_steps(tx, person, project, terms))
    with _drafted(store, person, slug, terms, passed) as draft, store.write() as tx:
        return _kept(tx, person, slug, terms, draft)


def start(jobs: Jobs, tx: Transaction, person: Person, slug: str, terms: Terms) -> tuple[str, Callable[[], None]]:
    """Note the job of making a release; its id, and what begins it once that is committed.

    Raises:
        Invalid: the terms are none, name a layer or format that is not there, or a filter lets nothing through.
        NotFound: no filter has the name that they say.
        Conflict: there is a release of that name.
    """
    project = _asked(tx, person, slug, terms)
    total = _steps(tx, person, project, terms)
    asked = {"slug": slug, "terms": msgspec.to_builtins(terms)}
    return jobs.start(tx, person, Task(KIND, project.id, total, asked))


def recent(tx: Transaction, person: Person, slug: str) -> list[Job]:
    """Somebody's last jobs of making releases here that did not end well or go on, the newest first."""
    project = _managed(tx, person, slug)
    found = stored_jobs.recent(tx, KIND, project.id, person.id, _MOST_SHOWN)
    return [job for job in found if job.state != "done"]


@does(KIND)
def _run(running: Running, person: Person, asked: Any) -> None:
    slug, terms = asked["slug"], msgspec.convert(asked["terms"], Terms)
    with _drafted(running.store, person, slug, terms, running.note) as draft, running.store.write() as tx:
        made = _kept(tx, person, slug, terms, draft)
        running.finish(tx, {"documents": draft.about["documents"], "release": made.name})


def _managed(tx: Transaction, person: Person, slug: str) -> Project:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.MANAGE_RELEASES)
    return project


def _asked(tx: Transaction, person: Person, slug: str, terms: Terms) -> Project:
    project = _managed(tx, person, slug)
    terms.refuse_bad()
    for form in release_files.forms(terms):
        form.require_extra()
        if form.holds_text and not terms.text:
            raise Invalid("holds-text", f"{form.name} holds the texts, and this release is to be without them.")
    present = layers.names(tx, project.id)
    for name in terms.layers:
        if name != ALL and name not in present:
            raise NotFound("no-layer", f"There is no layer “{name[:80]}” in this project.")
    _refuse_taken(tx, project, terms)
    let = filters.chosen(tx, project, terms.filter)
    if let:
        let.require_any(tx, project)
    return project


def _refuse_taken(tx: Transaction, project: Project, terms: Terms) -> None:
    if (there := stored.by_name(tx, project.id, terms.name)) is not None:
        raise Conflict(
            "release-there", f"There is a release {there.name} already, and it stays as it is: take another name."
        )


def _steps(tx: Transaction, person: Person, project: Project, terms: Terms) -> int:
    contents = Contents(tx, person, project, terms)
    return contents.passes * contents.count


@contextmanager
def _drafted(
    store: Store, person: Person, slug: str, terms: Terms, passed: Callable[[int], None]
) -> Iterator[Draft]:
    """The archive of a release, made in one reading transaction, which is over before anything is written."""
    with tempfile.TemporaryFile() as file:
        done = 0

        def one_more() -> None:
            nonlocal done
            done += 1
            passed(done)

        digest = hashlib.sha256()
        with store.read() as tx:
            project = _asked(tx, person, slug, terms)
            contents = Contents(tx, person, project, terms, one_more)
            for chunk in zipped(_in_folder(f"{project.slug}-{terms.name}", contents.files())):
                digest.update(chunk)
                file.write(chunk)
            about = contents.about
        yield Draft(about, file.tell(), digest.hexdigest(), file)


def _in_folder(name: str, files: Iterator[File]) -> Iterator[File]:
    return (replace(file, path=f"{name}/{file.path}") for file in files)


def _kept(tx: Transaction, person: Person, slug: str, terms: Terms, draft: Draft) -> Release:
    project = _managed(tx, person, slug)
    _refuse_taken(tx, project, terms)
    made = Release(tx.new_id(), terms.name, draft.about, draft.size, draft.sha256, person.name, tx.now)
    stored.add(tx, project.id, person.id, made, draft.pieces())
    told = {"name": made.name, "sha256": made.sha256}
    add_events(tx, Place(person.id, project.id), [Event("release.create", made.id, None, told)])
    return made
