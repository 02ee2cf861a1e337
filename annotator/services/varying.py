"""Varying: how agreement differs by document, condition, what is said of a span, and place in the text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.place import Both, Counts
from annotator.measures._base import NOTHING_MARKED, NotComputable
from annotator.services import counting
from annotator.services.figures import Figure, Figures, figure
from annotator.services.selecting import keys_of, values_of
from annotator.store.completed import Completed
from annotator.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the documents, by what they have in common, and how far their annotators agree."""

    value: str
    documents: int
    figures: Mapping[str, Figure]
    differing: int
    """So many disagreements there are in them."""
    title: str = ""
    """What it is called, where that is not its value."""


@dataclass(frozen=True, slots=True)
class Share:
    """A document's part in all disagreements."""

    document: Completed
    differing: int
    same: int
    share: float


def by_document(tx: Transaction, chosen: Iterable[Completed]) -> list[Share]:
    """How many pairs of readings differ on each document, the most first."""
    found = [counting.counted(tx, one) for one in chosen]
    every = sum(one.counts.differing for one in found)
    shares = [
        Share(one.document, differing, one.counts.places - differing, differing / every if every else 0.0)
        for one in found
        for differing in [one.counts.differing]
    ]
    return sorted(shares, key=lambda one: (-one.differing, one.document.title))


def by_condition(tx: Transaction, chosen: Sequence[Completed], names: Sequence[str]) -> dict[str, list[Group]]:
    """The figures ``names`` for each value of each metadata key that divides the documents.

    A document in several collections counts in each of them.
    """
    return {
        key: _groups(tx, [(value, one) for one in chosen for value in values_of(one, key)], names)
        for key in keys_of(chosen)
    }


THIRDS = ("beginning", "middle", "end")


def by_position(tx: Transaction, chosen: Sequence[Completed], names: Sequence[str]) -> list[Group]:
    """The figures ``names`` of the beginnings, middles and ends of the texts; what lies across is cut."""
    found = [counting.counted(tx, one) for one in chosen]
    return [
        Group(
            third,
            len(chosen),
            Figures(one.thirds[at] for one in found).whole(names),
            sum(one.counts.thirds[at] for one in found),
        )
        for at, third in enumerate(THIRDS)
    ]


Said = tuple[str, str]
"""A label and an attribute of it."""


def by_said(tx: Transaction, chosen: Sequence[Completed], book: Codebook) -> dict[Said, list[Group]]:
    """F1 exact of the spans of which either annotator says so, for each choice of each attribute that has choices.

    Where somebody speaks in a text is nothing about its places, so that there is no alpha of it: what is asked is
    whether spans in one voice are found by both more often than those in another.
    """
    of_documents = [counting.counted(tx, one).counts for one in chosen]
    found: dict[Said, list[Group]] = {}
    for label in book.labels:
        for attribute in (one for one in label.attributes if one.type == "choice"):
            groups = [
                _said_group(value, of_documents, (label.name, attribute.name)) for value in attribute.choices
            ]
            if sum(group.documents > 0 for group in groups) > 1:
                found[label.name, attribute.name] = [group for group in groups if group.documents]
    return found


_Pairs = Counter[Both]
"""So many spans of two annotators, in pairs that agree exactly or do not."""


def _said_group(value: str, documents: Iterable[Counts], of: Said) -> Group:
    parts, differing = [], 0
    for one in documents:
        own = Counter({both: count for (said, both), count in one.spans.items() if said == (*of, value)})
        if own:
            parts.append(own)
            differing += one.said[*of, value]
    whole: _Pairs = Counter()
    for part in parts:
        whole.update(part)
    left_out = [whole - part for part in parts]
    return Group(value, len(parts), {"span_f1_exact": figure(_f1, whole, left_out)}, differing)


def _f1(spans: _Pairs) -> float:
    pairs = {(one, other) for one, other, _ in spans}
    if not pairs:
        raise NotComputable(NOTHING_MARKED)
    shares = [spans[*pair, True] / (spans[*pair, True] + spans[*pair, False]) for pair in sorted(pairs)]
    return sum(shares) / len(shares)


def _groups(tx: Transaction, valued: Sequence[tuple[Any, Completed]], names: Sequence[str]) -> list[Group]:
    found: dict[Any, list[Completed]] = {}
    for value, document in valued:
        found.setdefault(value, []).append(document)
    return [group(tx, str(value), here, names) for value, here in sorted(found.items())]


def group(tx: Transaction, value: str, here: Sequence[Completed], names: Sequence[str]) -> Group:
    """Some documents, with the figures ``names``, which are kept until a layer of them changes."""

    def load() -> tuple[tuple[Mapping[str, Figure], int], int]:
        found = [counting.counted(tx, one) for one in here]
        figures = Figures(one.together for one in found).whole(names)
        return (figures, sum(one.counts.differing for one in found)), _SIZE

    # The same documents may be all of a day, of a round, and of a version of the codebook.
    states = repr([one.state for one in here])
    figures, differing = tx.keep(("group", tuple(names), sha256(states.encode()).digest()), load)
    return Group(value, len(here), figures, differing)


_SIZE = 1_000
"""About as many characters as take the memory of a group's figures."""
