"""What there is to decide between layers, and whether it was decided about what is there now."""

from dataclasses import replace

import pytest
from domain import whole_document
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.adjudication import units
from annotator.domain.alignment import align
from annotator.domain.decision import Change, Decision, Order, Source, cases
from annotator.domain.relation import Relation
from annotator.domain.span import Span


@st.composite
def teams(draw, least=1, most=4, spans=6):
    """The layers of some annotators on one short text."""
    names = "abcde"[: draw(st.integers(least, most))]
    place = st.tuples(st.integers(0, 12), st.integers(1, 5), st.sampled_from("xy"), st.integers(0, 1))
    return {
        name: [
            span(f"{name}{n}", start, start + length, label, layer=name, kind=kind)
            for n, (start, length, label, kind) in enumerate(draw(st.lists(place, max_size=spans)))
        ]
        for name in names
    }


@given(teams())
def test_every_span_is_in_one_unit_and_no_layer_twice_in_any(layers):
    found = units(layers)
    ids = [one.id for unit in found for one in unit.readings]
    assert sorted(ids) == sorted(one.id for spans in layers.values() for one in spans)
    for unit in found:
        having = [one.layer for one in unit.readings]
        assert len(set(having)) == len(having)
        assert set(having) | set(unit.without) == set(layers)


@given(teams(least=2, most=2))
def test_of_two_layers_the_units_are_the_pairs_of_the_alignment(layers):
    pairs = {frozenset(one.id for one in pair if one) for pair in align(layers["a"], layers["b"])}
    assert {frozenset(one.id for one in unit.readings) for unit in units(layers)} == pairs


@given(teams(most=5, spans=20))
def test_the_units_are_what_the_whole_document_at_once_would_give(layers):
    found = {frozenset(one.id for one in unit.readings) for unit in units(layers)}
    assert found == whole_document.groups(layers)


@given(teams())
def test_units_come_in_reading_order_and_in_whatever_order_the_layers_come(layers):
    found = units(layers)
    assert [unit.start for unit in found] == sorted(unit.start for unit in found)
    backwards = {name: spans[::-1] for name, spans in reversed(layers.items())}
    assert units(backwards) == found


@given(teams())
def test_as_many_agree_as_there_are_who_say_the_same(layers):
    for unit in units(layers):
        said = [(one.fragments, one.label, one.attributes) for one in unit.readings]
        assert unit.agreeing == max(said.count(one) for one in said)
        assert unit.share == unit.agreeing / len(layers)
        assert (unit.kind == "agree") == (len(said) > 1 and unit.agreeing == len(said))


@pytest.mark.parametrize(
    ("other", "kind", "differences"),
    [
        ({}, "agree", ()),
        ({"end": 9}, "borders", ("borders",)),
        ({"label": "y"}, "label", ("label",)),
        ({"kind": 2}, "attributes", ("attributes",)),
        ({"label": "y", "end": 9, "kind": 2}, "label", ("label", "borders", "attributes")),
    ],
)
def test_a_unit_says_what_differs(other, kind, differences):
    values = {"start": 0, "end": 5, "label": "x", "kind": 1}
    (unit,) = units({"a": [span("a", layer="a", **values)], "b": [span("b", layer="b", **values | other)]})
    assert (unit.kind, unit.differences) == (kind, differences)


@pytest.mark.parametrize("links", [{}, {"is": "kazakhstan"}, {"is": "russia", "reporter": "interfax"}])
def test_what_is_linked_to_other_entries_differs(links):
    one = replace(span("a", 0, 5, layer="a"), links={"is": "russia"})
    other = replace(one, id="b", layer="b")
    (unit,) = units({"a": [one], "b": [replace(other, links=links)]})
    assert (unit.kind, unit.differences, unit.agreeing, len(unit.distinct)) == ("links", ("links",), 1, 2)
    (unit,) = units({"a": [one], "b": [other]})
    assert (unit.kind, unit.agreeing, len(unit.distinct)) == ("agree", 2, 1)


