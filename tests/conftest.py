"""What every test may ask for: a fresh database, the application over it, a team with the seed articles."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from acting import SLUG
from databases import Postgres, in_memory, migrated_sqlite, seeded_sqlite, sqlite_copy
from hypothesis import HealthCheck, settings

from annotator.services import accounts, projects, seeding
from annotator.services.jobs import Jobs
from annotator.services.transactions import Store
from annotator.settings import Settings

settings.register_profile(
    "annotator",
    deadline=None,
    print_blob=True,
    # A busy machine makes examples slowly, which is no fault of theirs.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("annotator")

ALL_DATABASES = ("sqlite", "postgresql")


def pytest_configure():
    """Let the folders of tests be in memory: half of what a test on SQLite takes is waiting for the disk."""
    if (folder := in_memory()) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith("ANNOTATOR_") and not name.startswith("ANNOTATOR_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(params=ALL_DATABASES)
def database(request, tmp_path) -> Iterator[str]:
    """The address of a migrated database of one's own: each test that asks for it runs once on each kind.

    It is empty; where a test asks for the ``team``, the demo's project and team are in it.
    """
    if request.param == "sqlite":
        copy = sqlite_copy(_template(request), tmp_path)
    else:
        copy = request.getfixturevalue("postgres").copy(seeded="team" in request.fixturenames)
    with copy as url, jobs_end_with_it():
        yield url


@pytest.fixture
def store(database) -> Iterator[Store]:
    """An open database."""
    opened = Store(database)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(request, tmp_path) -> Iterator[Store]:
    """An open SQLite database, for what does not depend on the kind."""
    with sqlite_copy(_template(request), tmp_path) as url, jobs_end_with_it():
        opened = Store(url)
        yield opened
        opened.close()


@contextmanager
def jobs_end_with_it() -> Iterator[None]:
    """Whoever does jobs is sent home at the end, so that nobody looks for more where the database was."""
    made: list[Jobs] = []
    begun = Jobs.__init__

    def noted(self: Jobs, store: Store) -> None:
        begun(self, store)
        made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Jobs, "__init__", noted)
        yield
    for jobs in made:
        jobs.close()


def _template(request) -> Path:
    # Seeds are read once a session, as they take longer than most tests.
    return request.getfixturevalue("seeded_template" if "team" in request.fixturenames else "sqlite_template")


@pytest.fixture
def annotator_settings(tmp_path) -> Settings:
    return Settings(tmp_path, "sqlite:///unused", "a secret for tests alone")


@pytest.fixture
def team(store):
    """The demo's project with its five articles and its people, by name."""
    with store.read() as tx:
        return {name: accounts.named(tx, name) for name in seeding.TEAM}


@pytest.fixture
def people(team, store):
    """One person for each role (``ana`` is the site's admin too), and two who are not in the project.

    The stranger is in none, the neighbour manages another.
    """
    roles = {"manager": "manager", "viewer": "viewer", "stranger": None, "neighbour": None}
    with store.write() as tx:
        for name, role in roles.items():
            accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None)
            if role:
                projects.set_member(tx, accounts.OPERATOR, SLUG, name, role)
        projects.create(tx, accounts.OPERATOR, "another", "")
        projects.set_member(tx, accounts.OPERATOR, "another", "neighbour", "manager")
    with store.read() as tx:
        return {name: accounts.named(tx, name) for name in (*team, *roles)}


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    return migrated_sqlite(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def seeded_template(sqlite_template, tmp_path_factory) -> Path:
    return seeded_sqlite(sqlite_template, tmp_path_factory.mktemp("seeded"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # Not in pytest's own folder: the next run of pytest closes that to all but root, and the server is not root.
    with tempfile.TemporaryDirectory(
        prefix="annotator-postgres-", dir=in_memory(), ignore_cleanup_errors=True
    ) as folder:
        server = Postgres(Path(folder))
        server.migrate_template()
        server.seed_template()
        yield server
        server.close()
