"""The entries of a registry that a document's spans are linked to, as lists beside the layers."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from annotator.domain.corpus import Document
from annotator.domain.entity import Entity, in_order
from annotator.domain.link import IS, ROLES
from annotator.domain.span import Span
from annotator.formats.tei.elements import make
from annotator.formats.tei.names import LISTS, list_of
from annotator.formats.tei.references import References


def entities_of(document: Document, references: References) -> list[Element]:
    """One ``standOff`` with a list for each sort there is; nothing where nothing is linked."""
    entries = in_order(document.entities)
    if not entries:
        return []
    return [make("standOff", *_lists(entries, references), type="entities")]


def links_of(span: Span, references: References) -> Iterator[Element]:
    """A pointer for each link of a span; one that fills a slot names its role."""
    for role in ROLES:
        if role in span.links:
            slot = {} if role == IS else {"subtype": role}
            yield make("ptr", type="entity", **slot, target=f"#{references.own('e', span.links[role])}")


def _lists(entries: list[Entity], references: References) -> Iterator[Element]:
    for name, (item, named) in LISTS.items():
        among = [_entry(one, item, named, references) for one in entries if list_of(one) == name]
        if among:
            yield make(name, *among)


def _entry(one: Entity, item: str, named: str, references: References) -> Element:
    made = make(item, make(named, one.name), id=references.own("e", one.key))
    for alias in one.aliases:
        language = {"lang": alias.language} if alias.language else {}
        made.append(make(named, alias.text, type="alias", **language))
    for scheme, value in one.ids.items():
        made.append(make("idno", value, type=scheme))
    said = {"kind": one.kind, "jurisdiction": one.jurisdiction, "date": one.date, "comment": one.note}
    for kind, words in said.items():
        if words:
            made.append(make("note", words, type=kind))
    return made
