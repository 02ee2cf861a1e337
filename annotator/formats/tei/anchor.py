"""Where an annotation stands: by its ranges, or by its quotation where the text is not what it was."""

import re

from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid
from annotator.domain.span import Fragments, checked_fragments
from annotator.domain.text import canonical
from annotator.formats.tei.body import Place
from annotator.formats.tei.ground import Ground
from annotator.formats.tei.tree import children, place, shown, words

RANGE = re.compile(r"#string-range\(#?([^(),\s]+),([0-9]{1,12}),([0-9]{1,12})\)")


def fragments_of(annotation: Element, ground: Ground) -> Fragments:
    """The place of an annotation in its document's text.

    Raises:
        Invalid: names the annotation: it points elsewhere than into the text, or its words are not there.
    """
    ranges = [_range(target, annotation, ground) for target in (annotation.get("target") or "").split()]
    offset = ground.body.text.offset
    fragments = tuple(sorted((offset(start), offset(end)) for start, end in ranges))
    quote = quote_of(annotation)
    if not fragments or _is_there(fragments, quote, ground):
        return _checked(fragments, annotation, ground)
    if quote is None:
        what = "the text was changed since, and without a note of its words it cannot be found again"
        raise Invalid("text-changed", f"{place(annotation)}: {what}.")
    return _found_again(fragments, quote, annotation, ground)


def quote_of(annotation: Element) -> str | None:
    """The words that an annotation says it marks, if it does."""
    notes = (one for one in children(annotation, "note") if one.get("type") == "quote")
    return next((canonical(words(one)).text for one in notes), None)


def _range(target: str, annotation: Element, ground: Ground) -> Place:
    found = RANGE.fullmatch(target)
    if found is None:
        raise Invalid(
            "bad-target", f"{place(annotation)}: “{shown(target)}” is not a string-range(id,offset,length)."
        )
    whole = ground.body.places.get(found[1])
    if whole is None:
        what = f"“{shown(found[1])}” is not in the text of this document"
        raise Invalid("dangling-pointer", f"{place(annotation)}: {what}.")
    start = whole[0] + int(found[2])
    end = start + int(found[3])
    if end > whole[1] and not ground.is_changed:
        what = f"its range ends at {end - whole[0]}, beyond the text, which has {whole[1] - whole[0]} characters"
        raise Invalid("span-outside-text", f"{place(annotation)}: {what}.")
    return start, end


def _is_there(fragments: Fragments, quote: str | None, ground: Ground) -> bool:
    if quote is None:
        return not ground.is_changed
    return ground.body.text.text[fragments[0][0] : fragments[-1][1]] == quote


def _found_again(fragments: Fragments, quote: str, annotation: Element, ground: Ground) -> Fragments:
    text = ground.body.text.text
    start, end = fragments[0][0], fragments[-1][1]
    found = text.find(quote) if quote else -1
    if found < 0 or text.find(quote, found + 1) >= 0:
        times = "nowhere" if found < 0 else "more than once"
        what = f"the text at {start}-{end} is not “{shown(quote)}”, which stands {times} in it"
        raise Invalid("text-mismatch", f"{place(annotation)}: {what}.")
    if end - start != len(quote):
        if len(fragments) > 1:
            what = "its fragments do not reach from the first to the last of its words"
            raise Invalid("text-mismatch", f"{place(annotation)}: {what}.")
        fragments = ((start, start + len(quote)),)
    ground.file.notes.add(place(annotation), f"moved from {start} to {found}, where its words stand")
    moved = tuple((left + found - start, right + found - start) for left, right in fragments)
    return _checked(moved, annotation, ground)


def _checked(fragments: Fragments, annotation: Element, ground: Ground) -> Fragments:
    try:
        return checked_fragments(fragments, len(ground.body.text.text))
    except Invalid as refusal:
        raise Invalid(refusal.code, f"{place(annotation)}: {refusal.message}") from None
