"""Moments as people read them."""


def moment(at: str) -> str:
    """An RFC 3339 time in UTC, to the minute."""
    return f"{at[:10]} {at[11:16]} UTC"
