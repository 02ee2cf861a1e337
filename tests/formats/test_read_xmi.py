"""UIMA CAS XMI, held against the library that reads it for others."""

import warnings

import pytest
from arriving import linked, marked, read, told
from shared_folder import shared_folder

from annotator.domain.errors import Invalid
from annotator.formats.xmi import FORMAT

HEAD = (
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
    'xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">'
)
SOFA = '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="👍 Ana met Ben"/>'


def test_offsets_are_utf_16_units():
    (document,) = read(FORMAT, cas('<custom:Person xmi:id="2" sofa="1" begin="3" end="6" value="PER"/>')).documents
    assert marked(document) == [("PER", "Ana")]


def test_features_are_attributes_and_a_layer_with_several_is_the_label():
    about = "<about>x</about><about>y</about>"
    one = f'<custom:Claim xmi:id="2" sofa="1" begin="3" end="6" tone="calm" who="Ana">{about}</custom:Claim>'
    (span,) = read(FORMAT, cas(one)).documents[0].spans
    assert (span.label, span.attributes) == ("Claim", {"tone": "calm", "who": "Ana", "about": ["x", "y"]})


def test_relations_and_slots_join_annotations():
    inside = (
        '<custom:Span xmi:id="2" sofa="1" begin="3" end="6" value="A"/>'
        '<custom:Event xmi:id="3" sofa="1" begin="7" end="10" kind="meet" args="9"/>'
        '<custom:Link xmi:id="9" role="who" target="2"/>'
        '<custom:Rel xmi:id="4" sofa="1" begin="3" end="6" Governor="2" Dependent="3" role="near"/>'
    )
    (document,) = read(FORMAT, cas(inside)).documents
    assert sorted(linked(document)) == [("near", "Ana", "met"), ("who", "met", "Ana")]


def test_what_lies_outside_is_a_finding_with_its_line():
    assert told(read(FORMAT, cas('<custom:Span xmi:id="2" sofa="1" begin="3" end="99" value="A"/>')))[
        0
    ].startswith("line 1: “A” 3-99 is not taken over: the offset 99 lies outside")


def test_a_real_file_has_the_annotations_that_the_library_for_it_finds():
    import cassis

    data = (shared_folder("samples") / "uima_xmi" / "inception_stackedrel1.xmi").read_bytes()
    with warnings.catch_warnings(action="ignore"):  # its types are not known without the project they are from
        theirs = cassis.load_cas_from_xmi(data.decode(), lenient=True)
    (document,) = read(FORMAT, data).documents
    assert document.text == theirs.sofa_string
    assert [span.quote(document.text) for span in document.spans] == ["tale", "tale", "tale", "kinds"]
    assert {(one.attributes["f1"], one.attributes["f2"]) for one in document.spans} == {
        ("A", "B"),
        ("B", "C"),
        ("A", "C"),
        ("C", "D"),
    }
    assert linked(document) == [("Multivalrel", "tale", "kinds")] * 2


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("<a/>", "no UIMA CAS"),
        (HEAD, "Not well-formed"),
        (f"{HEAD}</xmi:XMI>", "no text"),
        ("", "Not well-formed"),
    ],
)
def test_what_is_no_cas_is_refused(data, says):
    with pytest.raises(Invalid, match=says):
        read(FORMAT, data)


def cas(inside):
    return f"{HEAD}{inside}{SOFA}</xmi:XMI>"
