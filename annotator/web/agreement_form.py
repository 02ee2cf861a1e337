"""What the addresses of the agreement pages ask for."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from annotator.domain.disagreement import Pattern
from annotator.domain.errors import Invalid
from annotator.services.disagreeing import Wanted
from annotator.services.selecting import FILTER, TIME, Selection
from annotator.services.varying import THIRDS
from annotator.web.language import gettext as _
from annotator.web.paragraphs import spoken
from annotator.web.wording import time

PAIR_MEASURES = ("span_f1_exact", "span_f1_overlap", "u_alpha", "cu_alpha", "cohen_kappa")
"""By which annotators are shown pair by pair."""

_MOST_PAGES = 1_000_000


def selection_of(args: MultiDict[str, str]) -> Selection:
    """Whose layers, on which documents, and under which labels: ``annotator``, ``by``, ``is`` and ``among``."""
    names, labels = (tuple(sorted({one for one in args.getlist(name) if one})) for name in ("annotator", "among"))
    key, value = args.get("by", ""), args.get("is", "")
    # No filter is named: the list of filters begins with none.
    return Selection(names, "" if key == FILTER and not value else key, value, labels)


def saying(selection: Selection) -> str:
    """What the documents of a selection have in common, in words."""
    key = spoken(selection.key)
    if selection.key == TIME:
        first, _slash, last = selection.value.partition("/")
        return _("completed from %(first)s to %(last)s", first=time(first), last=time(last))
    if selection.key == FILTER:
        return _("that the filter “%(name)s” lets through", name=selection.value)
    if not selection.value:
        return _("without %(key)s", key=key)
    return _("whose %(key)s is “%(value)s”", key=key, value=selection.value)


def wanted_of(args: MultiDict[str, str]) -> Wanted:
    """Which disagreements.

    ``kind`` (any number of them), ``labels`` (two), ``label``, ``document``, ``words``, ``attribute``, ``said`` (a
    label, an attribute and a value), ``third``, ``behind`` (a figure) and ``page``.
    """
    labels = args.getlist("labels")
    if labels and len(labels) != 2:  # noqa: PLR2004 - the one's and the other's
        raise Invalid("not-two-labels", "A cell of the table has two labels.")
    both = (labels[0], labels[1]) if labels else None
    words = tuple(args.getlist("words"))
    pattern = None
    if words and both:
        one, other = sorted(both)
        pattern = Pattern((one, other), tuple(sorted(words)))
    return Wanted(
        kinds=tuple(kind for kind in args.getlist("kind") if kind),
        labels=both,
        label=args.get("label", ""),
        document=args.get("document", ""),
        pattern=pattern,
        attribute=args.get("attribute", ""),
        said=_said(args.getlist("said")),
        third=_third(args.get("third", "")),
        behind=args.get("behind", ""),
        page=page_of(args),
    )


def pair_measure_of(args: MultiDict[str, str]) -> str:
    """By which measure annotators are compared pair by pair."""
    name = args.get("pairs", PAIR_MEASURES[0])
    if name not in PAIR_MEASURES:
        raise Invalid("unknown-measure", f"Pairs are shown by {', '.join(PAIR_MEASURES)}, not “{name[:40]}”.")
    return name


def query_of(selection: Selection, wanted: Wanted | None = None, **other: Any) -> list[tuple[str, str]]:
    """The same as an address has it, with some of it different; what is empty is left out."""
    asked: dict[str, Any] = {"annotator": selection.names, "by": selection.key, "is": selection.value}
    asked["among"] = selection.labels
    if wanted:
        asked |= {
            "kind": wanted.kinds,
            "labels": wanted.labels,
            "label": wanted.label,
            "document": wanted.document,
            "words": wanted.pattern.words if wanted.pattern else (),
            "attribute": wanted.attribute,
            "said": wanted.said,
            "third": THIRDS[wanted.third] if wanted.third is not None else "",
            "behind": wanted.behind,
        }
    found = []
    for name, value in (asked | other).items():
        if isinstance(value, tuple | list):
            found += [(name, str(one)) for one in value]
        elif value not in (None, "", ()):
            found.append((name, str(value)))
    return found


def _said(given: Sequence[str]) -> tuple[str, str, str] | None:
    if not given:
        return None
    if len(given) != 3:  # noqa: PLR2004 - a label, an attribute, a value
        raise Invalid("not-said", "What somebody says of a span is a label, an attribute and a value.")
    return (given[0], given[1], given[2])


def _third(given: str) -> int | None:
    if not given:
        return None
    if given not in THIRDS:
        raise Invalid("no-third", f"A text has its {', '.join(THIRDS)}, not “{given[:40]}”.")
    return THIRDS.index(given)


def page_of(args: MultiDict[str, str]) -> int:
    """Which part of a list, from 1."""
    value = args.get("page", "1")
    if not (value.isascii() and value.isdigit()) or not 0 < int(value[:9]) <= _MOST_PAGES:
        raise Invalid("not-a-page", f"There is no page “{value[:40]}” of a list.")
    return int(value[:9])
