"""The API, asked as a script asks it: with a token, and nothing else."""

from uuid import uuid4

import pytest
from acting import Desk, first_document
from flask.testing import FlaskClient

from annotator.api.limits import limiter
from annotator.app import create_app
from annotator.services import tokens

PREFIX = "/api/v1"


class Script(FlaskClient):
    """Somebody's script; addresses are those below /api/v1."""

    token = None

    def open(self, address, *more, headers=None, **kwargs):
        given = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **(headers or {})}
        where = address.removeprefix("http://localhost").removeprefix(PREFIX)
        return super().open(PREFIX + where, *more, headers=given, buffered=True, **kwargs)

    def mark(self, document, start, end, label="actor", **more):
        """Mark a span; its JSON."""
        made = self.post(f"/documents/{document}/spans", json={"start": start, "end": end, "label": label, **more})
        assert made.status_code == 201, made.text
        return made.json


@pytest.fixture
def app(annotator_settings, store):
    app = create_app(annotator_settings, store)
    limiter.reset()  # it is one for the whole process
    app.test_client_class = Script
    yield app
    app.extensions["annotator_jobs"].close()


@pytest.fixture
def script(app, store, people):
    """The script of somebody, by name; None for one without a token."""

    def of(name):
        client = app.test_client()
        if name is not None:
            with store.write() as tx:
                client.token = tokens.make(tx, people[name], "a script")
        return client

    return of


@pytest.fixture
def ana(script):
    """The manager's script, who is the site's admin too."""
    return script("ana")


@pytest.fixture
def ben(script):
    """An annotator's script."""
    return script("ben")


@pytest.fixture
def document(store, team):
    """The id of the team's first article."""
    return first_document(store, team["ana"])


@pytest.fixture
def text(store, team, document):
    """What the first article reads."""
    return Desk(store, team["ana"], document).text


@pytest.fixture
def new_id():
    return lambda: str(uuid4())
