"""REFI-QDA codebooks: ours are valid and come back; those of others are read; hostile files are refused."""

from dataclasses import replace

import pytest
from corpora import codebooks
from hypothesis import given
from lxml import etree
from shared_folder import shared_folder

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.errors import Invalid
from annotator.formats._qdc.read import read
from annotator.formats._qdc.write import not_held, write
from annotator.services.codebooks import read_codebook
from annotator.services.seeding import seeds_folder

_CODES = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{}</Codes>{}</CodeBook>'
_GUID = "00000000-0000-0000-0000-000000000001"


def code(name: str, inside: str = "", **more: str) -> str:
    attributes = " ".join(f'{key}="{value}"' for key, value in {"isCodable": "true", **more}.items())
    return f'<Code guid="{_GUID}" name="{name}" {attributes}>{inside}</Code>'


def qdc(codes: str, sets: str = "") -> bytes:
    return _CODES.format(codes, sets).encode()


def held(label: Label) -> Label:
    return replace(label, shortcut="", attributes=())


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(shared_folder("refi-qda") / "Codebook.xsd"))


@pytest.fixture(scope="module")
def seeds():
    return read_codebook((seeds_folder() / "codebook.yaml").read_bytes(), "codebook.yaml")


@given(codebooks())
def test_the_labels_come_back_as_they_were(book):
    again, findings = read(write(book))
    assert {label.name: label for label in again.labels} == {label.name: held(label) for label in book.labels}
    assert findings == ()
    assert write(again) == write(book)


@given(book=codebooks())
def test_every_codebook_is_valid_against_the_schema_of_refi_qda(schema, book):
    schema.assertValid(etree.fromstring(write(book)))


def test_the_codebook_of_the_seeds_is_valid_and_comes_back_in_its_order(schema, seeds):
    schema.assertValid(etree.fromstring(write(seeds)))
    assert read(write(seeds))[0].labels == tuple(map(held, seeds.labels))


@pytest.mark.parametrize(
    "text", ["Rules:", "\\Rules:\n- x", "Machine name: no", "a\n\nInclude:\n- b", "Exclude: "]
)
def test_a_description_that_looks_like_a_heading_stays_a_description(text):
    label = Label("actor", "Actor", text.strip(), ("one\n\n  two", "", "- three\n"), ("Rules:",), ("\n",))
    assert read(write(Codebook(labels=(label,))))[0].labels == (label,)


def test_what_a_qdc_cannot_hold_is_said():
    label = Label(
        "actor", "Actor", shortcut="1", attributes=(Attribute("kind", "text"), Attribute("sure", "boolean"))
    )
    below = Label("state", parent="actor")
    book = Codebook("Book", labels=(label, Label("place"), below), relations=(RelationType("toward"),))
    assert not_held(book) == [
        "The name and description of the codebook are not in it.",
        "2 attributes of Actor are not in it: kind, sure.",
        "1 shortcut key is not in it: 1.",
        "1 relation type is not in it: toward.",
        "Labels below another stand next to it, not where they stand in the list.",
    ]


def test_labels_at_any_depth_can_be_read_back():
    names = [f"l{number}" for number in range(300)]
    parents = [None, *names]
    book = Codebook(labels=tuple(Label(name, parent=above) for name, above in zip(names, parents, strict=False)))
    assert [label.name for label in read(write(book))[0].labels] == names
    assert not_held(book) == ["Below 100 levels labels stand at the top again: l100, l200."]


def test_codes_of_other_tools_become_labels_with_machine_names_and_titles():
    inside = "<Description>Said of it.\r\nRules:\r\nnone</Description>" + code("Head of state!", color="#abc")
    book, findings = read(qdc(code("Head of state", inside) + code("2nd")))
    assert book.labels == (
        Label("head_of_state", "Head of state", "Said of it.\nRules:\nnone"),
        Label("head_of_state_2", "Head of state!", color="#aabbcc", parent="head_of_state"),
        Label("code_2nd", "2nd"),
    )
    assert findings == ()


def test_what_is_not_taken_over_is_found():
    sets = f'<Sets><Set guid="{_GUID}" name="Mine"/></Sets>'
    twice = "<Description>Machine name: a</Description>"
    _, findings = read(
        qdc(code("A", twice) + code("B", twice) + code("Top", isCodable="false", color="red"), sets)
    )
    assert findings == (
        "Sets of codes are not taken over: Mine.",
        "The colour is not one like #0072B2, and is grey here: Top.",
        "Machine names that could not be kept: a is a_2.",
    )


def test_a_code_that_is_not_for_coding_is_a_retired_label():
    book, _ = read(qdc(code("Top", isCodable="false") + code("A")))
    assert [(label.name, label.retired) for label in book.labels] == [("Top", True), ("A", False)]


def _bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 1000}">' for n in range(9))
    return f"<!DOCTYPE CodeBook [{entities}]>".encode() + qdc(code("A", "<Description>&e8;</Description>"))


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (_bomb(), "bad-xml"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + qdc(code("A", "&e;")), "bad-xml"),
        (qdc('<Code name="a">' * 2000 + "</Code>" * 2000), "bad-xml"),
        (b"<CodeBook>", "bad-xml"),
        (b"<Project/>", "not-qdc"),
        (qdc(code("A") * 501), "too-many-labels"),
        (b"", "bad-xml"),
    ],
    ids=["bomb", "outside", "depth", "broken", "project", "many", "empty"],
)
def test_hostile_files_are_refused(data, refusal):
    with pytest.raises(Invalid) as raised:
        read_codebook(data, "book.qdc")
    assert raised.value.code == refusal


def test_a_codebook_without_labels_is_refused():
    with pytest.raises(Invalid, match="at least one label"):
        write(Codebook("Empty"))
