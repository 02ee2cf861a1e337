"""A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) for the tags of one label.

The library keeps Python's lock while it learns, so that a server would answer nobody: it learns in a process of
its own (``_fit.py``), which is ended where nobody wants it any more.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Any

from annotator.domain.errors import Invalid
from annotator.domain.tagging import TAGS, stretches

LIBRARY = "pycrfsuite"

_FIT = Path(__file__).with_name("_fit.py")
_LOOK_AGAIN = 0.2
"""Seconds between two looks at whether learning is to go on."""


def is_here() -> bool:
    """Whether the library is installed."""
    return find_spec(LIBRARY) is not None


def require_library() -> None:
    """Refuse where the library is not installed.

    Raises:
        Invalid: names what is missing, and the command that brings it.
    """
    if not is_here():
        raise Invalid(
            "missing-extra", "A model needs python-crfsuite, which is not here: pip install 'annotator[model]'"
        )


def learned(
    features: Path, tags: Iterable[Sequence[str] | None], into: Path, *, goes_on: Callable[[], None]
) -> bytes:
    """A model, learned from rows of tokens and their tags. The same rows and tags give the same model.

    Args:
        features: a file with a line of JSON for each row: for each token its features.
        tags: for each row its tags; None for one that is held out.
        into: a folder for what is written meanwhile.
        goes_on: is called again and again; whatever it raises ends the learning.
    """
    told, made = into / "tags", into / "model"
    made.unlink(missing_ok=True)
    with told.open("w", encoding="ascii") as file:
        file.writelines("".join(one or ()) + "\n" for one in tags)
    with (
        (into / "said").open("w+b") as said,
        subprocess.Popen(  # noqa: S603 - this program's own file
            [sys.executable, "-P", str(_FIT), str(features), str(told), str(made)],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        ) as child,
    ):
        try:
            while child.poll() is None:
                goes_on()
                with suppress(subprocess.TimeoutExpired):
                    child.wait(_LOOK_AGAIN)
        finally:
            child.kill()
        if child.returncode:
            said.seek(0)
            raise RuntimeError(
                f"learning ended with {child.returncode}: {said.read()[-500:].decode(errors='replace')}"
            )
    return made.read_bytes()


@dataclass(frozen=True, slots=True)
class Found:
    """A span of tokens ``[first, last)``; as sure as its least sure token, from 0 to 1."""

    first: int
    last: int
    confidence: float


class Tagger:
    """A model that was learned, at work."""

    def __init__(self, data: bytes) -> None:
        import pycrfsuite  # noqa: PLC0415 - an extra

        self._model: Any = pycrfsuite.Tagger()
        self._data = data  # the library reads in it, and keeps no hold of it
        self._model.open_inmemory(data)
        self._tags = frozenset(self._model.labels())

    def read(self, features: list[list[str]]) -> tuple[list[Found], float]:
        """The spans of one row, and how unsure the model is of its tokens.

        That is the entropy of each token's tags, as a share of the most there can be, added up.
        """
        tagged = self._model.tag(features)
        shares = [
            {tag: self._model.marginal(tag, number) for tag in TAGS if tag in self._tags}
            for number in range(len(tagged))
        ]
        found = [
            Found(first, last, min(shares[number][tagged[number]] for number in range(first, last)))
            for first, last in stretches(tagged)
        ]
        unsure = sum(-share * log(share) for one in shares for share in one.values() if share > 0)
        return found, max(0.0, unsure / log(len(TAGS)))