def test_what_one_of_two_saw_stands_alone_and_says_who_did_not():
    (unit,) = units({"a": [span("a", 0, 5, layer="a")], "b": []})
    assert (unit.kind, unit.without, unit.share) == ("alone", ("b",), 0.5)


def test_a_note_is_no_difference():
    one = span("a", 0, 5, layer="a")
    (unit,) = units({"a": [one], "b": [replace(one, id="b", layer="b", note="a remark")]})
    assert unit.kind == "agree"


def test_relations_that_only_one_has_are_a_difference_at_both_ends():
    layers = {name: [span(f"{name}0", 0, 5, layer=name), span(f"{name}1", 7, 9, layer=name)] for name in "ab"}
    same = [relation(name, f"{name}0", f"{name}1") for name in "ab"]
    assert [unit.kind for unit in units(layers, same)] == ["agree", "agree"]
    assert [unit.kind for unit in units(layers, same[:1])] == ["relations", "relations"]
    turned = [same[0], relation("b", "b1", "b0")]
    assert [unit.kind for unit in units(layers, turned)] == ["relations", "relations"]


def test_of_three_the_strongest_pairs_are_joined_first():
    layers = {
        "a": [span("a", 0, 10, layer="a")],
        "b": [span("b-half", 0, 4, layer="b")],
        "c": [span("c-same", 0, 10, layer="c"), span("c-half", 0, 4, layer="c")],
    }
    found = {frozenset(one.id for one in unit.readings) for unit in units(layers)}
    assert found == {frozenset({"a", "c-same"}), frozenset({"b-half", "c-half"})}


def test_a_units_id_stays_when_a_span_changes_and_its_revision_does_not():
    one, other = span("a", 0, 5, layer="a"), span("b", 0, 5, layer="b")
    (before,) = units({"a": [one], "b": [other]})
    (after,) = units({"a": [one], "b": [replace(other, label="y", version=2)]})
    assert after.id == before.id
    assert after.revision != before.revision


def test_a_decision_stands_until_its_spans_change_and_then_it_is_said():
    layers = {"a": [span("a", 0, 5, layer="a")], "b": [span("b", 0, 5, layer="b")]}
    made = decision("a", "b")
    assert changes(layers, made) == ()
    assert changes({**layers, "b": [span("b", 0, 6, layer="b", version=2)]}, made) == (
        Change("changed", "b", "b"),
    )
    assert changes({**layers, "b": []}, made) == (Change("deleted", "b", None),)
    assert changes({**layers, "c": [span("c", 0, 5, layer="c")]}, made) == (Change("new", "c", "c"),)


def test_what_nobody_decided_is_open():
    found = units({"a": [span("a", 0, 5, layer="a")]})
    (case,) = cases(found, [], {}, {}, Order())
    assert not case.decided and not case.settled and case.changes == ()


def test_where_all_that_was_decided_about_is_gone_what_is_left_in_gold_is_shown():
    kept = span("g", 3, 5, layer="gold")
    (case,) = cases([], [decision("a", results=("g",))], {}, {"g": kept}, Order())
    assert (case.unit.kind, case.unit.start, case.unit.end) == ("gone", 3, 5)
    assert case.changes == (Change("deleted", "a", None),)
    assert cases([], [decision("a")], {}, {}, Order()) == []


def changes(layers, made):
    (case,) = cases(
        units(layers), [made], {one.id: one for spans in layers.values() for one in spans}, {}, Order()
    )
    assert case.settled == (case.changes == ())
    return case.changes


def decision(*sources, results=()):
    return Decision("d", "take", "", tuple(Source(one, 1) for one in sources), results, "adjudicator", "")


def relation(layer, source, target):
    return Relation(f"{layer}-{source}", layer, layer, "holds", source, target, 1, "")


def span(id, start, end, label="x", *, layer, version=1, **attributes):  # noqa: A002 - what it is called on a span
    return Span(id, layer, layer, label, ((start, end),), attributes, "", 1, version, "", "")
