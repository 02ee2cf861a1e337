"""Making elements: in TEI's namespace, with the text exactly as given."""

from lxml import etree
from lxml.etree import _Element as Element

from annotator.formats.tei.names import IN_TEI, IN_XML, TEI

_NAMESPACES = {None: TEI}
_OF_XML = frozenset({"id", "lang", "space"})

# Each child of these stands on a line of its own; white space between them says nothing.
_ON_LINES = frozenset(
    f"{IN_TEI}{name}"
    for name in (
        *("TEI", "teiHeader", "fileDesc", "titleStmt", "extent", "publicationStmt", "sourceDesc", "bibl"),
        *("encodingDesc", "editorialDecl", "classDecl", "taxonomy", "category", "appInfo", "fsdDecl", "fsDecl"),
        *("profileDesc", "langUsage", "standOff", "listAnnotation", "listRelation", "listChange"),
        *("listPerson", "person", "listOrg", "org", "listBibl", "biblFull", "spanGrp", "interpGrp"),
    )
)


def make(name: str, /, *content: str | Element, **attributes: str) -> Element:
    """The TEI element ``name``; ``id``, ``lang`` and ``space`` are XML's own attributes."""
    element = etree.Element(IN_TEI + name, nsmap=_NAMESPACES)  # type: ignore[arg-type]  # the stubs forget None
    for key, value in attributes.items():
        element.set(IN_XML + key if key in _OF_XML else key, value)
    for item in content:
        if isinstance(item, str):
            add_text(element, item)
        else:
            element.append(item)
    return element


def add_text(element: Element, text: str) -> None:
    """Put ``text`` after all that ``element`` holds."""
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def serialised(element: Element) -> bytes:
    """The bytes of ``element``, laid out on lines."""
    return etree.tostring(laid_out(element), encoding="UTF-8", xml_declaration=False)


def laid_out(element: Element) -> Element:
    """``element`` with a line for each child wherever white space says nothing."""
    for one in element.iter():
        if one.tag in _ON_LINES and len(one):
            one.text = "\n"
            for child in one:
                child.tail = "\n"
    return element
