"""The server as people start it: in a process of its own, on a real port, ended by Ctrl+C."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest
from patience import PATIENCE, until
from ports import free_port

from annotator.services import accounts, corpus, import_job, tokens
from annotator.services.import_job import Import
from annotator.services.importing import Upload
from annotator.services.jobs import Jobs
from annotator.services.transactions import Store

pytestmark = pytest.mark.slow


def test_the_demo_says_where_it_is_and_signs_in_by_its_link(tmp_path, port):
    with server("demo", "--no-browser", "--port", str(port), "--data-dir", str(tmp_path / "demo")) as demo:
        said = demo.said_until("Serving at")
        link = re.search(rf"http://127\.0\.0\.1:{port}(/enter/[\w-]{{43}})\n", said)[1]
        assert f"The demo is kept in {tmp_path / 'demo'}." in said
        assert f"\n  export ANNOTATOR_DATA_DIR={tmp_path / 'demo'}\n" in said
        assert "Sign in as “you”, manager of the demo team, by this link; it works once:" in said
        assert said.endswith(f"Serving at http://127.0.0.1:{port} (Ctrl+C ends it).\n")
        assert get(port, "/healthz") == (200, b'{"status":"ok"}\n')
        assert get(port, "/readyz") == (200, b'{"status":"ok"}\n')
        assert (tmp_path / "demo" / "server.address").read_text() == f"http://127.0.0.1:{port}\n"
        status, page = get(port, link)
        assert status == 200
        assert b"<form" in page
        demo.interrupt()
    assert (demo.code, demo.stderr) == (0, "")
    with pytest.raises(ConnectionRefusedError):
        get(port, "/healthz")


def test_the_demo_started_again_keeps_what_was_done(tmp_path, port):
    for _ in range(2):
        with server("demo", "--no-browser", "--port", str(port), "--data-dir", str(tmp_path)) as demo:
            demo.said_until("Serving at")
            demo.interrupt()
    store = Store(f"sqlite:///{tmp_path / 'annotator.sqlite3'}")
    with store.read() as tx:
        assert len(corpus.corpus(tx, accounts.OPERATOR, "central-asia").documents) == 5
    store.close()


def test_a_demo_whose_port_is_taken_takes_another(tmp_path, port):
    with (
        taken(port),
        server("demo", "--no-browser", "--port", str(port), "--data-dir", str(tmp_path)) as demo,
    ):
        said = demo.said_until("Serving at")
        other = int(re.search(r"Serving at http://127\.0\.0\.1:(\d+) ", said)[1])
        assert other != port
        assert f"http://127.0.0.1:{other}/enter/" in said
        assert get(other, "/healthz")[0] == 200


def test_a_server_of_a_new_site_prints_the_link_to_set_it_up(folder, port):
    with server("serve", "--port", str(port)) as serving:
        said = serving.said_until("Serving at")
        path = re.search(rf"http://127\.0\.0\.1:{port}(/set-up/[0-9a-f]{{32}})\n", said)[1]
        assert get(port, path)[0] == 200
        serving.interrupt()
    assert (serving.code, serving.stderr) == (0, "")


def test_a_port_that_is_taken_is_refused_in_one_line(folder, port):
    with taken(port), server("serve", "--port", str(port)) as serving:
        serving.wait()
    assert serving.code == 1
    assert serving.stderr == f"annotator: 127.0.0.1:{port}: Address already in use. Choose another --port.\n"


def test_an_address_that_is_not_this_machines_is_refused_in_one_line(folder, port):
    with server("serve", "--port", str(port), "--host", "192.0.2.1") as serving:
        serving.wait()
    assert serving.code == 1
    assert re.fullmatch(r"annotator: 192\.0\.2\.1:\d+: [^\n]+ Choose another --host\.\n", serving.stderr)


@pytest.mark.parametrize("command", [("serve", "--port", "{other}"), ("upgrade",)])
def test_beside_a_running_server_nothing_else_works_on_its_folder(folder, port, other_port, command):
    with server("serve", "--port", str(port)) as serving:
        serving.said_until("Serving at")
        with server(*[one.format(other=other_port) for one in command]) as second:
            second.wait()
        assert second.code == 1
        assert second.stderr == f"annotator: Another annotator is running on {folder}: end it first.\n"
        assert get(port, "/readyz")[0] == 200


def test_a_folder_is_free_again_after_its_server_was_killed(folder, port):
    with server("serve", "--port", str(port)) as serving:
        serving.said_until("Serving at")
        serving.process.kill()
    with server("serve", "--port", str(port)) as serving:
        serving.said_until("Serving at")
        assert get(port, "/readyz")[0] == 200


def test_a_job_that_a_server_did_not_finish_is_said_to_have_failed_by_the_next(folder, port):
    with server("project", "create", "wheat") as command:
        command.wait()
    store = Store(f"sqlite:///{folder / 'annotator.sqlite3'}")
    with store.write() as tx:
        ana = accounts.add_user(tx, accounts.OPERATOR, "ana", admin=True, password_hash=None)
        job, _ = import_job.start(Jobs(store), tx, ana, Import("wheat", (Upload("a.txt", b"A text."),)))
        token = tokens.make(tx, ana, "a script")
    store.close()
    with server("serve", "--port", str(port)) as serving:
        serving.said_until("Serving at")
        status, body = get(port, f"/api/v1/jobs/{job}", Authorization=f"Bearer {token}")
    found = json.loads(body)
    assert (status, found["state"], found["problem"]["code"]) == (200, "failed", "cut")


def test_commands_work_beside_a_running_server(folder, port):
    with server("serve", "--port", str(port)) as serving:
        serving.said_until("Serving at")
        with server("project", "create", "second") as command:
            command.wait()
        assert (command.code, command.stderr) == (0, "")


def test_a_name_that_is_not_the_servers_is_not_answered(folder, port):
    with server("serve", "--port", str(port)) as serving:
        serving.said_until("Serving at")
        assert get(port, "/sign-in", host="evil.example.org")[0] == 400
        assert get(port, "/sign-in", host="localhost")[0] == 200


def test_over_every_address_it_is_reached_by_the_machines_name_and_addresses(folder, port):
    with server("serve", "--port", str(port), "--host", "0.0.0.0") as serving:
        said = serving.said_until("Serving at")
        assert f"http://{socket.gethostname()}:{port}/set-up/" in said
        for host in (socket.gethostname(), "192.0.2.7", f"127.0.0.1:{port}"):
            assert get(port, "/sign-in", host=host)[0] == 200
        assert get(port, "/sign-in", host="evil.example.org")[0] == 400


def test_over_ipv6_it_is_reached_by_its_address_in_brackets(folder, port):
    if not has_ipv6():
        pytest.skip("this machine has no IPv6")
    with server("serve", "--port", str(port), "--host", "::1") as serving:
        said = serving.said_until("Serving at")
        assert f"Serving at http://[::1]:{port} " in said
        connection = http.client.HTTPConnection("::1", port, timeout=PATIENCE)
        connection.request("GET", "/sign-in")
        assert connection.getresponse().status == 200
        connection.close()


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux tells a process's children by file")
def test_over_postgresql_several_processes_serve_and_one_that_dies_is_replaced(
    folder, port, postgres, monkeypatch
):
    with postgres.copy() as url:
        monkeypatch.setenv("ANNOTATOR_DATABASE_URL", url)
        with server("serve", "--port", str(port), "--workers", "2") as serving:
            serving.said_until("Serving at")
            assert get(port, "/readyz")[0] == 200
            until(lambda: len(workers_of(serving)) == 2)
            first = workers_of(serving)
            os.kill(min(first), signal.SIGKILL)
            assert get(port, "/readyz")[0] == 200
            until(lambda: len(workers_of(serving)) == 2 and workers_of(serving) != first)
            assert get(port, "/readyz")[0] == 200
            serving.interrupt()
        assert serving.code == 0


def test_a_server_writes_a_line_for_each_request_where_it_is_asked_to(folder, port, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_LOG", "requests")
    with server("serve", "--port", str(port)) as serving:
        serving.said_until("Serving at")
        get(port, "/sign-in?next=/secret")
        serving.interrupt()
    (line,) = [json.loads(one) for one in serving.stderr.splitlines()]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/sign-in", 200)
    assert "secret" not in serving.stderr


def test_each_of_several_processes_tells_what_all_of_them_counted(folder, port, postgres, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_METRICS_TOKEN", "for prometheus")
    with postgres.copy() as url:
        monkeypatch.setenv("ANNOTATOR_DATABASE_URL", url)
        with server("serve", "--port", str(port), "--workers", "2") as serving:
            serving.said_until("Serving at")
            for _ in range(20):
                get(port, "/healthz")
            status, body = get(port, "/metrics", Authorization="Bearer for prometheus")
            serving.interrupt()
    count = re.search(r'annotator_request_seconds_count{[^}]*route="/healthz"[^}]*} ([0-9.]+)', body.decode())
    assert (status, float(count[1])) == (200, 20)


@pytest.mark.parametrize(("workers", "message"), [("2", "SQLite is served by one process"), ("0", "from 1 to 64")])
def test_workers_that_cannot_be_are_refused_in_one_line(folder, port, workers, message):
    with server("serve", "--port", str(port), "--workers", workers) as serving:
        serving.wait()
    assert serving.code == 1
    assert message in serving.stderr
    assert serving.stderr.count("\n") == 1


@pytest.mark.usefixtures("folder", "without_authlib")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_provider_without_its_library_is_refused_in_one_line(port, postgres, monkeypatch, workers):
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(f"ANNOTATOR_OIDC_{name}", "https://sign-in.example.org")
    with postgres.copy() as url:
        monkeypatch.setenv("ANNOTATOR_DATABASE_URL", url)
        with server("serve", "--port", str(port), "--workers", workers) as serving:
            serving.wait()
    told = "ANNOTATOR_OIDC_ISSUER needs another package: pip install 'annotator[oidc]'."
    assert (serving.code, serving.stderr) == (1, f"annotator: {told}\n")


def has_ipv6():
    """Whether this machine has ``::1``: its Python may know of IPv6 where its network does not."""
    with socket.socket(socket.AF_INET6) as asked, suppress(OSError):
        asked.bind(("::1", 0))
        return True
    return False


def workers_of(serving):
    """The process ids of a server's workers."""
    children = Path(f"/proc/{serving.process.pid}/task/{serving.process.pid}/children")
    return set(map(int, children.read_text().split()))


