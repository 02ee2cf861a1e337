"""A clock that goes on when it is told to."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The moment that a test says it is."""

    def __init__(self):
        self.now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self):
        return self.now

    def pass_by(self, **span):
        self.now += timedelta(**span)
