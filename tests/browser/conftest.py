"""A real Chromium, a real server on a real socket, and people signed in to it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.desk_page import DeskPage
from browser.people import PATIENCE, Browsing
from browser.site import Site, served
from chromium import ARGUMENTS, executable
from databases import sqlite_copy
from playwright.sync_api import Browser, expect, sync_playwright

from annotator.services.transactions import Store

HERE = Path(__file__).parent
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    if path is None:
        missing = "Chromium is missing: install it, or run `python -m playwright install chromium`."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS), timeout=4 * PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def seeded(seeded_template, tmp_path) -> Iterator[str]:
    """The address of a database with the demo's project and team in it."""
    with sqlite_copy(seeded_template, tmp_path) as url:
        yield url


@pytest.fixture
def seeded_store(seeded) -> Iterator[Store]:
    store = Store(seeded)
    yield store
    store.close()


@pytest.fixture
def site(seeded_store, tmp_path) -> Iterator[Site]:
    """A server over the demo's project."""
    with served(seeded_store, tmp_path) as running:
        yield running


@pytest.fixture
def browsing(chromium, site) -> Iterator[Browsing]:
    """Browsers on that server; whatever goes wrong inside of them fails the test."""
    opened = Browsing(chromium, site)
    yield opened
    opened.close()
    assert not opened.faults


@pytest.fixture
def open_desk(browsing, site) -> Callable[..., DeskPage]:
    """Somebody (ana) at a document, given by its title or, where it is new, by its text as well."""

    def open_(text: str | None = None, *, title: str = "A text", who: str = "ana", **how) -> DeskPage:
        document = site.add_document(title, text) if text is not None else site.documents()[0].id
        desk = DeskPage(browsing.signed_in(who, **how), site, who, document)
        desk.open()
        return desk

    return open_


@pytest.fixture
def desk(open_desk) -> DeskPage:
    """Ana at the first seed article."""
    return open_desk()
