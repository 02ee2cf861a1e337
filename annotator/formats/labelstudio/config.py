"""The labelling configuration: labels with their colours and keys, what is said of a region, relations."""

from collections.abc import Sequence

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.codebook import Codebook, Label
from annotator.formats.labelstudio.controls import Control, Controls

LABELS, TEXT, NOTE = "label", "text", "note"


def config(codebooks: Sequence[Codebook], controls: Controls) -> bytes:
    """One configuration for what was marked under any of ``codebooks``; the latest tells how labels look."""
    labels = {label.name: label for book in codebooks for label in book.labels}
    view = etree.Element("View")
    relations = etree.SubElement(view, "Relations")
    for name in dict.fromkeys(one.name for book in codebooks for one in book.relations):
        etree.SubElement(relations, "Relation", value=name)
    shown = etree.SubElement(view, "Labels", name=LABELS, toName=TEXT)
    for label in labels.values():
        _label(shown, label)
    etree.SubElement(view, "Text", name=TEXT, value="$text", granularity="symbol")
    for control in controls.all():
        _control(view, control)
    etree.SubElement(view, "TextArea", name=NOTE, toName=TEXT, perRegion="true", placeholder="Note")
    etree.indent(view)
    return etree.tostring(view, encoding="UTF-8") + b"\n"


def _label(shown: Element, label: Label) -> None:
    element = etree.SubElement(shown, "Label", value=label.name, background=label.color)
    if label.title:
        element.set("hint", label.title)
    if label.shortcut:
        element.set("hotkey", label.shortcut)


def _control(view: Element, control: Control) -> None:
    about = {"name": control.name, "toName": TEXT, "perRegion": "true"}
    about |= {"whenTagName": LABELS, "whenLabelValue": control.label}
    match control.kind:
        case "number":
            etree.SubElement(view, "Number", about)
        case "textarea":
            etree.SubElement(view, "TextArea", about)
        case _:
            several = "multiple" if control.several else "single"
            choices = etree.SubElement(view, "Choices", {**about, "choice": several})
            for choice in control.choices:
                etree.SubElement(choices, "Choice", value=choice)
