"""The codebook's tree: both ways, and what is wrong in it by its place."""

import json

import pytest
from corpora import codebooks, patient
from hypothesis import given, settings

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.errors import Invalid


def with_attribute(**attribute: object) -> dict[str, object]:
    return {"name": "a", "attributes": [attribute]}


@settings(patient, max_examples=60)
@given(codebooks(7))
def test_a_codebook_becomes_a_tree_and_the_same_codebook_again(codebook):
    tree = codebook_to_tree(codebook)
    assert codebook_from_tree(json.loads(json.dumps(tree)), 7) == codebook


def test_the_tree_in_the_documentation_is_read():
    kind = {"name": "kind", "type": "choice", "choices": ["state", "person"], "required": True}
    tree = {
        "name": "Central Asia and the draft",
        "version": 3,
        "labels": [
            {"name": "actor", "title": "Actor", "shortcut": 1, "color": "#0072B2", "attributes": [kind]},
            {"name": "stance", "parent": "actor", "include": ["the ministry"], "exclude": ["the border"]},
        ],
        "relations": [{"name": "holds", "title": "holds", "from": ["actor"], "to": ["stance"]}],
    }
    assert codebook_from_tree(tree, 9) == Codebook(
        name="Central Asia and the draft",
        version=9,
        labels=(
            Label(
                "actor",
                "Actor",
                color="#0072B2",
                shortcut="1",
                attributes=(Attribute("kind", "choice", choices=("state", "person"), required=True),),
            ),
            Label("stance", parent="actor", include=("the ministry",), exclude=("the border",)),
        ),
        relations=(RelationType("holds", "holds", source=("actor",), target=("stance",)),),
    )


@pytest.mark.parametrize(
    ("tree", "says"),
    [
        (None, "codebook: None is not a mapping"),
        ([], r"codebook: \[\] is not a mapping"),
        ({"label": []}, "codebook: “label” is none of description, document_attributes, labels"),
        ({"name": 1.5}, "codebook.name: 1.5 is not text"),
        ({"labels": "actor"}, "codebook.labels: 'actor' is not a list"),
        ({"labels": ["actor"]}, r"labels\[0\]: 'actor' is not a mapping"),
        ({"labels": [{}]}, r"labels\[0\].name: None is not a machine name"),
        ({"labels": [{"name": "a b"}]}, r"labels\[0\].name: 'a b' is not a machine name"),
        ({"labels": [{"name": "a"}, {"name": "a"}]}, "two of the label “a”"),
        ({"labels": [{"name": f"a{i}"} for i in range(501)]}, "at most 500 labels, not 501"),
        ({"labels": [{"name": "a", "color": "red"}]}, "“red” is not a colour like #0072B2"),
        ({"labels": [{"name": "a", "shortcut": "ab"}]}, "“ab” is more than one key"),
        ({"labels": [{"name": n, "shortcut": "1"} for n in "ab"]}, "two of the shortcut “1”"),
        ({"labels": [{"name": "a", "title": "a\nb"}]}, r"labels\[0\].title has more than one line"),
        ({"labels": [{"name": "a", "parent": "b"}]}, "The parent “b” of “a” is not a label"),
        ({"labels": [{"name": "a", "parent": "b"}, {"name": "b", "parent": "a"}]}, "stands below itself"),
        ({"labels": [{"name": "a", "parent": "a"}]}, "“a” stands below itself"),
        ({"labels": [{"name": "a", "include": [True]}]}, r"labels\[0\].include: True is not text"),
        ({"labels": [with_attribute(name="b", type="date")]}, "'date' is none of choice"),
        ({"labels": [with_attribute(name="b", type="choice")]}, "choices: a choice has some"),
        ({"labels": [with_attribute(name="b", type="text", choices=["c"])]}, "choices: a text has none"),
        ({"labels": [with_attribute(name="b", type="choice", choices=["c", "c"])]}, "two of the choice"),
        ({"labels": [with_attribute(name="b", type="text", required="yes")]}, "'yes' is neither true nor false"),
        (
            {"labels": [with_attribute(name="b", type="choice", choices=["c"], definitions={"d": ""})]},
            "“d” is none of c",
        ),
        ({"relations": [{"name": "r", "from": ["a"], "to": []}]}, r"relations\[0\].from: there is no label “a”"),
        ({"relations": [{"name": "r"}] * 2}, "two of the relation type “r”"),
    ],
)
def test_a_tree_that_makes_no_sense_is_refused_by_its_place(tree, says):
    with pytest.raises(Invalid, match=says):
        codebook_from_tree(tree)
