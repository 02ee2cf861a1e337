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
from tests.load.annotator import Annotator, Refused
from tests.load.importer import Importer, halves

pytestmark = pytest.mark.slow

TIMES = int(os.environ.get("ANNOTATOR_TEST_CRASHES", "8"))
PEOPLE = 8


def test_everything_acknowledged_outlives_a_killed_server(tmp_path):
    url = f"sqlite:///{tmp_path / 'annotator.sqlite3'}"
    env = site.environment(tmp_path, url)
    tickets, texts = site.made(url, PEOPLE, 5)
    server = site.Server(free_port(), env)
    annotators = [Annotator(server.port, ticket, texts, number) for number, ticket in enumerate(tickets)]
    chance = Random(2026)
    importer = Importer(annotators[1], site.SLUG)
    server.start()
    for annotator in annotators:
        annotator.sign_in()
    for crash in range(TIMES):
        killed_at_work(server, annotators, importer, chance.uniform(0.1, 1.2), imported=crash == TIMES - 1)
        found = reckoning.exported(tmp_path, site.SLUG, env)
        assert reckoning.differences(found, [one.memory for one in annotators]) == [], f"after crash {crash + 1}"
        assert halves(tmp_path / "all.jsonl", importer) == [], f"after crash {crash + 1}"
        assert integrity(tmp_path) == [("ok",)]
        server.start()
    server.stop()
    assert [fault for one in annotators for fault in one.memory.faults] == []


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


def killed_at_work(server, annotators, importer, seconds, *, imported):
    """Let everybody work for some time, and kill the server in the middle of it.

    On a machine that is busy it takes longer until something was acknowledged, and until somebody ``imported``.
    """
    before = acknowledged(annotators)

    def at_work(annotator, number):
        try:
            while True:
                annotator.act()
                if number == 0:
                    annotator.export(site.SLUG)
                if number == 1:
                    importer.import_batch()
        except (OSError, http.client.HTTPException, Refused):
            return  # the server is gone: what was on its way may have come in, or not

    people = [
        threading.Thread(target=at_work, args=(one, number), daemon=True) for number, one in enumerate(annotators)
    ]
    for person in people:
        person.start()
    time.sleep(seconds)
    until(lambda: acknowledged(annotators) > before and (importer.acknowledged or not imported))
    server.kill()
    for person in people:
        person.join(PATIENCE)


def acknowledged(annotators):
    return sum(len(one.memory.writes) for one in annotators)


def integrity(folder):
    with sqlite3.connect(folder / "annotator.sqlite3") as connection:
        checked = connection.execute("PRAGMA integrity_check").fetchall()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return checked
