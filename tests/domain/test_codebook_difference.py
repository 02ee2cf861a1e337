"""What is different between two versions of a codebook, and how it is told."""

from dataclasses import replace

import pytest
from corpora import codebooks
from hypothesis import given

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.codebook_difference import differences
from annotator.domain.codebook_saying import told
from annotator.domain.statement_type import StatementType

KIND = Attribute("kind", "choice", title="Kind", choices=("state", "group"), definitions={"state": "A state."})
ACTOR = Label("actor", "Actor", "Who acts.", rules=("One.", "Two."), color="#0072B2", attributes=(KIND,))
STANCE = Label("stance", "Stance")
HOLDS = RelationType("holds", "Holds", "", ("actor",), ("stance",))
BOOK = Codebook("Draft", 1, "", (ACTOR, STANCE), (HOLDS,))


@given(old=codebooks(version=1), new=codebooks(version=2))
def test_two_versions_differ_in_something_exactly_where_they_are_not_the_same(old, new):
    assert bool(differences(old, new)) == (old.at_version(0) != new.at_version(0))
    assert all(told(one) for one in differences(old, new))


@given(book=codebooks(version=1))
def test_against_none_at_all_every_label_was_added(book):
    added = [one.key for one in differences(Codebook(), book) if (one.what, one.how) == ("labels", "added")]
    assert added == [label.name for label in book.labels]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (replace(ACTOR, rules=("One.", "Two.", "Three.")), "Actor: rule 3 added: Three."),
        (replace(ACTOR, rules=("Two.",)), "Actor: rule 1 removed: One."),
        (replace(ACTOR, rules=("One.", "Other.")), "Actor: rule 2 changed from “Two.” to “Other.”"),
        (replace(ACTOR, include=("the army",)), "Actor: example 1 added: the army"),
        (replace(ACTOR, exclude=("today",)), "Actor: counter-example 1 added: today"),
        (replace(ACTOR, color="#D55E00"), "Actor: colour changed from “#0072B2” to “#D55E00”"),
        (replace(ACTOR, shortcut="a"), "Actor: key added: a"),
        (replace(ACTOR, description=""), "Actor: definition removed: Who acts."),
        (replace(ACTOR, parent="stance"), "Actor: parent added: stance"),
        (replace(ACTOR, attributes=()), "Actor: attribute ‘kind’ (Kind) removed"),
        (replace(ACTOR, attributes=(KIND, Attribute("sure", "boolean"))), "Actor: attribute ‘sure’ added"),
    ],
)
def test_a_change_of_a_label_is_told_under_its_title(label, said):
    assert [told(one) for one in differences(BOOK, replace(BOOK, labels=(label, STANCE)))] == [said]


@pytest.mark.parametrize(
    ("attribute", "said"),
    [
        (replace(KIND, choices=("state", "group", "movement")), "choice ‘movement’ added"),
        (replace(KIND, choices=("group", "state")), "order of the choices changed: group, state"),
        (replace(KIND, required=True), "now required"),
        (replace(KIND, definitions={}), "definition of ‘state’ removed: A state."),
    ],
)
def test_a_change_of_an_attribute_is_told_under_its_label_and_its_title(attribute, said):
    label = replace(ACTOR, attributes=(attribute,))
    found = [told(one) for one in differences(BOOK, replace(BOOK, labels=(label, STANCE)))]
    assert found == [f"Actor, Kind: {said}"]


def test_a_change_of_the_whole_is_told_by_itself():
    other = replace(BOOK, name="Final", labels=(STANCE, ACTOR), relations=())
    assert [told(one) for one in differences(BOOK, other)] == [
        "Name changed from “Draft” to “Final”",
        "Order of the labels changed: stance, actor",
        "Relation type ‘holds’ (Holds) removed",
    ]


def test_the_ends_of_a_relation_are_told_by_their_labels():
    other = replace(BOOK, relations=(replace(HOLDS, target=("stance", "actor")),))
    assert [told(one) for one in differences(BOOK, other)] == ["Holds: allowed target ‘actor’ added"]


def test_what_makes_a_statement_is_told_part_by_part():
    made = StatementType("stance", "holds", "toward", polarity="side", signs={"pro": "+"})
    assert [told(one) for one in differences(BOOK, replace(BOOK, statements=made))] == [
        "Statements: stance added: stance",
        "Statements: holder added: holds",
        "Statements: target added: toward",
        "Statements: polarity added: side",
        "Statements: sign of ‘pro’ added: +",
    ]
    other = replace(made, signs={"pro": "0"}, reporter="reports")
    assert [told(one) for one in differences(replace(BOOK, statements=made), replace(BOOK, statements=other))] == [
        "Statements: reporter added: reports",
        "Statements: sign of ‘pro’ changed from “+” to “0”",
    ]
    assert len(differences(replace(BOOK, statements=made), BOOK)) == 5


def test_the_key_of_a_relation_type_is_told_under_its_title():
    other = replace(BOOK, relations=(replace(HOLDS, shortcut="h"),))
    assert [told(one) for one in differences(BOOK, other)] == ["Holds: key added: h"]


def test_what_is_asked_of_documents_is_told_as_such():
    other = replace(BOOK, document_attributes=(Attribute("relevant", "boolean", title="Relevant"),))
    assert [told(one) for one in differences(BOOK, other)] == ["Document attribute ‘relevant’ (Relevant) added"]
