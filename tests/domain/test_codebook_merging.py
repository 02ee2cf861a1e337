"""Two changes of one codebook brought together."""

from dataclasses import replace

from corpora import codebooks
from hypothesis import given

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.codebook_editing import checked
from annotator.domain.codebook_merging import merged

KIND = Attribute("kind", "choice", choices=("state", "group"), definitions={"state": "A state."})
ACTOR = Label("actor", "Actor", rules=("One.", "Two."), shortcut="1", attributes=(KIND,))
STANCE = Label("stance", "Stance", shortcut="2")
BOOK = Codebook("Draft", 1, "", (ACTOR, STANCE), (RelationType("holds", source=("actor",), target=("stance",)),))


def with_actor(**more):
    return replace(BOOK, labels=(replace(ACTOR, **more), STANCE))


@given(base=codebooks(version=1), other=codebooks(version=2))
def test_what_only_one_changed_is_what_it_comes_to(base, other):
    assert merged(base, other, base).codebook == other.at_version(1)
    assert merged(base, base, other).codebook == other
    assert merged(base, other, other).conflicts == ()


@given(base=codebooks(version=1), mine=codebooks(version=1), theirs=codebooks(version=2))
def test_whatever_two_made_of_a_codebook_together_it_makes_sense_and_no_label_is_lost(base, mine, theirs):
    both = merged(base, mine, theirs).codebook
    assert checked(both) == both
    known = {label.name for label in base.labels}
    added = {label.name for book in (mine, theirs) for label in book.labels} - known
    assert added <= {label.name for label in both.labels}


def test_changes_of_different_fields_of_a_label_come_together():
    both = merged(BOOK, with_actor(title="Actors"), with_actor(color="#0072B2"))
    assert both.codebook.labels[0] == replace(ACTOR, title="Actors", color="#0072B2")
    assert both.conflicts == ()


def test_rules_that_both_added_are_both_there():
    both = merged(BOOK, with_actor(rules=("One.", "Two.", "Mine.")), with_actor(rules=("Two.", "Theirs.")))
    assert both.codebook.labels[0].rules == ("Two.", "Mine.", "Theirs.")


def test_choices_and_definitions_come_together():
    mine = with_actor(attributes=(replace(KIND, choices=("state", "group", "firm")),))
    theirs = with_actor(attributes=(replace(KIND, definitions={"state": "A state.", "group": "Some people."}),))
    (kind,) = merged(BOOK, mine, theirs).codebook.labels[0].attributes
    assert (kind.choices, kind.definitions) == (
        ("state", "group", "firm"),
        {"state": "A state.", "group": "Some people."},
    )


def test_where_both_said_something_else_mine_stands_and_it_is_said():
    both = merged(BOOK, with_actor(title="Mine"), with_actor(title="Theirs"))
    assert both.codebook.labels[0].title == "Mine"
    assert both.conflicts == ("actor, title: “Mine” here, “Theirs” in the version made meanwhile",)


def test_a_label_that_one_changed_and_the_other_removed_stays():
    without = replace(BOOK, labels=(STANCE,), relations=())
    for mine, theirs in ((with_actor(title="New"), without), (without, with_actor(title="New"))):
        both = merged(BOOK, mine, theirs)
        assert "New" in [label.title for label in both.codebook.labels]
        assert both.conflicts == ("actor: changed by one, removed by the other; it is kept",)


def test_a_key_that_both_gave_away_stays_with_the_first():
    mine = replace(BOOK, labels=(*BOOK.labels, Label("place", shortcut="3")))
    theirs = replace(BOOK, labels=(*BOOK.labels, Label("time", shortcut="3")))
    both = merged(BOOK, mine, theirs)
    assert {label.name: label.shortcut for label in both.codebook.labels[2:]} == {"place": "3", "time": ""}
    assert both.conflicts == ("time: the key “3” is another label's already",)


def test_two_who_put_labels_below_each_other_make_no_circle():
    mine = with_actor(parent="stance")
    theirs = replace(BOOK, labels=(ACTOR, replace(STANCE, parent="actor")))
    both = merged(BOOK, mine, theirs)
    assert [label.parent for label in both.codebook.labels] == [None, "actor"]
