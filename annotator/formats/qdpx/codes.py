"""The codebook of a project, with a code below its label for each value that an attribute may have."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.span import Span, Value
from annotator.formats._guid import guid
from annotator.formats._qdc.names import IN_QDC, guid_of
from annotator.formats._qdc.write import write as write_codebook
from annotator.formats._xml import parsed

NAMESPACE = "urn:QDA-XML:project:1.0"
IN_PROJECT = f"{{{NAMESPACE}}}"
_TRUTH = ("true", "false")


class Codes:
    """The codes of all that was marked under any of some codebooks."""

    def __init__(self, codebooks: Sequence[Codebook]) -> None:
        labels = {label.name: label for book in codebooks for label in book.labels}
        self._book = replace(codebooks[-1], labels=tuple(labels.values())) if codebooks else Codebook()
        self._values: dict[tuple[str, str], dict[str, None]] = {}
        for book in codebooks:
            for label in book.labels:
                for one in label.attributes:
                    self._values.setdefault((label.name, one.name), {}).update(dict.fromkeys(_values(one)))

    def element(self) -> Element | None:
        """The ``CodeBook``; None where there is no label, as it has at least one code."""
        if not self._book.labels:
            return None
        root = parsed(write_codebook(self._book))
        codes = {element.get("guid"): element for element in root.iter(f"{IN_QDC}Code")}
        for (label, attribute), values in self._values.items():
            if values:
                _add(codes[guid_of(label)], label, attribute, values)
        del root.attrib["origin"]
        for element in root.iter():
            element.tag = str(element.tag).replace(IN_QDC, IN_PROJECT)
        etree.cleanup_namespaces(root, top_nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # stubs
        return root

    def of(self, span: Span) -> Iterator[str]:
        """The ids of the codes of ``span``: its label's first, then those of its attributes' values."""
        yield guid_of(span.label)
        for attribute in sorted(span.attributes):
            known = self._values.get((span.label, attribute), {})
            said = _said(span.attributes[attribute])
            if known and all(value in known for value in said):
                yield from (value_guid(span.label, attribute, value) for value in said)

    def left_over(self, span: Span) -> dict[str, Value]:
        """What ``span`` says that no code can: numbers and free text."""
        known = self._values
        return {
            name: span.attributes[name]
            for name in sorted(span.attributes)
            if not all(value in known.get((span.label, name), {}) for value in _said(span.attributes[name]))
        }


def value_guid(label: str, attribute: str, value: str) -> str:
    return guid("value", label, attribute, value)


def _values(attribute: Attribute) -> tuple[str, ...]:
    return _TRUTH if attribute.type == "boolean" else attribute.choices


def _said(value: Value) -> list[str]:
    match value:
        case bool():
            return [str(value).lower()]
        case list():
            return value
    return [str(value)]


def _add(label: Element, name: str, attribute: str, values: dict[str, None]) -> None:
    about = {"guid": guid("attribute", name, attribute), "name": attribute, "isCodable": "false"}
    above = etree.SubElement(label, f"{IN_QDC}Code", about)
    for value in values:
        one = {"guid": value_guid(name, attribute, value), "name": f"{attribute}: {value}", "isCodable": "true"}
        etree.SubElement(above, f"{IN_QDC}Code", one)
