"""Documents about to come in that are nearly the same as others: an agency's report that two papers printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.corpus import fingerprint
from annotator.domain.resemblance import Sketch, families, resemblance, sketch
from annotator.services.arriving_documents import Item
from annotator.store import documents
from annotator.store import projects as stored
from annotator.store.engine import Transaction
from annotator.store.projects import Project

MOST = 1000
"""Documents, those there and those that arrive, up to which somebody who waits for a page has them compared."""

_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Side:
    """One of two documents: its title, how its text begins, and whether it is in the project already."""

    title: str
    beginning: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Twins:
    """Two documents that have about ``share`` of their runs of words in common."""

    arriving: Side
    other: Side
    share: float


def twins(tx: Transaction, project: Project, items: Sequence[Item]) -> tuple[Twins, ...] | None:
    """For each document that arrives the first one that is nearly the same; None where they are too many.

    Texts that are the same to the letter are not told of here.
    """
    if not items:
        return ()
    if stored.count_documents(tx, project.id) + len(items) > MOST:
        return None
    known = [_known(title, text, is_there=True) for title, text in documents.all_texts(tx, project.id)]
    there = len(known)
    known += [_known(one.document.title, one.document.text, is_there=False) for one in items]
    heads = families(one.sketch for one in known)
    found = []
    for number in range(there, len(known)):
        arriving, other = known[number], known[heads[number]]
        if arriving.fingerprint != other.fingerprint:
            found.append(Twins(arriving.side, other.side, resemblance(arriving.sketch, other.sketch)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Known:
    side: Side
    sketch: Sketch
    fingerprint: str


def _known(title: str, text: str, *, is_there: bool) -> _Known:
    return _Known(Side(title, text[:_SHOWN], is_there), sketch(text), fingerprint(text))
