"""Commands run as somebody at a terminal runs them, over a data folder of their own."""

import os

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.services import seeding
from annotator.services.transactions import Store, prepare


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The data folder of this test's commands."""
    monkeypatch.setenv("ANNOTATOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    assert "ANNOTATOR_DATABASE_URL" not in os.environ
    return tmp_path / "data"


@pytest.fixture
def seeded(folder):
    """The data folder, with the demo's project in it."""
    folder.mkdir()
    store = Store(f"sqlite:///{folder / 'annotator.sqlite3'}")
    prepare(store)
    seeding.seed(store)
    store.close()
    return folder


@pytest.fixture
def run(folder):
    """Runs a command that must end with ``code``, and never in a traceback."""

    def run(*arguments, code=0, stdin=None):
        done = CliRunner().invoke(main, arguments, prog_name="annotator", input=stdin)
        assert done.exit_code == code, (done.output, done.exception)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert "Traceback" not in done.output
        return done

    return run
