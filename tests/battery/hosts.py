"""Several hosts behind a proxy: servers on addresses of their own, a real nginx set up as deploy/ says."""

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mail_server import own_certificate
from patience import PATIENCE, until
from ports import free_port

from tests.load import site
from tests.load.annotator import Annotator

ADDRESSES = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
_AGAIN = (502, 503, 504)
_CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"


@contextmanager
def hosts(folder: Path, url: str, *options: str) -> Iterator[list[site.Server]]:
    """A server for each of the addresses, not started yet; each with a data folder of its own."""
    made = []
    for address in ADDRESSES:
        own = folder / address
        own.mkdir()
        env = site.environment(own, url) | {
            "ANNOTATOR_SECRET_KEY": "the same on all of them",
            "ANNOTATOR_PUBLIC_URL": "https://localhost",
        }
        made.append(site.Server(free_port(), env, *options, host=address))
    with ExitStack() as ending:
        for one in made:
            ending.callback(one.end)
        yield made


@contextmanager
def nginx(folder: Path, public: int, servers: list[site.Server]) -> Iterator[None]:
    """deploy/nginx.conf with this machine's names, ports and certificate in it, served until the block ends."""
    pem, _ = own_certificate(folder)
    conf = _CONF.read_text()
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{public} ssl;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "/etc/ssl/annotator.example.org/fullchain.pem": str(pem),
        "/etc/ssl/annotator.example.org/privkey.pem": str(folder / "key.pem"),
        "annotator.example.org": "localhost",
        "    server 127.0.0.1:5000;\n": "".join(f"    server {one.host}:{one.port};\n" for one in servers),
    }.items():
        assert old in conf, f"deploy/nginx.conf has no {old!r}"
        conf = conf.replace(old, new)
    bodies = "".join(
        f"{kind}_temp_path {folder};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\nuser {'root' if os.geteuid() == 0 else 'nobody'};\npid {folder}/nginx.pid;\n"
        f"error_log {folder}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{bodies}{conf}\n}}\n"
    )
    program = shutil.which("nginx")
    assert program, "nginx is missing: run tests/prerequisites.py"
    process = subprocess.Popen([program, "-c", str(whole), "-e", f"{folder}/error.log"], stderr=subprocess.DEVNULL)
    try:
        until(lambda: _answers(public))
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


class Visitor(Annotator):
    """An annotator who comes through the proxy, as everybody does, or by ``goes_to`` to one host alone."""

    goes_to: site.Server | None = None

    def connected(self) -> http.client.HTTPConnection:
        self.headers = {"Referer": "https://localhost/", "Host": "localhost"}  # as on port 443
        if self.goes_to is not None:
            # What the proxy would say of the request.
            self.headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
            return http.client.HTTPConnection(self.goes_to.host, self.goes_to.port, timeout=30)
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = (
            False,
            ssl.CERT_NONE,
        )  # nobody signed what was made just now
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=trusting)

    def _send(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str]:
        """As the page does: what a dying host did not answer is sent again, under the same id."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                status, body = super()._send(method, path, fields)
            except (OSError, http.client.HTTPException):
                status, body = 502, ""
            if status not in _AGAIN or time.monotonic() > end:
                return status, body
            time.sleep(0.2)

    def at(self, server: site.Server | None) -> "Visitor":
        """Go on at another host, with the same cookie."""
        self.goes_to = server
        self.leave()
        return self


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
