"""What the adjudication page sends, turned into the values that the services take."""

import re
from collections.abc import Callable

from annotator.domain.codebook import Codebook
from annotator.domain.errors import Invalid
from annotator.services.annotating import Draft
from annotator.services.deciding import Ruling, Seen
from annotator.web.annotate_form import Form, edit_of, uuid_of

_UNIT = re.compile(r"[0-9a-f-]{32,36}")
_MOST = 1_000


def seen_of(form: Form, document: str) -> Seen:
    """The unit as the page showed it."""
    unit = form.get("unit", "")
    if not _UNIT.fullmatch(unit):
        raise Invalid("bad-form", "A decision is about a unit.")
    standing = form.get("decisions", "").split()[:_MOST]
    return Seen(document, unit, form.get("revision", ""), frozenset(standing), unfinished_of(form))


def unfinished_of(form: Form) -> bool:
    """Whether layers that are not complete are compared as well."""
    return form.get("layers") == "all"


def ruling_of(form: Form, do: str, codebook: Codebook, new_id: Callable[[], str]) -> Ruling:
    """What was decided; ``do`` is the button that was pressed."""
    reason = form.get("reason", "").replace("\r\n", "\n").strip()
    if do == "all":
        return Ruling("all", reason=reason)
    if do == "none":
        return Ruling("none", reason=reason)
    if do == "new":
        return Ruling("new", draft=draft_of(form, codebook, new_id()), reason=reason)
    return Ruling("take", span=uuid_of({"span": do.removeprefix("take:")}, "span"), reason=reason)


def draft_of(form: Form, codebook: Codebook, span_id: str) -> Draft:
    """The new span that was filled in."""
    edit = edit_of(form, codebook, form.get("label", ""))
    if edit.fragments is None or edit.label is None:
        raise Invalid("bad-form", "A new span has a place and a label.")
    note = (edit.note or "").replace("\r\n", "\n")
    return Draft(span_id, edit.fragments, edit.label, attributes=edit.attributes, note=note)


def share_of(form: Form) -> float:
    """A share, typed in percent."""
    typed = form.get("percent", "").strip().removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", typed):
        raise Invalid("bad-threshold", "The share of annotators who agree is a number of percent, like 100 or 67.")
    return float(typed) / 100
