"""A job begun by a page, which then shows how far it is."""

from collections.abc import Callable

from flask import current_app

from annotator.services.jobs import Jobs
from annotator.services.transactions import Transaction
from annotator.web.door import store
from annotator.web.page import Done

Start = Callable[[Jobs, Transaction], tuple[str, Callable[[], None]]]
"""Notes a job; its id, and what begins it once that is committed."""


def begun(start: Start, under: str) -> Done:
    """Note a job and begin it; it is watched ``under`` an address, at its id."""
    running: Jobs = current_app.extensions["annotator_jobs"]
    with store().write() as tx:
        job, begin = start(running, tx)
    begin()
    return Done(f"{under}/{job}")
