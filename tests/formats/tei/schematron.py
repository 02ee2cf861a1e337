"""Runs ISO Schematron with XPath 2 rules: the skeleton that comes with lxml, compiled and run by Saxon."""

import re
from pathlib import Path

import lxml.isoschematron
from lxml import etree
from saxonche import PySaxonProcessor

_ISO = "{http://purl.oclc.org/dsdl/schematron}"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_SKELETON = Path(lxml.isoschematron.__file__).parent / "resources/xsl/iso-schematron-xslt1/iso_svrl_for_xslt1.xsl"


class Schematron:
    """A compiled schema."""

    def __init__(self, schema: Path) -> None:
        self._saxon = PySaxonProcessor(license=False)
        compiler = self._saxon.new_xslt30_processor()
        skeleton = compiler.compile_stylesheet(stylesheet_file=str(_SKELETON))
        source = self._saxon.parse_xml(xml_text=_for_the_skeleton(schema))
        self._rules = compiler.compile_stylesheet(
            stylesheet_text=_for_xpath_2(skeleton.transform_to_string(xdm_node=source))
        )

    def violations(self, data: bytes) -> list[str]:
        """What the rules say against a file, be it an error or a warning."""
        report = self._rules.transform_to_string(xdm_node=self._saxon.parse_xml(xml_text=data.decode()))
        tree = etree.fromstring(report.encode())
        assert next(tree.iter(f"{_SVRL}fired-rule"), None) is not None, "no rule looked at anything"
        told = tree.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
        return [" ".join("".join(one.itertext()).split()) for one in told]


def _for_the_skeleton(schema: Path) -> str:
    """The schema without the name of its query language, which the skeleton refuses, and without strays."""
    root = etree.parse(schema).getroot()
    del root.attrib["queryBinding"]
    for child in root:
        if not str(child.tag).startswith(_ISO):
            root.remove(child)
    return etree.tostring(root, encoding="unicode")


def _for_xpath_2(stylesheet: str) -> str:
    """The compiled stylesheet, which calls itself XSLT 1.0, as one in which XPath 2 means what it says."""
    text, times = re.subn(r'(<xsl:stylesheet[^>]*\sversion=)"1\.0"', r'\1"3.0"', stylesheet, count=1)
    assert times == 1
    return text
