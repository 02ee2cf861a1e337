"""A backup of a live database, made by command while people work, is of one moment, on either kind."""

import os
import subprocess
import sys
import threading

import pytest
from patience import PATIENCE, until
from ports import free_port

from annotator.services import accounts, backing_up, checking, exporting
from annotator.services.transactions import Store, prepare
from tests.load import reckoning, site
from tests.load.annotator import Annotator

pytestmark = pytest.mark.battery

PEOPLE = 6
FORMATS = ("jsonl", "tei", "csv")


@pytest.mark.parametrize(("kind", "options"), [("sqlite", ()), ("postgresql", ("--workers", "2"))])
def test_a_backup_made_while_people_work_restores_to_the_same_exports_on_either_database(
    tmp_path, postgres, kind, options
):
    live, restored = tmp_path / "live", tmp_path / "restored"
    live.mkdir()
    restored.mkdir()
    with postgres.copy() as address, postgres.copy() as other:
        url = address if kind == "postgresql" else f"sqlite:///{live / 'annotator.sqlite3'}"
        env = site.environment(live, url)
        tickets, texts = site.made(url, PEOPLE, 5)
        server = site.Server(free_port(), env, *options)
        people = [Annotator(server.port, ticket, texts, number) for number, ticket in enumerate(tickets)]
        server.start()
        try:
            at_work = all_at_work(people)
            until(lambda: all(len(one.memory.writes) > 3 for one in people))
            before = {span for one in people for span, state in dict(one.memory.spans).items() if state}
            command(env, "backup", str(tmp_path / "at work.zip"))
            until(lambda: all(len(one.memory.writes) > 6 for one in people))
            at_work()
            command(env, "backup", str(tmp_path / "after.zip"))
        finally:
            server.end()
        memories = [one.memory for one in people]
        assert [fault for one in memories for fault in one.faults] == []
        found = reckoning.exported(live, site.SLUG, env)
        assert reckoning.differences(found, memories) == []

        targets = (f"sqlite:///{restored / 'annotator.sqlite3'}", other)
        now, *after = (exports(one) for one in (url, *filled(targets, tmp_path / "after.zip")))
        assert after == [now, now]
        at_that_moment = [exports(one) for one in filled(targets, tmp_path / "at work.zip")]
        assert at_that_moment[0] == at_that_moment[1]
        assert at_that_moment[0] != now
        then = reckoning.exported(restored, site.SLUG, site.environment(restored, targets[0]))
        gone = {span for one in memories for span, state in one.spans.items() if state is None}
        assert before - gone <= set(then)


def all_at_work(people):
    """Everybody works until the function that comes back is called."""
    over = threading.Event()

    def work(person):
        person.sign_in()
        while not over.is_set():
            person.act()
        person.leave()

    threads = [threading.Thread(target=work, args=(one,)) for one in people]
    for one in threads:
        one.start()

    def stop():
        over.set()
        for one in threads:
            one.join(PATIENCE * 2)
            assert not one.is_alive()

    return stop


def command(env, *words):
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *words],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=PATIENCE * 4,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def filled(targets, archive):
    """Each of the databases with the backup in it, one after the other."""
    for url in targets:
        store = Store(url)
        prepare(store)
        backing_up.restore(store, archive)
        store.close()
        yield url


def exports(url):
    """What a database gives, in several formats; it must hold together."""
    store = Store(url)
    with store.read() as tx:
        assert checking.check(tx).faults == ()
    made = {
        name: b"".join(
            exporting.prepare(store, accounts.OPERATOR, site.SLUG, name, "all", allow_loss=True).chunks()
        )
        for name in FORMATS
    }
    store.close()
    return made
