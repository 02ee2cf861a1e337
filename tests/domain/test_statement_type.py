"""What makes a statement: what is usual, what a codebook says itself, and what of that is refused."""

from dataclasses import replace

import pytest

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.errors import Invalid
from annotator.domain.statement_type import StatementType

POLARITY = Attribute("polarity", "choice", choices=("supports", "opposes", "ambivalent", "withholds", "unclear"))
VOICE = Attribute("voice", "choice", choices=("narrator", "reported"))
STANCE = Label("stance", attributes=(POLARITY, VOICE, Attribute("why", "text")))
LABELS = (Label("actor"), STANCE, Label("law"))
HOLDS = RelationType("holds", source=("actor",), target=("stance",))
TOWARD = RelationType("toward", source=("stance",), target=("law",))
SIGNS = {"supports": "+", "opposes": "-", "ambivalent": "~", "withholds": "0"}


def test_a_codebook_with_the_usual_names_says_by_them_what_makes_a_statement():
    book = Codebook(labels=LABELS, relations=(HOLDS, TOWARD))
    assert book.statement_type == StatementType(
        "stance", "holds", "toward", polarity="polarity", voice="voice", signs=SIGNS
    )


def test_who_reports_and_whom_it_is_said_to_are_usual_names_too():
    more = tuple(
        RelationType(name, source=("stance", "actor"), target=("stance",)) for name in ("reports", "addresses")
    )
    made = Codebook(labels=LABELS, relations=(HOLDS, TOWARD, *more)).statement_type
    assert (made.addressee, made.reporter) == ("addresses", "reports")
    assert [made.role_of(one) for one in ("holds", "reports", "other", "")] == ["holder", "reporter", None, None]


@pytest.mark.parametrize(
    "book",
    [
        Codebook(),
        Codebook(labels=LABELS, relations=(HOLDS,)),
        Codebook(labels=(Label("actor"),), relations=(HOLDS, TOWARD)),
        Codebook(labels=LABELS, relations=(HOLDS, RelationType("toward", source=("actor",), target=("law",)))),
    ],
)
def test_without_a_stance_that_both_relations_join_there_are_no_statements(book):
    assert book.statement_type is None


def test_what_a_codebook_says_of_parts_that_it_has_no_more_is_passed_over():
    made = StatementType("stance", "holds", "toward", reporter="tells", signs={"supports": "+"})
    book = Codebook(labels=LABELS, relations=(HOLDS, TOWARD), statements=made)
    assert book.statement_type == replace(made, reporter="")
    assert replace(book, relations=(HOLDS,)).statement_type is None
    assert replace(book, labels=LABELS[:1]).statement_type is None


def test_a_polarity_of_yes_and_no_is_for_and_against():
    agrees = Label("stance", attributes=(Attribute("polarity", "boolean"),))
    made = Codebook(labels=(LABELS[0], agrees, LABELS[2]), relations=(HOLDS, TOWARD)).statement_type
    assert (made.sign_of("true"), made.sign_of("false"), made.sign_of(None)) == ("+", "-", None)


def tree(**statements: object) -> dict[str, object]:
    return {
        "labels": [
            {"name": "who"},
            {
                "name": "claim",
                "attributes": [{"name": "side", "type": "choice", "choices": ["pro", "con", "none"]}],
            },
        ],
        "relations": [
            {"name": "makes", "from": ["who"], "to": ["claim"]},
            {"name": "about", "from": ["claim"], "to": ["who"]},
            {"name": "knows", "from": ["who"], "to": ["who"]},
        ],
        "statements": {"stance": "claim", "holder": "makes", "target": "about", **statements},
    }


def test_a_codebook_with_other_names_says_which_of_them_make_a_statement():
    book = codebook_from_tree(tree(polarity="side", signs={"con": "-", "pro": "+", "none": 0}))
    assert book.statements == book.statement_type
    assert book.statements == StatementType(
        "claim", "makes", "about", polarity="side", signs={"pro": "+", "con": "-", "none": "0"}
    )
    assert codebook_from_tree(codebook_to_tree(book)) == book


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        ({"stance": "verb"}, "statements.stance: there is no label “verb”"),
        ({"stance": None}, "statements.stance: there is no label “”"),
        ({"holder": "owns"}, "statements.holder: there is no relation type “owns”"),
        ({"holder": None}, "statements.holder: a statement has a relation type for it"),
        ({"target": "knows"}, "statements.target: “knows” does not join “claim”"),
        ({"target": "makes"}, "There are two of the relation type in statements “makes”"),
        ({"polarity": "tone"}, "statements.polarity: “claim” has no choice called “tone”"),
        ({"signs": {"pro": "+"}}, "statements.signs: “pro” is none of"),
        ({"polarity": "side", "signs": {"pro": "yes"}}, r"statements.signs: “yes” is none of \+ - 0 ~"),
        ({"polarity": "side", "signs": {"pro": None}}, "statements.signs.pro: None is not text"),
        ({"verb": "x"}, "statements: “verb” is none of addressee, also, holder, polarity"),
        ({"also": ["verb"]}, "statements.also: there is no label “verb”"),
        ({"also": ["claim"]}, "There are two of the label in statements “claim”"),
    ],
)
def test_what_a_codebook_cannot_mean_by_a_statement_is_refused_by_its_place(statements, says):
    with pytest.raises(Invalid, match=says):
        codebook_from_tree(tree(**statements))


def test_a_label_and_a_relation_type_do_not_share_a_key():
    book = tree()
    book["labels"][0]["shortcut"] = "1"
    book["relations"][0]["shortcut"] = 1
    with pytest.raises(Invalid, match="two of the shortcut “1”"):
        codebook_from_tree(book)
