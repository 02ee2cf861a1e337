"""What must stand there once."""

from collections.abc import Iterable

from annotator.domain.errors import Invalid


def refuse_twice(names: Iterable[str], what: str) -> None:
    """Refuse a name that comes a second time.

    Raises:
        Invalid: names it.
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Invalid("duplicate-id", f"There are two of the {what} “{name}”.")
        seen.add(name)
