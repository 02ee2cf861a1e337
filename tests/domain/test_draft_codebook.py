"""A codebook drawn from annotations allows exactly what is there, and leaves it as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.corpus import Document
from annotator.domain.draft_codebook import drafted
from annotator.domain.errors import Invalid
from annotator.domain.relation import Relation, check_relations
from annotator.domain.span import Span

choices = st.sampled_from(["law", "bill", "ruling", "decree"])
kinds = (
    st.booleans(),
    st.integers(-1000, 1000) | st.floats(-1, 1),
    st.text(st.characters(exclude_categories=["C", "Z"])),
    st.lists(choices, unique=True).map(sorted),
)


@given(st.one_of([st.lists(kind, min_size=1) for kind in kinds]))
def test_every_value_is_allowed_and_stays_itself(values):
    spans = [span(number, attributes={"kind": value}) for number, value in enumerate(values)]
    book = drafted([document(*spans)])
    for one in spans:
        assert book.checked_attributes("actor", one.attributes) == one.attributes
    assert codebook_from_tree(codebook_to_tree(book), book.version) == book


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([True, False], "boolean"),
        ([1, 2.5], "number"),
        (["state", "person", "state"], "choice"),
        ([["law"], ["bill", "law"]], "multichoice"),
        ([f"remark {number}" for number in range(21)], "text"),
        (["as long as a sentence " * 5], "text"),
        ([""], "text"),
    ],
)
def test_an_attribute_has_the_narrowest_type_that_holds_its_values(values, kind):
    spans = [span(number, attributes={"kind": value}) for number, value in enumerate(values)]
    assert drafted([document(*spans)]).label("actor").attributes[0].type == kind


def test_lists_of_choices_keep_their_order():
    spans = [span(0, attributes={"kind": ["ruling", "bill"]}), span(1, attributes={"kind": ["law", "ruling"]})]
    assert drafted([document(*spans)]).label("actor").attributes[0].choices == ("law", "ruling", "bill")


def test_lists_that_contradict_each_other_are_allowed_all_the_same():
    spans = [span(0, attributes={"kind": ["law", "bill"]}), span(1, attributes={"kind": ["bill", "law"]})]
    assert drafted([document(*spans)]).label("actor").attributes[0].choices == ("law", "bill")


def test_labels_stand_in_the_order_in_which_they_appear_with_keys_and_colours_of_their_own():
    labels = [f"label{number}" for number in range(12)]
    book = drafted([document(*(span(number, label) for number, label in enumerate(labels)))])
    assert [label.name for label in book.labels] == labels
    assert "".join(label.shortcut for label in book.labels) == "123456789"
    assert len({label.color for label in book.labels[:8]}) == 8


def test_relations_join_the_labels_that_they_were_seen_to_join():
    ends = (span(0, "actor"), span(1, "stance"), span(2, "law"))
    relations = (relation("holds", "s0", "s1"), relation("about", "s1", "s2"), relation("holds", "s2", "s1"))
    book = drafted([document(*ends, relations=relations)])
    assert [(one.name, one.source, one.target) for one in book.relations] == [
        ("holds", ("actor", "law"), ("stance",)),
        ("about", ("stance",), ("law",)),
    ]
    check_relations(relations, {one.id: (one.layer, one.label) for one in ends}, book)


def test_its_version_is_the_highest_that_the_documents_name():
    assert drafted([document(version=0)]).version == 1
    assert drafted([document(version=7), document(version=3)]).version == 7


def test_a_label_that_no_codebook_can_hold_is_refused():
    with pytest.raises(Invalid, match="two words"):
        drafted([document(span(0, "two words"))])


def document(*spans, relations=(), version=1):
    return Document("d", "Title", "text", {}, (), version, "", spans=spans, relations=relations)


def span(number, label="actor", attributes=None):
    return Span(f"s{number}", "ana", "ana", label, ((0, 1),), attributes or {}, "", 1, 1, "", "")


def relation(kind, source, target):
    return Relation(f"{kind}-{source}", "ana", "ana", kind, source, target, 1, "")
