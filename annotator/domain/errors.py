"""What can be refused, in kinds that each door translates once."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """An action that cannot be done: a stable ``code`` for scripts and one clear line for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Invalid(Refused):
    """The values do not make sense: a span outside the text, a label that is not in the codebook."""


class NotFound(Refused):
    """There is no such thing, or none that this person may know of."""


class Forbidden(Refused):
    """The thing is there and known, and this person may not do that with it."""


class Unauthenticated(Refused):
    """Nobody is signed in, or the sign-in is not right."""


class Conflict(Refused):
    """It clashes with what is there already."""


class Stale(Conflict):
    """Somebody changed it since it was read."""


class Busy(Refused):
    """Not now: the storage cannot take it at this moment; the same request may be sent again."""


def no_span() -> NotFound:
    """The refusal of a span that is deleted, never was, or is not one's to know of: the same for each."""
    return NotFound("no-span", "This span is no longer there, or never was.")
