"""A codebook as ``.qdc``, and in words what such a file cannot hold of it."""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.codebook import Codebook, Label
from annotator.domain.errors import Invalid
from annotator.formats._qdc.description import Described, written
from annotator.formats._qdc.names import IN_QDC, NAMESPACE, guid_of

# libxml2 reads 256 levels of elements.
_DEEPEST = 100


def write(book: Codebook) -> bytes:
    """The bytes of ``book``: the same for the same labels.

    Raises:
        Invalid: it has no label, as a ``.qdc`` has at least one code.
    """
    if not book.labels:
        raise Invalid("empty-codebook", "A .qdc holds at least one label, and this codebook has none.")
    root = etree.Element(f"{IN_QDC}CodeBook", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # stubs
    root.set("origin", "annotator")
    codes = etree.SubElement(root, f"{IN_QDC}Codes")
    placed: dict[str | None, Element] = {None: codes}
    for label, above in _nested(book):
        placed[label.name] = _code(placed[above], label)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def not_held(book: Codebook) -> list[str]:
    """What of ``book`` a ``.qdc`` has no place for, a sentence each."""
    found = []
    if book.name or book.description:
        found.append("The name and description of the codebook are not in it.")
    for label in book.labels:
        if count := len(label.attributes):
            names = ", ".join(attribute.name for attribute in label.attributes)
            attributes = "1 attribute" if count == 1 else f"{count} attributes"
            found.append(f"{attributes} of {label.title or label.name} {_are(count)} not in it: {names}.")
    keys = [*(one.shortcut for one in book.labels), *(one.shortcut for one in book.relations)]
    if keys := [key for key in keys if key]:
        what = "1 shortcut key" if len(keys) == 1 else f"{len(keys)} shortcut keys"
        found.append(f"{what} {_are(len(keys))} not in it: {', '.join(keys)}.")
    if relations := [relation.name for relation in book.relations]:
        what = "1 relation type" if len(relations) == 1 else f"{len(relations)} relation types"
        found.append(f"{what} {_are(len(relations))} not in it: {', '.join(relations)}.")
    if book.statements:
        found.append("What makes a statement is not in it.")
    nested = list(_nested(book))
    if [label.name for label, _ in nested] != [label.name for label in book.labels]:
        found.append("Labels below another stand next to it, not where they stand in the list.")
    if raised := [label.name for label, above in nested if above != label.parent]:
        found.append(f"Below {_DEEPEST} levels labels stand at the top again: {', '.join(raised)}.")
    return found


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _nested(book: Codebook) -> Iterator[tuple[Label, str | None]]:
    """Every label after the one that it stands in, with the name of that one."""
    below: dict[str | None, list[Label]] = {}
    for label in book.labels:
        below.setdefault(label.parent, []).append(label)
    waiting = [(label, 1, label.parent) for label in reversed(below.get(None, []))]
    while waiting:
        label, depth, above = waiting.pop()
        yield label, above
        deeper = depth % _DEEPEST + 1
        inside = None if deeper == 1 else label.name
        waiting.extend((child, deeper, inside) for child in reversed(below.get(label.name, [])))


def _code(above: Element, label: Label) -> Element:
    code = etree.SubElement(above, f"{IN_QDC}Code")
    code.set("guid", guid_of(label.name))
    code.set("name", label.title or label.name)
    code.set("isCodable", "false" if label.retired else "true")
    code.set("color", label.color)
    name = label.name if label.title else ""
    if text := written(Described(label.description, name, label.rules, label.include, label.exclude)):
        etree.SubElement(code, f"{IN_QDC}Description").text = text
    return code
