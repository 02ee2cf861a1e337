"""The codebook: what its labels allow."""

import unicodedata

import pytest
from corpora import codebooks, values
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.errors import Invalid

KIND = Attribute("kind", "choice", choices=("state", "group"), required=True)
ROLES = Attribute("roles", "multichoice", choices=("a", "b", "c"), required=True)
SURE = Attribute("sure", "boolean", required=True)
WEIGHT = Attribute("weight", "number")
WHY = Attribute("why", "text", required=True)
CODEBOOK = Codebook(
    "Draft", 3, labels=(Label("actor", attributes=(KIND, ROLES, SURE, WEIGHT, WHY)), Label("stance"))
)


@given(
    codebooks().flatmap(lambda codebook: st.tuples(st.just(codebook), st.sampled_from(codebook.labels))), st.data()
)
def test_values_that_fit_are_kept_as_they_are(drawn, data):
    codebook, label = drawn
    said = {attribute.name: data.draw(values(attribute)) for attribute in label.attributes}
    assert codebook.checked_attributes(label.name, dict(reversed(said.items()))) == said


def test_several_choices_stand_in_the_codebooks_order_and_once():
    assert ROLES.checked(["c", "a", "c"], "actor") == ["a", "c"]


def test_a_texts_line_ends_become_lf():
    assert WHY.checked("a\r\nb", "actor") == "a\nb"


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        (KIND, "person"),
        (KIND, ["state"]),
        (KIND, None),
        (ROLES, "a"),
        (ROLES, ["a", "d"]),
        (ROLES, [1]),
        (ROLES, [["a"]]),
        (SURE, 1),
        (SURE, "true"),
        (WEIGHT, True),
        (WEIGHT, "1"),
        (WEIGHT, 2**53 + 1),
        (WEIGHT, float("nan")),
        (WEIGHT, float("inf")),
        (WHY, 1),
        (WHY, "\x00"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(attribute, value):
    with pytest.raises(Invalid, match=f"actor: {attribute.name}"):
        attribute.checked(value, "actor")


def test_a_value_is_refused_with_the_choices_there_are():
    with pytest.raises(Invalid, match=r"actor: kind is a choice \(one of state, group\), not 'person'"):
        CODEBOOK.checked_attributes("actor", {"kind": "person"})


def test_an_attribute_that_the_label_has_not_is_refused():
    with pytest.raises(Invalid, match="stance has no attribute “kind”"):
        CODEBOOK.checked_attributes("stance", {"kind": "state"})


def test_a_required_attribute_may_be_open_and_is_then_missing():
    assert CODEBOOK.checked_attributes("actor", {}) == {}
    assert CODEBOOK.missing("actor", {}) == ("kind", "roles", "sure", "why")
    assert CODEBOOK.missing("actor", {"kind": "state", "roles": [], "sure": False, "why": ""}) == ("roles", "why")
    assert CODEBOOK.missing("legal_instrument", {}) == ()


def test_a_label_or_relation_type_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(Invalid, match=r"“party” is not in the codebook \(actor, stance\)"):
        CODEBOOK.label("party")
    with pytest.raises(Invalid, match=r"“holds” is not in the codebook \(none\)"):
        CODEBOOK.relation("holds")
    with pytest.raises(Invalid, match="none yet"):
        Codebook().label("actor")


def test_labels_and_relation_types_are_found_by_name():
    holds = RelationType("holds", source=("actor",), target=("stance",))
    codebook = Codebook(labels=CODEBOOK.labels, relations=(holds,))
    assert codebook.label("stance") == Label("stance")
    assert codebook.relation("holds") == holds
    assert [codebook.index(name) for name in ("actor", "stance", "party")] == [0, 1, 2]


def test_a_label_is_found_however_its_marks_are_written():
    book = Codebook("B", labels=(Label("Überfall"),))
    assert book.offered_label(unicodedata.normalize("NFD", "Überfall")).name == "Überfall"


def test_another_version_is_the_same_codebook_under_another_number():
    later = CODEBOOK.at_version(4)
    assert (later.version, later.labels, CODEBOOK.version) == (4, CODEBOOK.labels, 3)
