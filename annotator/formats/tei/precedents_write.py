"""Rules that were made of decisions about a document: assessments of passages, numbered under their labels."""

from lxml.etree import _Element as Element

from annotator.domain.corpus import Document
from annotator.domain.precedent import Precedent, by_label
from annotator.formats.tei.elements import make
from annotator.formats.tei.names import PRECEDENTS
from annotator.formats.tei.references import References


def precedents_of(document: Document, references: References) -> list[Element]:
    """One ``standOff`` with all rules; nothing where none was made."""
    rules = sorted(document.precedents, key=by_label)
    if not rules:
        return []
    listed = make("listAnnotation", *(_precedent(one, document.text, references) for one in rules))
    return [make("standOff", listed, type=PRECEDENTS)]


def _precedent(one: Precedent, text: str, references: References) -> Element:
    # A rule stands in the codebook, whichever version is the current one.
    label = references.label(references.shared.latest, one.label)
    return make(
        "annotation",
        make("ptr", type="code", target=label),
        make("note", text[one.start : one.end], type="quote"),
        make("note", one.rule, type="decision", subtype="precedent"),
        id=references.own("p", one.label, str(one.number)),
        n=str(one.number),
        motivation="assessing",
        target=references.range(one.start, one.end),
    )
