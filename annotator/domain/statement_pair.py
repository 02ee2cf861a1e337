"""Statements of two annotators, paired, and how the two of a pair differ.

Statements go together only where their stances have a character in common. As many go together as can; among the
ways to do that, those count in which more of their actors, instruments and polarities are the same, and then those
in which their stances have more characters in common.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from annotator.domain.alignment import Pair, meeting, overlap
from annotator.domain.link import IS
from annotator.domain.matching import assignment
from annotator.domain.span import Span
from annotator.domain.statement import Slot, Statement

Aspect = Literal["found", "actor", "instrument", "polarity"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
"""In what two annotators' statements may differ. ``found``: only one of them has it."""

NOBODY = ""
"""In the place of an actor or an instrument: this one names none."""


@dataclass(frozen=True, slots=True)
class PairedStatement:
    """What the one and the other take for one statement; one of them is None where only the other has it.

    ``actors`` and ``instruments`` are the one's and the other's, told apart by ``Identities``; so ``polarities``.
    """

    one: Statement | None
    other: Statement | None
    actors: tuple[str, str]
    instruments: tuple[str, str]
    polarities: tuple[str | None, str | None]

    @property
    def found(self) -> bool:
        """Whether both have it."""
        return self.one is not None and self.other is not None

    @property
    def same_ends(self) -> bool:
        """Whether both have it, of the same actor and on the same instrument."""
        return self.found and len(set(self.actors)) == len(set(self.instruments)) == 1

    @property
    def differing(self) -> tuple[Aspect, ...]:
        """In what they differ; in polarity only those can that are the same in the rest."""
        if not self.found:
            return ("found",)
        found: list[Aspect] = []
        if len(set(self.actors)) > 1:
            found.append("actor")
        if len(set(self.instruments)) > 1:
            found.append("instrument")
        if self.same_ends and None not in self.polarities and len(set(self.polarities)) > 1:
            found.append("polarity")
        return tuple(found)

    @property
    def identical(self) -> bool:
        """Whether both say the same: who, on what, and which way."""
        return self.same_ends and len(set(self.polarities)) == 1

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those that there are."""
        return tuple(one for one in (self.one, self.other) if one)


class Identities:
    """Whom and what two annotators mean: what either links to an entry is that entry, wherever it stands.

    A mention that neither links is the same for both where the alignment pairs their spans, and nothing else.
    """

    def __init__(self, aligned: Iterable[Pair], resolved: Callable[[str], str]) -> None:
        """Take all spans of both, ``aligned``; ``resolved`` is the entry that a key means, merges followed."""
        self._resolved = resolved
        self._of_span: dict[tuple[str, str], str] = {}
        for pair in aligned:
            spans = sorted((span for span in pair if span), key=lambda span: (span.layer, span.id))
            known = next((span.links[IS] for span in spans if IS in span.links), None)
            for span in spans:
                own = span.links.get(IS, known)
                mention = f"span {spans[0].id}"
                self._of_span[span.layer, span.id] = mention if own is None else self._entry(own)

    def of(self, slot: Slot | None) -> str:
        """What fills a place."""
        if slot is None:
            return NOBODY
        if slot.entity is not None:
            return self._entry(slot.entity)
        if slot.span is None:
            return NOBODY
        return self._of_span.get((slot.span.layer, slot.span.id), f"span {slot.span.id}")

    def _entry(self, key: str) -> str:
        return f"entry {self._resolved(key)}"


def pair_statements(
    first: Iterable[Statement], second: Iterable[Statement], identities: Identities
) -> tuple[PairedStatement, ...]:
    """All statements of two annotators of one document, each once, paired, in reading order."""
    mine, theirs = sorted(first, key=_key), sorted(second, key=_key)
    # One and the same problem, whoever is given first.
    turned = bool(mine and theirs) and _key(theirs[0]) < _key(mine[0])
    left, right = (theirs, mine) if turned else (mine, theirs)
    chosen = assignment(_edges(left, right, identities), len(right))
    partner = {at: place for place, at in enumerate(chosen) if at is not None}
    pairs: list[tuple[Statement | None, Statement | None]] = [
        (one, None if at is None else right[at]) for one, at in zip(left, chosen, strict=True)
    ]
    pairs += [(None, other) for at, other in enumerate(right) if at not in partner]
    found = [_paired(*(pair[::-1] if turned else pair), identities) for pair in pairs]
    return tuple(sorted(found, key=lambda pair: min(_key(one) for one in pair.statements)))


def _paired(one: Statement | None, other: Statement | None, identities: Identities) -> PairedStatement:
    return PairedStatement(
        one,
        other,
        (identities.of(one.actor if one else None), identities.of(other.actor if other else None)),
        (identities.of(one.instrument if one else None), identities.of(other.instrument if other else None)),
        (one.polarity if one else None, other.polarity if other else None),
    )


def _edges(
    left: Sequence[Statement], right: Sequence[Statement], identities: Identities
) -> list[list[tuple[int, int]]]:
    """Which statements may go together, and how well: by the three rules, one before the next."""
    mine, theirs = _by_stance(left), _by_stance(right)
    stances = [left[own[0]].stance for own in mine.values()], [right[own[0]].stance for own in theirs.values()]
    longest = 1 + sum(one.stance.end - one.stance.start for one in left)
    best_alike = 1 + 3 * min(len(left), len(right))
    edges: list[list[tuple[int, int]]] = [[] for _ in left]
    for one, other in meeting(*stances):
        common = overlap(stances[0][one], stances[1][other])
        if not common:
            continue
        for a in mine[stances[0][one].id]:
            for b in theirs[stances[1][other].id]:
                alike = _alike(left[a], right[b], identities)
                edges[a].append((b, (best_alike + alike) * longest + common))
    return edges


def _by_stance(statements: Sequence[Statement]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, one in enumerate(statements):
        found.setdefault(one.stance.id, []).append(at)
    return found


def _alike(one: Statement, other: Statement, identities: Identities) -> int:
    """How many of actor, instrument and polarity are the same."""
    return sum(
        (
            identities.of(one.actor) == identities.of(other.actor),
            identities.of(one.instrument) == identities.of(other.instrument),
            one.polarity == other.polarity,
        )
    )


def _key(one: Statement) -> tuple[object, ...]:
    """Reading order: of the stance, then of the actor and of the instrument."""
    return (_place(one.stance), _slot(one.actor), _slot(one.instrument), one.polarity or "", one.id)


def _slot(slot: Slot | None) -> tuple[object, ...]:
    if slot is None:
        return ()
    return (_place(slot.span), "") if slot.span else ((), slot.entity or "")


def _place(span: Span) -> tuple[object, ...]:
    return (span.start, -span.end, span.fragments, span.label)
