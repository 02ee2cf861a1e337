"""What was said of documents is listed to be looked at again where rules came that it does not keep."""

from dataclasses import replace

import pytest
from acting import SLUG, action
from adjudicators import complete

from annotator.domain.codebook import Attribute
from annotator.domain.rename_operation import RenameAttribute
from annotator.domain.rule_operation import ChangeChoices, Require
from annotator.services import describing, gold, looking_again

GENRE = Attribute("genre", "choice", choices=("news", "opinion"))


def test_an_attribute_of_documents_that_is_required_now_lists_the_complete_layers_without_it(
    store, layers, perform, preview
):
    assert preview(Require("", "genre")).sentence == "2 are to be looked at again."
    perform(Require("", "genre"))
    assert listed(store, layers["ana"]) == [
        ("ana", "required now"),
        ("gold", "required now"),
    ]
    complete(layers["ana"], "in_progress")
    say(store, layers["ana"], genre="news")
    complete(layers["ana"])
    assert listed(store, layers["ana"]) == [("gold", "required now")]


def test_what_was_asked_already_when_a_layer_was_declared_complete_was_left_open_on_purpose(
    store, layers, perform
):
    perform(Require("", "genre"))
    perform(RenameAttribute("", "genre", "form"))
    for state in ("in_progress", "complete"):
        complete(layers["ana"], state)
    assert listed(store, layers["ana"]) == [("gold", "required now")]
    perform(Require("", "form", required=False))
    perform(Require("", "form"))
    assert listed(store, layers["ana"]) == [("gold", "required now")]


def test_nothing_is_asked_of_a_layer_that_is_not_complete(store, layers, perform):
    complete(layers["ana"], "in_progress")
    perform(Require("", "genre"))
    assert listed(store, layers["ana"]) == [("gold", "required now")]


def test_what_others_said_of_a_document_in_a_blind_project_is_not_listed(store, layers, perform):
    perform(Require("", "genre"))
    assert listed(store, layers["ben"]) == []


def test_a_preview_counts_documents_whose_choice_is_none_any_more(store, layers, preview):
    assert preview(ChangeChoices("", "genre", ("news", "reportage"))).sentence == "1 is to be looked at again."


def listed(store, desk):
    with store.read() as tx:
        _, found = looking_again.to_look_at(tx, desk.person, SLUG)
    return [(one.layer, one.why[0].partition(" is ")[2]) for one in found if one.span is None]


def say(store, desk, **values):
    with store.write() as tx:
        describing.describe(tx, desk.person, action(), desk.document, values)


@pytest.fixture
def layers(store, people, desks, edit):
    """Complete layers on one document: ana's and gold say nothing of it as a whole, ben's says its genre."""
    edit(lambda book: replace(book, document_attributes=(GENRE,)))
    [[ana, *_], [ben, *_]] = desks("ana", "ben")
    say(store, ben, genre="opinion")
    for one in (ana, ben):
        complete(one)
    with store.write() as tx:
        gold.set_state(tx, people["adjudicator"], action(), ana.document, "complete")
    return {"ana": ana, "ben": ben}
