"""Lists of persons, organisations and works beside a text, as entries of a registry."""

from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

from annotator.domain.entity import Entity, in_order, key_of
from annotator.domain.entity_ids import SCHEMES
from annotator.domain.entity_tree import entity_from_tree
from annotator.domain.errors import Invalid
from annotator.domain.link import IS, SLOTS
from annotator.domain.naming import is_slug
from annotator.domain.span import Span
from annotator.formats.tei.ground import Ground
from annotator.formats.tei.kept_tree import standing_off
from annotator.formats.tei.names import LISTS, XML_ID, XML_LANG, original, part
from annotator.formats.tei.tree import children, place, shown, words

_SORTS = {"listPerson": "actor", "listOrg": "actor", "listBibl": "instrument"}
_NOTES = {"kind": "kind", "jurisdiction": "jurisdiction", "date": "date", "comment": "note"}


def read_entities(tei: Element, ground: Ground) -> dict[str, Entity]:
    """The entries beside a document or its corpus, by their ``xml:id``.

    Raises:
        Invalid: names what is wrong; or two entries of one key say different things.
    """
    found: dict[str, Entity] = {}
    by_key: dict[str, Entity] = {}
    for element, one in _entries(tei, ground):
        if by_key.setdefault(one.key, one) != one:
            raise Invalid("duplicate-id", f"{place(element)}: there are two of the entry “{one.key}”.")
        found[element.get(XML_ID) or one.key] = one
    return found


def links_from(annotation: Element, entries: Mapping[str, Entity], ground: Ground) -> dict[str, str]:
    """What a span is linked to, by role; a pointer to something else is noted."""
    links: dict[str, str] = {}
    for pointer in children(annotation, "ptr"):
        if pointer.get("type") != "entity":
            continue
        role = pointer.get("subtype") or IS
        one = entries.get((pointer.get("target") or "").strip().removeprefix("#"))
        if one is None or role in links or role not in (IS, *SLOTS):
            ground.file.notes.add("annotation", f"ptr entity {shown(pointer.get('target'))}: not kept")
        else:
            links[role] = one.key
    return links


def linked_entities(entries: Mapping[str, Entity], spans: Iterator[Span]) -> tuple[Entity, ...]:
    """The entries that any of ``spans`` is linked to, by key."""
    keys = {key for span in spans for key in span.links.values()}
    return tuple(in_order({one.key: one for one in entries.values() if one.key in keys}.values()))


def _entries(tei: Element, ground: Ground) -> Iterator[tuple[Element, Entity]]:
    for owner in (tei, *tei.iterancestors()):
        for stand_off in standing_off(owner):
            if stand_off.get("type") == "entities":
                for name, (item, named) in LISTS.items():
                    for element in children(stand_off, name, item):
                        yield element, _entity(element, _SORTS[name], named, ground)


def _entity(element: Element, sort: str, named: str, ground: Ground) -> Entity:
    names = list(children(element, named))
    if not names:
        raise Invalid("bad-entity", f"{place(element)} has no {named}.")
    first, *others = names
    tree = {
        "key": _key(element, words(first), ground),
        "sort": sort,
        "name": words(first),
        "aliases": [{"text": words(one), "language": one.get(XML_LANG) or ""} for one in others],
        "ids": {kind: words(one) for one in children(element, "idno") if (kind := one.get("type")) in SCHEMES},
        **{
            _NOTES[kind]: words(one)
            for one in children(element, "note")
            if (kind := one.get("type") or "") in _NOTES
        },
    }
    return entity_from_tree(tree, place(element))


def _key(element: Element, name: str, ground: Ground) -> str:
    """The key that we made the ``xml:id`` of; of another file's id one like it, or of the name."""
    xml_id = element.get(XML_ID) or ""
    key = original(xml_id.removeprefix("e.").removeprefix(f"{part(ground.document_id)}."))
    return key if is_slug(key) else key_of(key or name, ())
