"""A round: a set of documents, who annotates them, and whether they know of each other while they do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from annotator.domain.errors import Invalid
from annotator.domain.layer import LayerState
from annotator.domain.moment import later
from annotator.domain.text import checked_line

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PACE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Round:
    """A round as it stands. ``overlap`` is how many people each document gets, 0 for everybody.

    ``deadline`` is a day, ``closed`` the moment at which the round ended. ``suggests``: a model may suggest to its
    annotators, though they may not know of each other's work.
    """

    id: str
    number: int
    name: str
    overlap: int
    seed: int
    blind: bool
    deadline: str | None
    created: str
    closed: str | None
    suggests: bool = False


@dataclass(frozen=True, slots=True)
class Assigned:
    """A document in somebody's queue, and how far they are with it."""

    document_id: str
    user_id: str
    name: str
    state: LayerState
    updated: str | None


def checked_deadline(value: str) -> str | None:
    """``value`` as a day, None where nothing is said."""
    if not value.strip():
        return None
    try:
        if _DATE.fullmatch(value.strip()):
            return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        pass
    raise Invalid("bad-deadline", f"“{value[:40]}” is not a day like 2026-12-01.")


def checked_overlap(value: int) -> int:
    """``value`` as a round's overlap: a number of people, 0 for everybody."""
    if not 0 <= value <= 100:  # noqa: PLR2004 - a team has fifty
        raise Invalid("bad-overlap", "The overlap is a number of people from 1 to 100, or 0 for everybody.")
    return value


def checked_round_name(value: str, number: int) -> str:
    return checked_line(value, "The round's name") if value.strip() else f"Round {number}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many documents in somebody's queue are in a state, and how many of these came to it lately."""

    user_id: str
    name: str
    state: LayerState
    number: int
    recent: int


def pace_since(began: str, now: str) -> str:
    """The moment from which on the pace is counted: seven days ago, or the round's beginning if that is later."""
    return max(began, later(now, -timedelta(days=_PACE_DAYS)))


def pace(tallies: Iterable[Tally], began: str, now: str) -> float:
    """How many documents a day were completed since ``pace_since``."""
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(pace_since(began, now))
    recent = sum(one.recent for one in tallies if one.state == "complete")
    return recent / max(1.0, passed / timedelta(days=1))


def left(tallies: Iterable[Tally]) -> int:
    """How many documents are not complete."""
    return sum(one.number for one in tallies if one.state != "complete")


def estimate(left: int, per_day: float, now: str) -> str | None:
    """The day on which everything will be complete at this pace; None where nothing moves, or nothing is left."""
    if not left or not per_day:
        return None
    days = min(left / per_day, 36_500)
    return (datetime.fromisoformat(now) + timedelta(days=days)).date().isoformat()


def late(left: int, deadline: str | None, finished_by: str | None, now: str) -> bool:
    """Whether something is left to do for after the deadline, at this pace or because it is over."""
    if deadline is None or not left:
        return False
    return max(finished_by or "", now[:10]) > deadline
