"""Moments as they are kept: in UTC, to the microsecond, with a Z, so that their order is that of their letters."""

from datetime import UTC, datetime, timedelta


def written(moment: datetime) -> str:
    """A moment of any time zone as it is kept."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def later(now: str, span: timedelta) -> str:
    """The moment that comes ``span`` after ``now``, or before it where ``span`` is negative."""
    return written(datetime.fromisoformat(now) + span)
