"""Lists a page at a time: ``limit`` and ``after``, and where the next page is in ``Link: rel="next"``."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from flask import request
from msgspec import Meta, Struct

from annotator.api.answers import Json

Item = TypeVar("Item")
Limit = Annotated[int, Meta(ge=1, le=5000, description="At most so many.")]
AFTER = "Where the last page ended, as its Link with rel=next says."


class Page(Struct, kw_only=True, forbid_unknown_fields=True):
    """How long a page of a list is."""

    limit: Limit = 100


def paged(items: Iterable[Item], query: Page, mark: Callable[[Item], str], show: Callable[[Item], Any]) -> Json:
    """One page of ``items``, which come in order and after what was asked for; ``mark`` says where it ended."""
    here = list(islice(items, query.limit + 1))
    shown = here[: query.limit]
    headers = {"Link": f'<{_after(mark(shown[-1]))}>; rel="next"'} if len(here) > len(shown) else {}
    return Json([show(item) for item in shown], headers=headers)


def _after(mark: str) -> str:
    return f"{request.base_url}?{urlencode({**request.args.to_dict(), 'after': mark})}"
