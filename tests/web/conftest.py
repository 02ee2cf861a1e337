"""The pages, asked as a browser asks them: whoever signs in does so by a one-time link."""

import re
from uuid import uuid4

import pytest
from acting import SLUG, Desk, first_document
from flask import Response
from flask.testing import FlaskClient
from lxml import html

from annotator.app import create_app
from annotator.services import accounts, corpus, importing
from annotator.services.importing import Upload
from annotator.web.security import limiter

PASSWORD = "correct horse battery"
HTMX = {"HX-Request": "true"}


class Answer(Response):
    """What came back, with a few ways to look at it."""

    @property
    def page(self):
        return html.document_fromstring(self.data, parser=html.HTMLParser(encoding="utf-8"))

    def words(self, path: str) -> list[str]:
        """The text of each element that XPath finds, blanks collapsed."""
        return [" ".join(found.text_content().split()) for found in self.page.xpath(path)]

    @property
    def problem(self) -> str:
        """The one line that says why something was refused."""
        (line,) = self.words("//*[@role='alert']")
        return line

    @property
    def parts(self) -> list[str]:
        """What an answer for htmx swaps."""
        return self.page.xpath("//hx-partial/@hx-target")


class Browser(FlaskClient):
    """Somebody's browser: it keeps cookies and sends each form with its token, as the pages do."""

    def open(self, *request, **more) -> Answer:
        # Read to the end at once, so that no file stays open.
        return super().open(*request, **{"buffered": True, **more})

    def csrf(self) -> str:
        return re.search(r'name="csrf_token" value="([^"]+)"', self.get("/enter/x").text)[1]

    def send(self, address: str, fields: dict | None = None, *, htmx: bool = False, **more) -> Answer:
        """Post a form."""
        data = {"csrf_token": self.csrf(), **(fields or {})}
        return self.post(address, data=data, headers=HTMX if htmx else {}, **more)

    def act(self, document: str, do: str, *, htmx: bool = False, **fields) -> Answer:
        """One action on a document, as the annotation page sends it; a new one unless ``action`` is given."""
        data = {"action": str(uuid4()), "do": do, **fields}
        return self.send(f"/documents/{document}/actions", data, htmx=htmx)

    def declare(self, document: str, state: str, *, htmx: bool = False, **fields) -> Answer:
        """Say that a document is complete, or open it again."""
        data = {"action": str(uuid4()), "state": state, **fields}
        return self.send(f"/documents/{document}/state", data, htmx=htmx)


@pytest.fixture
def app(annotator_settings, store):
    return made(annotator_settings, store)


def made(settings, store):
    """The application, as a server would have it, but for tests."""
    app = create_app(settings, store)
    limiter.reset()  # it is one for the whole process
    app.test_client_class = Browser
    app.response_class = Answer
    return app


@pytest.fixture
def make_app(store):
    """Make the application with other settings."""
    return lambda settings: made(settings, store)


@pytest.fixture
def nobody(app) -> Browser:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app, store):
    """Sign somebody in, by name, in a browser of their own."""

    def signed_in(name: str) -> Browser:
        with store.write() as tx:
            ticket = accounts.ticket_for(tx, accounts.OPERATOR, name)
        browser = app.test_client()
        assert browser.send(f"/enter/{ticket}").status_code == 303
        return browser

    return signed_in


@pytest.fixture
def ana(team, sign_in) -> Browser:
    """The manager of the team, and the site's admin."""
    return sign_in("ana")


@pytest.fixture
def ben(team, sign_in) -> Browser:
    """An annotator."""
    return sign_in("ben")


@pytest.fixture
def document(team, store) -> str:
    """The id of the team's first article."""
    return first_document(store, team["ana"])


@pytest.fixture
def desk(store, team, document) -> Desk:
    """Ben at the first article, without a browser."""
    return Desk(store, team["ben"], document)


@pytest.fixture
def bring_in(store, team):
    """Import a file; the ids of its documents, in order."""

    def brought_in(name: str, data: bytes, form: str = "auto") -> list[str]:
        parsed = importing.parse([Upload(name, data)], form, None, now=store.moment(), new_id=store.new_id)
        with store.write() as tx:
            before = {one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents}
            importing.import_files(tx, team["ana"], SLUG, parsed)
            return [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents if one.id not in before]

    return brought_in


@pytest.fixture(scope="session")
def password_hash():
    return accounts.hashed_password(PASSWORD)


@pytest.fixture
def account(store, password_hash):
    """An admin with a password."""
    with store.write() as tx:
        return accounts.add_user(tx, accounts.OPERATOR, "ana", admin=True, password_hash=password_hash)


@pytest.fixture
def other_account(store, account, password_hash):
    with store.write() as tx:
        return accounts.add_user(tx, accounts.OPERATOR, "ben", password_hash=password_hash)
