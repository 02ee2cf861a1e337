"""Three hosts over one PostgreSQL, behind nginx as deploy/ sets it up: what one knows, all of them know."""

import http.client
import json
import threading
import time

import pytest
from patience import PATIENCE, until
from ports import free_port

from annotator.services import accounts, tokens
from annotator.services.transactions import Store
from tests.battery.hosts import Visitor, hosts, nginx
from tests.load import reckoning, site
from tests.load.multipart import multipart

pytestmark = [pytest.mark.battery, pytest.mark.slow]

PEOPLE = 8
SECONDS = 8


def test_people_work_on_through_the_proxy_while_a_host_dies_and_nothing_is_lost(postgres, tmp_path):
    public = free_port()
    with postgres.copy() as url, hosts(tmp_path, url) as servers:
        tickets, texts = site.made(url, PEOPLE, 5)
        token_of(url)
        for one in servers:
            one.start()
        people = [Visitor(public, ticket, texts, number) for number, ticket in enumerate(tickets)]
        with nginx(tmp_path, public, servers):
            # Signed in on one host, at work on the next, and on all of them by turns.
            people[0].at(servers[0]).sign_in()
            assert people[0].at(servers[1]).get(f"/documents/{texts[0].id}")[0] == 200
            people[0].at(servers[2]).act()
            for person in (people[0].at(None), *people[1:]):
                if person is not people[0]:
                    person.sign_in()
            at_work(people, SECONDS, meanwhile=servers[2].kill)
            for person in people:
                person.leave()
        found = reckoning.exported(tmp_path, site.SLUG, site.environment(tmp_path / "127.0.0.2", url))
    memories = [one.memory for one in people]
    assert reckoning.differences(found, memories) == []
    assert [fault for one in memories for fault in one.faults] == []
    assert sum(len(one.writes) for one in memories) > PEOPLE


def test_a_job_begun_on_one_host_is_seen_cancelled_and_told_by_any(postgres, tmp_path):
    with postgres.copy() as url, hosts(tmp_path, url) as (first, second, third):
        site.made(url, 1, 5)
        token = token_of(url)
        first.start()
        running, waiting, unwanted = (begun(first, token, name) for name in ("one", "two", "three"))
        until(lambda: told(first, token, running)["state"] == "running")
        second.start()
        assert told(second, token, unwanted, "DELETE")["state"] == "cancelled"
        first.kill()
        third.start()
        assert until(lambda: over(third, token, running))["problem"]["code"] == "cut"
        assert until(lambda: over(third, token, waiting))["result"]["documents"] == DOCUMENTS
        assert told(third, token, unwanted)["state"] == "cancelled"
        env = site.environment(tmp_path / "127.0.0.4", url)
        assert titles(tmp_path, env) == 5 + DOCUMENTS


def test_tries_on_one_host_count_on_all_of_them(postgres, tmp_path):
    with postgres.copy() as url, hosts(tmp_path, url) as servers:
        _, texts = site.made(url, 1, 1)
        token_of(url)
        for one in servers[:2]:
            one.start()
        statuses = []
        for number in range(8):
            person = Visitor(1, "", texts, 0).at(servers[number % 2])
            person.open_form("/sign-in")
            statuses.append(person.post("/sign-in", {"name": "person0", "password": "wrong"})[0])
            person.leave()
    assert statuses[:5].count(429) == 0
    assert statuses[5:] == [429] * 3


DOCUMENTS = 3_000


def at_work(people, seconds, *, meanwhile):
    """Everybody works for some time; half-way through, something happens."""
    end = time.monotonic() + seconds

    def work(person):
        while time.monotonic() < end:
            person.act()

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for one in threads:
        one.start()
    time.sleep(seconds / 2)
    meanwhile()
    for one in threads:
        one.join(PATIENCE * 2)
        assert not one.is_alive()


def token_of(url):
    store = Store(url)
    with store.write() as tx:
        # Before a site has an admin it shows nothing but how to make one.
        accounts.add_user(tx, accounts.OPERATOR, "admin", admin=True, password_hash=None)
        token = tokens.make_for(tx, accounts.OPERATOR, "person0", "a script")
    store.close()
    return token


def begun(server, token, name):
    """The id of an import that was begun on a server."""
    lines = "".join(f'{{"id": "{name}-{n}", "text": "Text {n} of {name}."}}\n' for n in range(DOCUMENTS))
    body, kind = multipart({}, [(f"{name}.jsonl", lines)])
    return ask(server, token, "POST", f"/projects/{site.SLUG}/imports", body, kind)["id"]


def told(server, token, job, method="GET"):
    return ask(server, token, method, f"/jobs/{job}")


def over(server, token, job):
    found = told(server, token, job)
    return found if found["state"] not in ("waiting", "running") else None


def ask(server, token, method, path, *form):
    connection = http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE)
    headers = {"Authorization": f"Bearer {token}"}
    body, kind = form or (None, "text/plain")
    connection.request(method, f"/api/v1{path}", body, headers | {"Content-Type": kind})
    answer = connection.getresponse()
    found = answer.read()
    connection.close()
    assert answer.status in (200, 202), (answer.status, found)
    return json.loads(found)


def titles(folder, env):
    reckoning.exported(folder, site.SLUG, env)
    return len((folder / "all.jsonl").read_text("utf-8").split("\n")) - 1
