"""What the address of the corpus page asks for, and the addresses that it leads to."""

from collections.abc import Callable
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from annotator.domain.document_filter import Filter, filter_from, filter_of
from annotator.domain.filing import GROUPS
from annotator.domain.regrouping import Change, change_of
from annotator.services.browsing import Browsed

_NOT_OF_THE_FILTER = ("order", "page", "changed")


def back(slug: str, form: MultiDict[str, str], **more: str) -> str:
    """The corpus page as it was when a form was sent, its filter under ``filter``."""
    wanted = filter_from(form.get("filter", ""))
    pairs = [*wanted.pairs(), *more.items()]
    return f"/projects/{slug}" + (f"?{urlencode(pairs)}" if pairs else "")


def filter_in(args: MultiDict[str, str]) -> Filter:
    """The filter that an address or a form says."""
    return filter_of((name, value) for name, value in args.items(multi=True) if name not in _NOT_OF_THE_FILTER)


def change_in(form: MultiDict[str, str]) -> Change:
    """The change of documents that a form says; several names stand between commas."""
    named = {does: {kind: _names(form.get(f"{does}-{kind}", "")) for kind in GROUPS} for does in ("add", "remove")}
    key, value = form.get("key", "").strip(), form.get("value", "").strip()
    return change_of(into=named["add"], out_of=named["remove"], values={key: value or None} if key else {})


def _names(typed: str) -> list[str]:
    return [name for name in (one.strip() for one in typed.split(",")) if name]


def order_in(args: MultiDict[str, str]) -> str:
    return args.get("order", "") or "position"


def links(slug: str, found: Browsed) -> Callable[..., str]:
    """The same page with another filter, order or page of the list; a new filter begins at the first."""

    def link(wanted: Filter | None = None, *, order: str | None = None, page: int = 1) -> str:
        pairs = list((found.filter if wanted is None else wanted).pairs())
        shown = found.order if order is None else order
        pairs += [("order", shown)] if shown != "position" else []
        pairs += [("page", str(page))] if page > 1 else []
        return f"/projects/{slug}" + (f"?{urlencode(pairs)}" if pairs else "")

    return link
