"""The disk is full, the database gone or only to be read, the clock jumps: said plainly, and nothing is lost."""

import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from acting import SLUG, Desk, first_document
from clocks import Clock
from patience import until
from ports import free_port

from annotator.services import accounts, checking, seeding
from annotator.services.transactions import Store
from tests.load import reckoning, site
from tests.load.annotator import Annotator, Refused

battery = pytest.mark.battery


@battery
def test_a_full_disk_is_said_and_once_there_is_room_work_goes_on(small_disk):
    url = f"sqlite:///{small_disk / 'annotator.sqlite3'}"
    tickets, texts = site.made(url, 1, 2)
    server = site.Server(free_port(), site.environment(small_disk, url))
    person = Annotator(server.port, tickets[0], texts, 1)
    server.start()
    try:
        person.sign_in()
        person.act()
        filler = small_disk / "filler"
        fill(filler)
        with pytest.raises(Refused):
            work(person, 400)
        assert ": 507 " in person.memory.faults[0]
        assert person.get(f"/documents/{texts[0].id}")[0] == 200
        filler.unlink()
        assert saves(person), person.memory.faults[-1]
    finally:
        server.end()
    assert_nothing_lost(small_disk, url, [person])


@battery
def test_on_a_disk_that_can_only_be_read_a_server_says_so_in_one_line_and_starts_once_it_can(small_disk):
    url = f"sqlite:///{small_disk / 'annotator.sqlite3'}"
    site.made(url, 1, 1)
    server = site.Server(free_port(), site.environment(small_disk, url))
    server.start()
    server.stop()
    remount(small_disk, "ro")
    command = [sys.executable, "-m", "annotator", "serve", "--port", str(free_port())]
    done = subprocess.run(command, env=server.env, capture_output=True, text=True, timeout=60, check=False)
    remount(small_disk, "rw")
    assert done.returncode == 1
    assert done.stderr.startswith("annotator: ")
    assert done.stderr.count("\n") == 1
    server.start()
    server.stop()


@battery
def test_a_disk_that_turns_read_only_under_a_server_is_said_and_once_it_is_mended_work_goes_on(breaking_disk):
    place = breaking_disk.place
    url = f"sqlite:///{place / 'annotator.sqlite3'}"
    tickets, texts = site.made(url, 1, 2)
    server = site.Server(free_port(), site.environment(place, url))
    person = Annotator(server.port, tickets[0], texts, 1)
    server.start()
    try:
        person.sign_in()
        work(person, 20)
        breaking_disk.turn_read_only()
        with pytest.raises(Refused):
            work(person, 50)
        assert {status for status in (503, 507) if f": {status} " in person.memory.faults[0]}
        assert "Traceback" not in person.memory.faults[0]
        assert person.get(f"/documents/{texts[0].id}")[0] == 200
    finally:
        person.leave()
        server.end()
    breaking_disk.mend()
    server.start()
    try:
        assert saves(person), person.memory.faults[-1]
    finally:
        server.end()
    assert_nothing_lost(place, url, [person])


@battery
def test_postgresql_that_dies_at_work_comes_back_and_everybody_works_on(postgres, tmp_path):
    with postgres.copy() as url:
        tickets, texts = site.made(url, 6, 3)
        server = site.Server(free_port(), site.environment(tmp_path, url), "--workers", "2")
        people = [Annotator(server.port, ticket, texts, number) for number, ticket in enumerate(tickets)]
        server.start()
        try:
            for person in people:
                person.sign_in()
            over = threading.Event()
            threads = [threading.Thread(target=stubborn, args=(person, over)) for person in people]
            for one in threads:
                one.start()
            time.sleep(2)
            kill_a_backend(url)
            before = [len(person.memory.writes) for person in people]
            until(lambda: all(len(p.memory.writes) > had + 5 for p, had in zip(people, before, strict=True)))
            over.set()
            for one in threads:
                one.join()
        finally:
            server.end()
        faults = [fault for person in people for fault in person.memory.faults]
        assert [fault for fault in faults if ": 503 " not in fault] == []
        assert_nothing_lost(tmp_path, url, people)


