"""An adjudicator who decides over HTTP, and remembers every decision that the server acknowledged."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from uuid import uuid4

from tests.load.annotator import Annotator, Refused

Place = tuple[str, int, int, str]
"""A document, where something starts and ends there, and its label."""

_TAKE = re.compile(r'value="take:([0-9a-f-]{36})"')


@dataclass
class Docket:
    """A document that two people have read, and what they marked there, by the ids of their spans."""

    id: str
    readings: Mapping[str, Place]


@dataclass
class Decided:
    """What became of the units: for each the readings that it was about, and what was taken; None for nothing.

    ``unsure`` are those whose decision was never answered.
    """

    units: dict[str, tuple[tuple[Place, ...], Place | None]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)


class Adjudicator:
    """Goes through documents of their own, takes one reading or none, and sends one decision in ten twice."""

    def __init__(self, annotator: Annotator, dockets: Iterable[Docket], seed: int) -> None:
        self.annotator = annotator  # its connection, its cookie and its token
        self.decided = Decided()
        self._waiting = list(dockets)
        self._chance = Random(seed)

    def act(self) -> None:
        """Decide what the page puts first; where nothing is left, read another document's."""
        docket = self._waiting[0]
        page = self._page("GET", f"/documents/{docket.id}/adjudicate")
        taken = _TAKE.findall(page)
        if not taken:
            self._waiting.append(self._waiting.pop(0))
            return
        unit = _value(page, "unit")
        places = tuple(docket.readings[one] for one in dict.fromkeys(taken))
        choice = self._chance.choice(["none", *taken])
        fields = {
            "action": str(uuid4()),
            "do": "none" if choice == "none" else f"take:{choice}",
            "order": "text",
            **{name: _value(page, name) for name in ("unit", "revision", "decisions")},
        }
        self.decided.unsure.add(unit)
        self.decided.units[unit] = (places, None if choice == "none" else docket.readings[choice])
        for _ in range(2 if self._chance.random() < 0.1 else 1):
            self._page("POST", f"/documents/{docket.id}/adjudicate", fields)
        self.decided.unsure.discard(unit)

    def _page(self, method: str, path: str, fields: dict[str, str] | None = None) -> str:
        sent = self.annotator.get(path) if fields is None else self.annotator.post(path, fields)
        if sent[0] != 200:
            self.annotator.memory.faults.append(f"{method} {path}: {sent[0]} {sent[1][-200:]!r}")
            raise Refused(sent[0])
        return sent[1]


def wrong_in_gold(gold: Iterable[Place], everything: Iterable[Decided]) -> list[str]:
    """In words, every decision that is not in gold as it was acknowledged, and what is there that nobody took."""
    there, problems = Counter(gold), []
    for decided in everything:
        for unit, (places, taken) in decided.units.items():
            found = [place for place in places for _ in range(there.pop(place, 0))]
            wanted = [] if taken is None else [taken]
            if found != wanted and not (unit in decided.unsure and found in ([], wanted)):
                problems.append(f"unit {unit}: gold has {found}, acknowledged {wanted}")
    return problems + [f"gold has {place}, and nobody took it" for place in there]


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page of a decision has no {name}"
    return found[1]
