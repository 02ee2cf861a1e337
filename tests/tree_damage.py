"""Trees that are well-formed and wrong: an element or a key is gone, stands twice, or says something else.

Damaged bytes are mostly refused as no XML or no JSON before a reader has looked at what they say.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

_VALUES = (
    None,
    True,
    0,
    -1,
    1.5,
    2**63,
    "",
    "a",
    "#x",
    "1-2",
    "0 1",
    "\U0001f44d",
    [],
    {},
    [[]],
    [0, 0],
    {"a": []},
)
_WORDS = (
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "99999999999",
    "#x",
    "x",
    "true",
    "a b",
    "1,2",
    "\U0001f44d",
    "../x",
    "2022-13-40",
)


def damaged(files: Mapping[str, bytes], random: Random) -> dict[str, bytes] | None:
    """``files`` with a few damages to the tree of one of them; None where there is no tree in any."""
    trees = [name for name, data in files.items() if _damaged(data, Random(0)) is not None]
    if not trees:
        return None
    chosen = random.choice(trees)
    return {**files, chosen: _damaged(files[chosen], random) or b""}


def _damaged(data: bytes, random: Random) -> bytes | None:
    """The same of one file, or of a file in an archive."""
    return next((made for attempt in _ATTEMPTS if (made := attempt(data, random)) is not None), None)


def _archive(data: bytes, random: Random) -> bytes | None:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    changed = damaged(files, random)
    if changed is None:
        return None
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, file in changed.items():
            archive.writestr(name, file)
    return made.getvalue()


def _xml(data: bytes, random: Random) -> bytes | None:
    try:
        root = etree.fromstring(data, etree.XMLParser(no_network=True, resolve_entities=False))
    except etree.XMLSyntaxError:
        return None
    for _ in range(random.randint(1, 4)):
        every = [one for one in root.iter() if isinstance(one.tag, str)]
        random.choice(_XML)(random.choice(every), random, every)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _without_attribute(one: etree._Element, random: Random, _every: list[etree._Element]) -> None:
    if one.attrib:
        del one.attrib[random.choice(list(one.attrib))]


def _other_attribute(one: etree._Element, random: Random, every: list[etree._Element]) -> None:
    if one.attrib:
        known = [value for other in every for value in other.attrib.values()]
        one.attrib[random.choice(list(one.attrib))] = random.choice((*_WORDS, random.choice(known)))


def _without_element(one: etree._Element, _random: Random, _every: list[etree._Element]) -> None:
    if (above := one.getparent()) is not None:
        above.remove(one)


def _twice(one: etree._Element, _random: Random, _every: list[etree._Element]) -> None:
    if one.getparent() is not None:
        copy = deepcopy(one)
        copy.tail = None
        one.addnext(copy)


def _elsewhere(one: etree._Element, random: Random, every: list[etree._Element]) -> None:
    other = random.choice(every)
    if one.getparent() is not None and one not in (other, *other.iterancestors()):
        other.append(one)


def _other_name(one: etree._Element, random: Random, every: list[etree._Element]) -> None:
    one.tag = random.choice(every).tag


def _other_words(one: etree._Element, random: Random, _every: list[etree._Element]) -> None:
    one.text = random.choice((None, *_WORDS))


def _empty(one: etree._Element, _random: Random, _every: list[etree._Element]) -> None:
    del one[:]
    one.text = None


_XML: tuple[Callable[[etree._Element, Random, list[etree._Element]], None], ...] = (
    *(_without_attribute, _other_attribute, _without_element, _twice, _elsewhere),
    *(_other_name, _other_words, _empty),
)


def _json(data: bytes, random: Random) -> bytes | None:
    try:
        tree = [json.loads(data)]
    except ValueError:
        return None
    _damage(tree, random)
    return json.dumps(tree[0], ensure_ascii=False).encode() if tree else b""


def _json_lines(data: bytes, random: Random) -> bytes | None:
    lines = data.splitlines()
    try:
        trees = [json.loads(one) for one in lines]
    except ValueError:
        return None
    if len(trees) < 2:
        return None
    _damage(trees, random)
    return b"\n".join(json.dumps(one, ensure_ascii=False).encode() for one in trees)


def _damage(tree: list[Any], random: Random) -> None:
    for _ in range(random.randint(1, 4)):
        places = list(_places(tree))
        if not places:
            return
        holder, key = random.choice(places)
        match random.choice(("gone", "other", "other of the same tree", "twice")):
            case "gone":
                del holder[key]
            case "other":
                holder[key] = deepcopy(random.choice(_VALUES))
            case "other of the same tree":
                from_holder, from_key = random.choice(places)
                holder[key] = deepcopy(from_holder[from_key])
            case "twice" if isinstance(holder, list):
                holder.append(deepcopy(holder[key]))


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])


_ATTEMPTS = (_archive, _xml, _json_lines, _json)