@pytest.mark.slow
def test_a_clock_that_jumps_back_changes_neither_the_order_of_events_nor_what_is_undone(database):
    clock = Clock()
    store = Store(database, clock=clock)
    seeding.seed(store)
    with store.read() as tx:
        ben = accounts.named(tx, "ben")
    desk = Desk(store, ben, first_document(store, ben, SLUG))
    first = desk.mark("Kazakhstan")
    clock.pass_by(days=-2)
    desk.change(first, note="later, by an earlier clock")
    second = desk.mark("Kazakhstan", nth=1)
    desk.undo()
    there = {one.id for one in desk.spans}
    assert first in there
    assert second not in there
    with store.read() as tx:
        assert checking.check(tx).faults == ()
    store.close()


def test_a_second_server_on_a_data_folder_is_refused_in_one_line(tmp_path):
    url = f"sqlite:///{tmp_path / 'annotator.sqlite3'}"
    server = site.Server(free_port(), site.environment(tmp_path, url))
    server.start()
    try:
        second = [sys.executable, "-m", "annotator", "serve", "--port", str(free_port())]
        done = subprocess.run(second, env=server.env, capture_output=True, text=True, timeout=60, check=False)
    finally:
        server.stop()
    assert (done.returncode, done.stderr) == (
        1,
        f"annotator: Another annotator is running on {tmp_path}: end it first.\n",
    )


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes, which only an administrator can make."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", place], check=False)
    if made.returncode:
        pytest.skip("only an administrator of Linux can make a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


@dataclass(frozen=True)
class BreakingDisk:
    """A file system of its own that can fail as disks do: nobody may write any more, into open files either."""

    image: Path
    place: Path

    def mend(self):
        subprocess.run(["umount", self.place], check=False, stderr=subprocess.DEVNULL)
        subprocess.run(["mount", "-o", "loop", self.image, self.place], check=True)

    def turn_read_only(self):
        subprocess.run(["mount", "-o", "remount,abort", self.place], check=False, stderr=subprocess.DEVNULL)
        with pytest.raises(OSError, match="Read-only"):
            (self.place / "probe").touch()


@pytest.fixture
def breaking_disk(tmp_path):
    """Only an administrator can make one, where the kernel has loop devices."""
    disk = BreakingDisk(tmp_path / "image", tmp_path / "breaking")
    disk.place.mkdir()
    with disk.image.open("wb") as image:
        image.truncate(48 * 2**20)
    try:
        subprocess.run(["mkfs.ext4", "-q", disk.image], check=True)
        disk.mend()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only an administrator of Linux can make a disk that breaks")
    yield disk
    subprocess.run(["umount", disk.place], check=True)


def fill(path):
    """Write until there is no room left."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


def work(person, times):
    for _ in range(times):
        person.act()


def saves(person):
    """Whether somebody can save something again."""
    had = len(person.memory.writes)
    try:
        work(person, 10)
    except Refused:
        return False
    return len(person.memory.writes) > had


def stubborn(person, over):
    """Somebody who goes on whatever the server says, as the page does with what it keeps."""
    while not over.is_set():
        try:
            person.act()
        except Refused:
            time.sleep(0.3)


def assert_nothing_lost(folder, url, people):
    for person in people:
        person.leave()
    found = reckoning.exported(folder, site.SLUG, site.environment(folder, url))
    assert reckoning.differences(found, [one.memory for one in people]) == []
    store = Store(url)
    with store.read() as tx:
        assert checking.check(tx).faults == ()
    store.close()


def remount(place, how):
    subprocess.run(["mount", "-o", f"remount,{how}", place], check=True)


def kill_a_backend(url):
    """PostgreSQL restarts all of itself when one of its processes dies like this, as after a crash."""
    with connected(url) as connection:
        pid = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
        subprocess.run(["kill", f"-{signal.SIGKILL.value}", str(pid)], check=True)


def connected(url):
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True)
