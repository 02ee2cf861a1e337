"""Attributes and relation types renamed, and what makes a statement with them."""

from dataclasses import replace

import pytest

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.codebook_misfit import left_open
from annotator.domain.codebook_operation import Coded, Done, changed, kept_up
from annotator.domain.errors import Refused
from annotator.domain.label_operation import Merge, Rename, Split
from annotator.domain.rename_operation import RenameAttribute, RenameRelation
from annotator.domain.rule_operation import ChangeChoices
from annotator.domain.statement_type import StatementType

POLARITY = Attribute("polarity", "choice", choices=("supports", "opposes", "unsure"))
KIND = Attribute("kind", "choice", choices=("state", "group"), required=True)
STANCE = Label("stance", "Stance", attributes=(POLARITY,))
ACTOR = Label("actor", "Actor", attributes=(KIND,))
LAW = Label("law", "Law")
HOLDS = RelationType("holds", source=("actor",), target=("stance",))
TOWARD = RelationType("toward", source=("stance",), target=("law",))
GENRE = Attribute("genre", "choice", choices=("news", "opinion"))
BOOK = Codebook("Draft", 1, "", (ACTOR, STANCE, LAW), (HOLDS, TOWARD), (GENRE,))


def after(operation, book=BOOK):
    return operation.apply(book).at_version(book.version + 1)


def test_what_was_said_with_a_renamed_attribute_is_said_under_its_new_name():
    operation = RenameAttribute("actor", "kind", "sort", "Sort")
    book = after(operation)
    assert [(one.name, one.title) for one in book.label("actor").attributes] == [("sort", "Sort")]
    assert changed(operation, book, Coded("actor", {"kind": "state"}, 1)) == Coded("actor", {"sort": "state"}, 2)
    assert changed(operation, book, Coded("stance", {"polarity": "opposes"}, 1)) is None
    assert operation.taken_back(BOOK, book) == BOOK.at_version(2)


def test_what_is_said_under_the_new_name_already_is_not_overwritten():
    said = {"kind": "state", "sort": "of an attribute that is asked no more"}
    assert RenameAttribute("actor", "kind", "sort").carried(Coded("actor", said, 1)).attributes == said


def test_an_attribute_of_documents_is_renamed_as_well():
    operation = RenameAttribute("", "genre", "form")
    assert after(operation).document_attributes[0].name == "form"
    assert operation.carried_of_document({"genre": "news"}) == {"form": "news"}
    assert operation.carried(Coded("actor", {"genre": "x"}, 1)).attributes == {"genre": "x"}


def test_a_renamed_relation_type_takes_its_relations_along():
    operation = RenameRelation("holds", "takes", "takes")
    book = after(operation)
    assert (book.relations[0].name, book.relations[0].title) == ("takes", "takes")
    assert [operation.carried_relation(one) for one in ("holds", "toward")] == ["takes", "toward"]
    assert operation.taken_back(BOOK, book) == BOOK.at_version(2)


@pytest.mark.parametrize(
    "operation",
    [
        RenameAttribute("actor", "kind", "kind"),
        RenameAttribute("actor", "nothing", "new"),
        RenameAttribute("nobody", "kind", "new"),
        RenameAttribute("stance", "polarity", "no name"),
        RenameRelation("holds", "toward"),
        RenameRelation("nothing", "new"),
        RenameRelation("holds", ""),
    ],
)
def test_what_makes_no_sense_is_refused(operation):
    with pytest.raises(Refused):
        operation.apply(BOOK)


def test_what_makes_a_statement_keeps_making_it_whatever_it_is_called():
    book = BOOK
    for one in (
        Rename("stance", "position"),
        RenameRelation("holds", "takes"),
        RenameRelation("toward", "on"),
        RenameAttribute("position", "polarity", "side"),
    ):
        book = after(one, book)
    assert book.statement_type == StatementType(
        "position", "takes", "on", polarity="side", signs={"supports": "+", "opposes": "-"}
    )


def test_what_is_usual_is_not_said_where_it_is_usual_again():
    renamed = after(Rename("stance", "position"))
    assert renamed.statements is not None
    assert Rename("stance", "position").taken_back(BOOK, renamed) == BOOK.at_version(2)
    said = replace(BOOK, statements=BOOK.usual_statements)
    assert Rename("stance", "position").taken_back(said, after(Rename("stance", "position"), said)).statements


def test_a_polarity_whose_choices_are_renamed_counts_as_it_did():
    operation = ChangeChoices("stance", "polarity", ("pro", "opposes", "unsure"), {"supports": "pro"})
    assert after(operation).statement_type.signs == {"pro": "+", "opposes": "-"}
    said = replace(BOOK, statements=replace(BOOK.usual_statements, signs={"unsure": "~", "supports": "+"}))
    dropped = ChangeChoices("stance", "polarity", ("pro",), {"supports": "pro"})
    assert after(dropped, said).statement_type.signs == {"pro": "+"}


def test_all_parts_of_a_split_stance_make_statements_and_so_does_what_is_still_to_be_decided():
    split = Split("stance", (("view", "View", ""), ("act", "Act", "")))
    made = after(split).statement_type
    assert (made.stance, set(made.stances)) == ("view", {"view", "act", "stance"})
    assert made.signs == {"supports": "+", "opposes": "-"}


def test_a_merge_of_two_stances_leaves_one():
    split = after(Split("stance", (("view", "View", ""), ("act", "Act", ""))))
    merged = after(Merge(("view", "stance"), "act"), split)
    assert merged.statement_type.stances == ("act",)


def test_what_was_left_open_is_known_by_todays_name():
    rename = RenameAttribute("actor", "kind", "sort")
    found = left_open(BOOK, Coded("actor", {}, 1), [Done(rename, 2, None)])
    assert found == {"sort"}


def test_a_relation_of_long_ago_is_told_by_todays_name():
    done = [Done(RenameRelation("holds", "takes"), 2, None), Done(RenameRelation("takes", "has"), 3, 4)]
    assert [done[0].relation_since("holds", 1), done[1].relation_since("has", 3)] == ["takes", "takes"]
    brought = kept_up(Coded("actor", {"kind": "state"}, 1), done, BOOK.at_version(4))
    assert brought == Coded("actor", {"kind": "state"}, 1)
