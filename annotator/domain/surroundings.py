"""The words around a place in a text, as a reader is shown them: none of them is cut."""

import re

from annotator.domain.script import ALONE

_STANDS_ALONE = re.compile(f"[{ALONE}]")


def around(
    text: str, start: int, end: int, reach: int, *, since: int = 0, until: int | None = None
) -> tuple[int, int]:
    """How far the words beside ``[start, end)`` reach, half open, in code points.

    Args:
        text: of the document.
        start: of the place.
        end: of the place.
        reach: so many code points on either side at most; fewer where a word would be cut. Where one word is
            longer than that, it is cut all the same.
        since: nothing before it is taken in.
        until: nothing from it on is taken in; to the end of the text, if nothing is said.
    """
    last = len(text) if until is None else until
    first, after = max(since, start - reach), min(last, end + reach)
    begins = (at for at in range(first, start) if at == since or _parts(text, at))
    ends = (at for at in range(after, end, -1) if at == last or _parts(text, at))
    return min(start, next(begins, first)), max(end, next(ends, after))


def _parts(text: str, at: int) -> bool:
    """Whether one word ends at ``at``, or the next begins; without blanks each character is a word."""
    if not 0 < at < len(text):
        return True
    before, here = text[at - 1], text[at]
    return before.isspace() or here.isspace() or bool(_STANDS_ALONE.match(here))
