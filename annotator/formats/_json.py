"""JSON whose bytes do not depend on the order in which a database hands things over."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson


def lines(objects: Iterable[Any]) -> Iterator[bytes]:
    """One object a line."""
    return (orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in objects)


def listed(objects: Iterable[Any]) -> Iterator[bytes]:
    """One list of ``objects``, each on a line of its own."""
    before = b"[\n"
    for one in objects:
        yield before + orjson.dumps(one)
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def fixed(tree: Any) -> orjson.Fragment:
    """``tree``, which came out of the database, with its keys in one order."""
    return orjson.Fragment(orjson.dumps(tree, option=orjson.OPT_SORT_KEYS))
