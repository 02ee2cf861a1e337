"""An entry of the registry as the tree that files hold, both ways."""

import re
from collections.abc import Mapping
from datetime import date
from reprlib import repr as brief
from typing import Any

from annotator.domain.entity import SORTS, Alias, Entity, Sort, in_order, key_of, spoken_key
from annotator.domain.entity_ids import checked_ids
from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_slug
from annotator.domain.text import checked_line, checked_note

MOST_ALIASES = 200
_KEYS = ("key", "sort", "name", "kind", "aliases", "jurisdiction", "date", "ids", "note", "merged_into")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def entity_to_tree(one: Entity) -> dict[str, Any]:
    """``one`` as a tree that ``entity_from_tree`` reads back to the same value; empty keys are left out."""
    tree = {
        "key": one.key,
        "sort": one.sort,
        "name": one.name,
        "kind": one.kind,
        "aliases": [_alias_tree(alias) for alias in one.aliases],
        "jurisdiction": one.jurisdiction,
        "date": one.date,
        "ids": dict(one.ids),
        "note": one.note,
        "merged_into": one.merged_into,
    }
    return {key: value for key, value in tree.items() if value}


def entity_from_tree(tree: Any, where: str = "entry") -> Entity:
    """The entry that ``tree`` describes; without a key it gets one made of its name.

    Raises:
        Invalid: says which key, and what is wrong there.
    """
    if not isinstance(tree, Mapping):
        raise Invalid("bad-entity", f"{where}: {brief(tree)} is not an object.")
    if unknown := [key for key in tree if key not in _KEYS]:
        raise Invalid("bad-entity", f"{where}: “{unknown[0]!s:.40}” is none of {', '.join(_KEYS)}.")
    name = checked_line(_word(tree, "name", where), f"{where}.name", 200)
    given = _word(tree, "key", where)
    merged = _word(tree, "merged_into", where)
    return Entity(
        key=checked_slug(given) if given else key_of(name, ()),
        sort=checked_sort(_word(tree, "sort", where), f"{where}.sort"),
        name=name,
        kind=_line(tree, "kind", where),
        aliases=_aliases(tree, name, where),
        jurisdiction=_line(tree, "jurisdiction", where),
        date=_checked_date(_word(tree, "date", where), f"{where}.date"),
        ids=_ids(tree, where),
        note=checked_note(_word(tree, "note", where), f"{where}.note").strip(),
        merged_into=checked_slug(merged) if merged else None,
    )


def entities_from_tree(trees: Any, where: str = "entities") -> tuple[Entity, ...]:
    """The entries of a list, by their key.

    Raises:
        Invalid: one is not as it should be, or two have the same key.
    """
    if trees is None:
        return ()
    if not isinstance(trees, list):
        raise Invalid("bad-entity", f"{where}: {brief(trees)} is not a list.")
    found: dict[str, Entity] = {}
    for number, tree in enumerate(trees):
        one = entity_from_tree(tree, f"{where}[{number}]")
        if one.key in found:
            raise Invalid("duplicate-id", f"{where}[{number}]: there are two of the entry “{one.key}”.")
        found[one.key] = one
    return tuple(in_order(found.values()))


def checked_sort(value: str, where: str) -> Sort:
    """``value`` as one of the sorts of entries."""
    found = next((sort for sort in SORTS if sort == value), None)
    if found is None:
        raise Invalid("bad-entity", f"{where}: “{value[:40]}” is none of {', '.join(SORTS)}.")
    return found


def checked_alias(text: str, language: str, where: str) -> Alias:
    """Another name, in a language or in one that nobody named."""
    if language and not _LANGUAGE.fullmatch(language):
        raise Invalid("bad-entity", f"{where}: “{language[:40]}” is not a language tag, such as ru or kk-Latn.")
    return Alias(checked_line(text, where, 200), language)


def _aliases(tree: Mapping[str, Any], name: str, where: str) -> tuple[Alias, ...]:
    given = tree.get("aliases") or []
    if not isinstance(given, list):
        raise Invalid("bad-entity", f"{where}.aliases: {brief(given)} is not a list.")
    aliases = [_alias(one, f"{where}.aliases[{number}]") for number, one in enumerate(given)]
    if len(aliases) > MOST_ALIASES:
        raise Invalid("bad-entity", f"{where}.aliases: {len(aliases)} are too many; {MOST_ALIASES} are the most.")
    seen = {(spoken_key(name), "")}
    kept = []
    for alias in aliases:
        if (key := (spoken_key(alias.text), alias.language)) not in seen:
            seen.add(key)
            kept.append(alias)
    return tuple(kept)


def _alias(tree: Any, where: str) -> Alias:
    if isinstance(tree, str):
        return checked_alias(tree, "", where)
    if not isinstance(tree, Mapping) or tree.keys() - {"text", "language"}:
        raise Invalid("bad-entity", f"{where}: {brief(tree)} is neither a name nor one with its language.")
    return checked_alias(_word(tree, "text", where), _word(tree, "language", where), where)


def _alias_tree(alias: Alias) -> dict[str, str]:
    return {"text": alias.text, **({"language": alias.language} if alias.language else {})}


def _ids(tree: Mapping[str, Any], where: str) -> dict[str, str]:
    given = tree.get("ids") or {}
    if not isinstance(given, Mapping) or not all(isinstance(key, str) for key in given):
        raise Invalid("bad-entity", f"{where}.ids: {brief(given)} is not an object.")
    return checked_ids({key: _word(given, key, f"{where}.ids") for key in given}, f"{where}.ids")


def _line(tree: Mapping[str, Any], key: str, where: str) -> str:
    value = _word(tree, key, where).strip()
    return checked_line(value, f"{where}.{key}", 200) if value else ""


def _word(tree: Mapping[str, Any], key: str, where: str) -> str:
    value = tree.get(key)
    # YAML reads a year as a number and a day as a date.
    if isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise Invalid("bad-entity", f"{where}.{key}: {brief(value)} is not text.")
    return value or ""


def _checked_date(value: str, where: str) -> str:
    match = _DATE.fullmatch(value)
    try:
        if match:
            date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        match = None
    if value and not match:
        raise Invalid("bad-entity", f"{where}: “{value[:40]}” is not a date: 2005, 2005-02 or 2005-02-04.")
    return value
