"""The log of a server: a line of JSON for each thing that happened, on standard error, without people's words."""

import logging
from traceback import walk_tb
from types import TracebackType
from typing import Any

import orjson
from flask import g, has_request_context

from annotator.settings import Settings


def set_up(settings: Settings) -> None:
    """Write faults and warnings, and a line for each request where the settings ask for it."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines())
    logging.getLogger().addHandler(handler)
    logging.getLogger("annotator").setLevel(logging.INFO if settings.logs_requests else logging.WARNING)


class _Lines(logging.Formatter):
    """One line a record. Of an exception only its kind and its places: its message may hold words of a text."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
        }
        if has_request_context() and "request_id" in g:
            line["request"] = g.request_id
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[0]:
            line |= {"fault": record.exc_info[0].__name__, "in": _places(record.exc_info[2])}
        return orjson.dumps(line).decode()


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}" for frame, line in walk_tb(trace)]
