"""Serving with several processes, for PostgreSQL: one that dies is replaced, and the others go on."""

import os
import shutil
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from annotator.app import create_app
from annotator.cli.address import written_down
from annotator.cli.server import sole_server
from annotator.services import jobs
from annotator.services.provider import require_library
from annotator.services.transactions import THREADS, Store
from annotator.settings import Settings


def run(
    settings: Settings, host: str, port: int, workers: int, ready: Callable[[], None], *, found_at: str
) -> None:
    """Serve with ``workers`` processes until interrupted; ``ready`` is called when requests are answered."""
    if settings.provider:
        # Here and not in each process: those would be started again and again.
        require_library()
    with sole_server(settings), written_down(settings, found_at):
        store = Store(settings.database_url)
        jobs.after_restart(store)
        store.close()
        if settings.metrics_token:
            _share_metrics(settings)
        # Gunicorn reads the command line of the process, which is ours.
        sys.argv[1:] = []
        _Workers(settings, host, port, workers, ready).run()


def _share_metrics(settings: Settings) -> None:
    """Let the processes count in files of one folder, so that each can tell what all of them counted."""
    folder = settings.data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _finish_jobs(app: Flask | None) -> None:
    """Wait for the job under way in a process that ends; one that never came up has none."""
    if app is not None:
        app.extensions["annotator_jobs"].close()


class _Workers(BaseApplication):  # type: ignore[misc]
    """Gunicorn, told what to serve by values instead of a file of its own."""

    def __init__(self, settings: Settings, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
        self._settings = settings
        self._host = host
        self._options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": 75,
            "loglevel": "warning",
            "when_ready": lambda _: ready(),
            "worker_exit": lambda _server, worker: _finish_jobs(worker.wsgi),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        # In each process anew: a connection must not be shared across a fork.
        app = create_app(self._settings, Store(self._settings.database_url), host=self._host)
        app.extensions["annotator_jobs"].work()
        return app
