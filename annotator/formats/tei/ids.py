"""Where the pointers of a file lead."""

from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid
from annotator.formats.tei.names import XML_ID
from annotator.formats.tei.tree import place, shown


class Ids:
    """The elements of a file by their ``xml:id``; of several with one id, as foreign files have, the first."""

    def __init__(self, root: Element) -> None:
        self._elements: dict[str, Element] = {}
        for element in root.iter():
            xml_id = element.get(XML_ID)
            if xml_id is not None:
                self._elements.setdefault(xml_id, element)

    def find(self, pointer: str) -> Element | None:
        """The element that ``#id`` points to, if it is in the file."""
        return self._elements.get(pointer[1:]) if pointer.startswith("#") else None

    def follow(self, element: Element, attribute: str) -> Element | None:
        """What the one pointer in an attribute of ``element`` leads to; None where it has no such attribute.

        Raises:
            Invalid: it leads nowhere, or there are several.
        """
        pointer = element.get(attribute)
        if pointer is None:
            return None
        found = self.find(pointer.strip())
        if found is None:
            where = f"{place(element)}: {attribute}=“{shown(pointer)}”"
            raise Invalid("dangling-pointer", f"{where} points to nothing in this file.")
        return found
