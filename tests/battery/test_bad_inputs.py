"""Every bad file, by page, API and command line: the outcome expected of it, and the rest as it was."""

import pytest
import requests
from bad_inputs import cases, complaints
from canary import watched
from ports import free_port

from annotator.services import accounts
from annotator.services.transactions import Store, prepare
from tests.battery import doors
from tests.battery.doors import Site
from tests.load.site import environment, running

pytestmark = pytest.mark.battery

MANAGER = "manager"


@pytest.mark.parametrize("door", [doors.page, doors.api, doors.command_line])
def test_every_bad_file_has_the_outcome_expected_of_it(served, canary, door, tmp_path):
    bring = door(served)
    found = {}
    for case in cases("file", "generated"):
        slug = f"{door.__name__.replace('_', '-')}-{case.id.lower()}"
        served.project(slug)
        path, data = tmp_path / case.name, case.data
        if door is doors.command_line:
            path.write_bytes(data)
        outcome = bring(slug, str(path) if door is doors.command_line else case.name, data, case.reader)
        if wrong := list(complaints(case, outcome)):
            found[case.id] = wrong
        assert canary not in outcome.shown
    assert found == {}
    assert requests.get(f"{served.url}/readyz", timeout=10).status_code == 200


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request, tmp_path_factory):
    """A server over a database of that kind, with somebody who may do everything in it."""
    folder = tmp_path_factory.mktemp("served")
    if request.param == "sqlite":
        yield from _served(folder, f"sqlite:///{folder / 'annotator.sqlite3'}")
    else:
        with request.getfixturevalue("postgres").copy() as url:
            yield from _served(folder, url)


def _served(folder, url):
    store = Store(url)
    prepare(store)
    with store.write() as tx:
        accounts.add_user(tx, accounts.OPERATOR, MANAGER, admin=True, password_hash=None)
    with store.read() as tx:
        manager = accounts.named(tx, MANAGER)
    port = free_port()
    with running(port, environment(folder, url)) as server:
        yield Site(f"http://127.0.0.1:{port}", server.pid, store, manager)
    store.close()


@pytest.fixture
def canary():
    with watched() as secret:
        yield secret