class Server:
    """A running command: what it says, and how it ends."""

    def __init__(self, process):
        self.process = process
        self.stderr = ""
        self._lines = Queue()
        self._said = Thread(target=self._listen, daemon=True)
        self._said.start()

    @property
    def code(self):
        return self.process.returncode

    def said_until(self, words):
        """Everything on standard output up to the line that has ``words``."""
        said = ""
        end = time.monotonic() + PATIENCE
        while words not in said:
            try:
                line = self._lines.get(timeout=max(0, end - time.monotonic()))
            except Empty:
                pytest.fail(f"nothing more was said after {said!r}")
            if line is None:
                pytest.fail(f"it ended after {said!r}: {self.process.stderr.read()}")
            said += line
        return said

    def interrupt(self):
        """What Ctrl+C sends."""
        self.process.send_signal(signal.SIGINT)
        self.wait()

    def wait(self):
        self.process.wait(PATIENCE)

    def _listen(self):
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._said.join(PATIENCE)
        self.stderr = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()


@contextmanager
def server(*arguments):
    """A command in a process of its own, ended at the latest with the block."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "annotator", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    running = Server(process)
    try:
        yield running
    finally:
        running.end()


def get(port, path, host=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{port}", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def taken(port):
    """Somebody else listens on the port."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        yield


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def other_port():
    return free_port()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The data folder of this test's servers."""
    monkeypatch.setenv("ANNOTATOR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def without_authlib(tmp_path, monkeypatch):
    """Let no process find the library that speaks with providers."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text("import sys\nsys.modules['authlib'] = None\n")
    known = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(tmp_path / "site"), known])))
