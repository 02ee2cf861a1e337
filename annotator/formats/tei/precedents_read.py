"""Assessments of passages as the rules that they are."""

import re

from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid
from annotator.domain.precedent import Precedent, checked_precedent, in_order
from annotator.formats.tei.anchor import fragments_of
from annotator.formats.tei.codebook_read import code_of
from annotator.formats.tei.ground import Ground
from annotator.formats.tei.kept_tree import standing_off
from annotator.formats.tei.names import PRECEDENTS
from annotator.formats.tei.spans_read import naming
from annotator.formats.tei.tree import children, place, words

_NUMBER = re.compile(r"[0-9]{1,9}")


def precedents_from(tei: Element, ground: Ground) -> tuple[Precedent, ...]:
    """The rules that stand beside a document, by label and number.

    Raises:
        Invalid: names the one that is wrong, or two of one number under one label.
    """
    found = [
        _precedent(annotation, ground)
        for stand_off in standing_off(tei)
        if stand_off.get("type") == PRECEDENTS
        for annotation in children(stand_off, "listAnnotation", "annotation")
    ]
    return naming(tei, lambda: in_order(found))


def _precedent(annotation: Element, ground: Ground) -> Precedent:
    codes = [one.get("target") or "" for one in children(annotation, "ptr") if one.get("type") == "code"]
    rules = [one for one in children(annotation, "note") if one.get("type") == "decision"]
    number = annotation.get("n") or ""
    if len(codes) != 1 or len(rules) != 1 or not _NUMBER.fullmatch(number):
        raise Invalid("bad-precedent", f"{place(annotation)}: a rule has one label, one text and a number.")
    fragments = fragments_of(annotation, ground)
    made = Precedent(
        label=code_of(codes[0], ground.file.ids)[0],
        number=int(number),
        rule=words(rules[0]),
        start=fragments[0][0],
        end=fragments[-1][1],
    )
    return checked_precedent(made, len(ground.body.text.text), place(annotation))
