"""The server is killed at random moments while people work: everything acknowledged is there afterwards."""

import http.client
import os
import sqlite3
import subprocess
import sys
import threading
import time
from random import Random

import pytest
from databases import bring_to
from patience import PATIENCE, until
from ports import free_port

from annotator.services.transactions import Store, revision, upgrade
from annotator.store.schema import REVISION
from tests.load import reckoning, site
from tests.load.adjudicator import Adjudicator, wrong_in_gold
from tests.load.annotator import Annotator, Refused
from tests.load.importer import Importer, halves
from tests.load.reader import Reader

pytestmark = pytest.mark.slow

TIMES = int(os.environ.get("ANNOTATOR_TEST_CRASHES", "8"))
PEOPLE = 8


def test_everything_acknowledged_outlives_a_killed_server(tmp_path):
    url = f"sqlite:///{tmp_path / 'annotator.sqlite3'}"
    team = Team(tmp_path, url)
    team.server.start()
    for crash in range(TIMES):
        team.killed_at_work(last=crash == TIMES - 1)
        assert team.differences() == [], f"after crash {crash + 1}"
        assert integrity(tmp_path) == [("ok",)]
        team.server.start()
    team.server.stop()
    assert team.faults() == []


def test_the_same_on_postgresql_where_all_of_several_workers_are_killed(postgres, tmp_path):
    with postgres.copy() as url:
        team = Team(tmp_path, url, "--workers", "2")
        team.server.start()
        times = max(2, TIMES // 4) if TIMES < 50 else TIMES
        for crash in range(times):
            team.killed_at_work(last=crash == times - 1)
            assert team.differences() == [], f"after crash {crash + 1}"
            team.server.start()
        team.server.stop()
        assert team.faults() == []


def test_a_killed_upgrade_leaves_the_old_schema_or_the_new_one_and_can_be_run_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'annotator.sqlite3'}"
    store = Store(url)
    bring_to(store, "0001")
    chance = Random(7)
    for _ in range(TIMES):
        upgrading = subprocess.Popen(
            [sys.executable, "-m", "annotator", "upgrade"],
            env={**os.environ, **site.environment(tmp_path, url)},
            stdout=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.3, 1.2))
        upgrading.kill()
        upgrading.wait()
        assert revision(store) in ("0001", REVISION)
        assert integrity(tmp_path) == [("ok",)]
    upgrade(store)
    assert revision(store) == REVISION
    store.close()


def test_a_killed_import_is_as_if_it_had_never_been_and_can_be_run_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'annotator.sqlite3'}"
    env = {**os.environ, **site.environment(tmp_path, url)}
    site.made(url, 1, 5)
    lines = (f'{{"id": "doc-{number}", "text": "Text number {number}."}}\n' for number in range(1_500))
    file = tmp_path / "many.jsonl"
    file.write_text("".join(lines), "utf-8")
    command = [sys.executable, "-m", "annotator", "import", site.SLUG, str(file)]
    importing = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    until(lambda: rows(tmp_path, "arriving IS NOT NULL"))
    importing.kill()
    importing.wait()
    assert 0 < rows(tmp_path, "arriving IS NOT NULL") < 1_500
    assert rows(tmp_path, "deleted IS NULL") == 5
    assert integrity(tmp_path) == [("ok",)]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    assert rows(tmp_path, "deleted IS NULL") == 5 + 1_500


def rows(folder, condition):
    with sqlite3.connect(folder / "annotator.sqlite3") as connection:
        (number,) = connection.execute(f"SELECT count(*) FROM document WHERE {condition}").fetchone()
    connection.close()
    return number


class Team:
    """Annotators, an importer, somebody who exports and asks for agreement, an adjudicator, and their server."""

    def __init__(self, folder, url, *flags):
        self.folder = folder
        self.env = site.environment(folder, url)
        tickets, texts = site.made(url, PEOPLE, 5)
        (judging,), dockets, self.read = site.read_by_two(url, 1, 3)
        self.server = site.Server(free_port(), self.env, *flags)
        self.people = [
            Annotator(self.server.port, ticket, texts, number) for number, ticket in enumerate((*tickets, judging))
        ]
        self.annotators = self.people[len(site.MANAGERS) : PEOPLE]
        self.judge = Adjudicator(self.people[-1], dockets, 1)
        self.importer = Importer(self.people[1], site.SLUG)
        self.reader = Reader(
            self.people[0], site.SLUG, texts, [one.memory for one in self.annotators], self.importer
        )
        self.signed_in = False
        self.chance = Random(2026)

    def killed_at_work(self, *, last):
        """Let everybody work for some time, and kill the server in the middle of it.

        On a machine that is busy it takes longer until something was acknowledged, and by the ``last`` time until
        everybody came to something.
        """
        if not self.signed_in:
            for one in self.people:
                one.sign_in()
            self.signed_in = True
        before = self.acknowledged()
        acts = [one.act for one in (*self.annotators, self.judge, self.reader)] + [self.importer.import_batch]
        threads = [threading.Thread(target=until_it_is_gone, args=(act,), daemon=True) for act in acts]
        for thread in threads:
            thread.start()
        time.sleep(self.chance.uniform(0.1, 1.2))
        until(lambda: self.acknowledged() > before and (not last or self.all_came_to_something()))
        self.server.kill()
        for thread in threads:
            thread.join(PATIENCE)

    def acknowledged(self):
        return sum(len(one.memory.writes) for one in self.annotators)

    def all_came_to_something(self):
        decided = self.judge.decided
        return self.importer.acknowledged and self.reader.exports and set(decided.units) - decided.unsure

    def differences(self):
        """In words, whatever is not there as it was acknowledged."""
        found = reckoning.exported(self.folder, site.SLUG, self.env)
        return [
            *reckoning.differences(found, [*(one.memory for one in self.annotators), self.read]),
            *wrong_in_gold(reckoning.gold(self.folder), [self.judge.decided]),
            *halves(self.folder / "all.jsonl", self.importer),
        ]

    def faults(self):
        return [fault for one in self.people for fault in one.memory.faults]


def until_it_is_gone(act):
    try:
        while True:
            act()
    except (OSError, http.client.HTTPException, Refused):
        return  # the server is gone: what was on its way may have come in, or not


def integrity(folder):
    with sqlite3.connect(folder / "annotator.sqlite3") as connection:
        checked = connection.execute("PRAGMA integrity_check").fetchall()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return checked
