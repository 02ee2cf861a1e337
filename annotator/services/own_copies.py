"""One's own copies of the articles of a release: which they are, and where in them its spans stand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotator.domain.quotation import Folded, Quotation
from annotator.services.opening_releases import Line, SpanLine
from annotator.store.documents import Known


class Copies:
    """One's own articles, to be found by what a release says of them: the text, and else where they are from."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._by: dict[tuple[str, str], list[Known]] = {}
        for one in known:
            for key in _marks(one.sha256, one.key, one.meta, one.title):
                self._by.setdefault(key, []).append(one)
        self._taken: set[str] = set()

    def of(self, line: Line) -> Known | None:
        """One's own copy of a document; no copy is that of two."""
        for key in _marks(line.sha256, line.id, line.meta, line.title):
            free = [one for one in self._by.get(key, []) if one.id not in self._taken]
            if len(free) == 1 or (free and key[0] == "text"):
                self._taken.add(free[0].id)
                return free[0]
        return None


def _marks(sha256: str, key: str, meta: Mapping[str, Any], title: str) -> Iterator[tuple[str, str]]:
    """By what a document may be known, the surest first."""
    yield "text", sha256
    yield "id", key
    if url := str(meta.get("url") or ""):
        yield "url", url
    yield "title", " ".join(title.split()).casefold()


def placed(line: Line, text: str) -> dict[str, list[tuple[int, int]]]:
    """For each span that is found in another copy of the text, where."""
    copy = Folded(text)
    original = Folded(line.text) if line.text is not None else None
    found = {}
    for span in line.spans:
        quotations = _quotations(span, original)
        places = [copy.place(one, near) for one, (near, _) in zip(quotations, span.places, strict=False)]
        if len(places) == len(span.places) and (sure := _in_order(places)):
            found[span.id] = sure
    return found


def _quotations(span: SpanLine, original: Folded | None) -> list[Quotation]:
    """What a release says of the words of a span, or its own text does."""
    if original is not None:
        return [original.quoted(start, end) for start, end in span.places]
    return [Quotation(one.words, one.length, one.sha256, one.before, one.after) for one in span.quotes]


def _in_order(places: Sequence[tuple[int, int] | None]) -> list[tuple[int, int]]:
    """Where all fragments of a span are, unless one is nowhere or they no longer stand one behind another."""
    found = [one for one in places if one is not None]
    borders = [at for one in found for at in one]
    return found if len(found) == len(places) and borders == sorted(set(borders)) else []
