"""The discourse network: what one computes by hand, in whatever order and under whatever names it comes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.network import SUPPORTS, VIEWS, network
from annotator.domain.tie import NEITHER, OPPOSES, SIDES, Node, Tie
from annotator.domain.tie import SUPPORTS as FOR


def tie(actor: str, sign: int, instrument: str, *, document: str = "d1", layer: str = "ana", nth: int = 0) -> Tie:
    statement = f"{document} {layer} {actor} {sign} {instrument} {nth}"
    return Tie(
        Node(f"words:{actor}", actor),
        Node(f"words:{instrument}", instrument),
        sign,
        document,
        layer,
        layer,
        statement,
    )


def drawn(ties, view="affiliation", support="any") -> dict[tuple[str, str], int]:
    return {(one.source.name, one.target.name): one.weight for one in network(ties, view, support).edges}


def sides(ties, support="any") -> dict[tuple[str, str], tuple[int, ...]]:
    edges = network(ties, "affiliation", support).edges
    return {(one.source.name, one.target.name): tuple(one.sides[side] for side in SIDES) for one in edges}


# Two ministries quarrel over the draft and agree that the treaty is needed; a third only speaks about the draft.
CLASSIC = [
    tie("defence", FOR, "draft"),
    tie("defence", FOR, "draft", document="d2"),
    tie("finance", OPPOSES, "draft"),
    tie("defence", FOR, "treaty"),
    tie("finance", FOR, "treaty", document="d2"),
    tie("press office", NEITHER, "draft"),
]


def test_two_actors_in_conflict_over_one_instrument_and_in_congruence_over_another():
    assert sides(CLASSIC) == {
        ("defence", "draft"): (2, 0, 0),
        ("defence", "treaty"): (1, 0, 0),
        ("finance", "draft"): (0, 1, 0),
        ("finance", "treaty"): (1, 0, 0),
        ("press office", "draft"): (0, 0, 1),
    }
    assert drawn(CLASSIC, "congruence") == {("defence", "finance"): 1}
    assert drawn(CLASSIC, "conflict") == {("defence", "finance"): 1}
    (agree,), (differ,) = (network(CLASSIC, view, "any").edges for view in ("congruence", "conflict"))
    assert [node.name for node in agree.instruments] == ["treaty"]
    assert [node.name for node in differ.instruments] == ["draft"]
    assert {one.statement for one in differ.ties} == {CLASSIC[at].statement for at in (0, 1, 2)}
    assert agree.documents == 2


def test_whoever_takes_both_sides_is_congruent_and_in_conflict():
    ties = [tie("a", FOR, "law"), tie("a", OPPOSES, "law", document="d2"), tie("b", FOR, "law")]
    assert sides(ties)["a", "law"] == (1, 1, 0)
    assert drawn(ties, "congruence") == drawn(ties, "conflict") == {("a", "b"): 1}


def test_whoever_takes_no_side_meets_nobody():
    ties = [tie("a", NEITHER, "law"), tie("b", NEITHER, "law"), tie("c", FOR, "law")]
    assert drawn(ties, "congruence") == drawn(ties, "conflict") == {}
    assert len(drawn(ties)) == 3


READ_BY_TWO = [
    *(tie("a", FOR, "law", nth=nth) for nth in range(3)),
    *(tie("a", FOR, "law", layer="ben", nth=nth) for nth in range(2)),
    tie("a", OPPOSES, "law", layer="ben"),
    tie("b", FOR, "law"),
    tie("b", FOR, "law", layer="ben", document="d2"),
]


def test_what_several_annotators_read_in_one_document_is_not_added_up():
    assert sides(READ_BY_TWO) == {("a", "law"): (3, 1, 0), ("b", "law"): (2, 0, 0)}


def test_agreed_is_what_two_annotators_read_in_the_same_document_with_the_same_sign():
    assert sides(READ_BY_TWO, "agreed") == {("a", "law"): (2, 0, 0)}


def test_gold_counts_the_adjudicated_statements_alone_and_tells_who_has_them_too():
    ties = [*READ_BY_TWO, tie("a", FOR, "law", layer="gold"), tie("c", FOR, "law", layer="gold")]
    first, second = network(ties, "affiliation", "gold").edges
    assert (first.weight, first.annotators, len(first.ties)) == (1, ("ana", "ben"), 1)
    assert (second.weight, second.annotators) == (1, ())
    assert sides(ties) == sides(READ_BY_TWO)


def test_an_edge_between_actors_is_supported_by_who_alone_would_draw_it():
    ties = [tie("a", FOR, "law"), tie("b", FOR, "law", layer="ben"), tie("c", FOR, "law"), tie("b", FOR, "act")]
    by_ends = {
        (one.source.name, one.target.name): one.annotators for one in network(ties, "congruence", "any").edges
    }
    assert by_ends == {("a", "b"): (), ("a", "c"): ("ana",), ("b", "c"): ()}


def test_a_node_is_called_what_most_texts_call_it():
    node = Node("words:law", "the Law")
    ties = [tie("a", FOR, "law"), tie("b", FOR, "law"), replace(tie("c", FOR, "law"), instrument=node)]
    assert {one.target.name for one in network(ties, "affiliation", "any").edges} == {"law"}
    assert {one.target.name for one in network(ties[2:], "affiliation", "any").edges} == {"the Law"}


def test_edges_below_a_weight_go_and_nodes_without_an_edge_go_with_them():
    found = network(READ_BY_TWO, "affiliation", "any").of_weight(3)
    assert [(one.source.name, one.weight) for one in found.edges] == [("a", 4)]
    assert [node.name for node in (*found.sources, *found.targets)] == ["a", "law"]


ACTORS, INSTRUMENTS = ("a", "b", "c", "d"), ("law", "act", "a")


def test_the_heaviest_edges_are_drawn_down_to_where_they_can_no_longer_be_told_apart():
    everybody = [tie(f"a{at:02}", FOR, "draft") for at in range(30)]
    several_ = [tie(f"a{at:02}", FOR, "treaty") for at in range(11)]
    found = network([*everybody, *several_], "congruence", "any")
    assert (found.legible_weight(), len(found.of_weight(2).edges)) == (2, 55)
    assert network([*everybody, tie("a12", FOR, "treaty")], "congruence", "any").legible_weight() == 1
    assert network([*everybody, *several_], "affiliation", "any").legible_weight() == 1


def test_lighter_edges_are_drawn_where_hardly_any_would_be_left_without_them():
    some = [tie(f"a{at:02}", FOR, "draft") for at in range(12)]
    two = [tie(f"a{at:02}", FOR, "treaty") for at in range(2)]
    found = network([*some, *two], "congruence", "any")
    assert (found.legible_weight(), len(found.edges), len(found.of_weight(2).edges)) == (1, 66, 1)


@st.composite
def several(draw):
    made = draw(
        st.lists(
            st.tuples(
                st.sampled_from(ACTORS),
                st.sampled_from(SIDES),
                st.sampled_from(INSTRUMENTS),
                st.sampled_from(("d1", "d2")),
                st.sampled_from(("ana", "ben", "gold")),
            ),
            max_size=30,
        )
    )
    return [
        tie(actor, sign, law, document=document, layer=layer, nth=nth)
        for nth, (actor, sign, law, document, layer) in enumerate(made)
    ]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("support", SUPPORTS)
@given(data=st.data())
def test_the_order_in_which_statements_come_does_not_matter(view, support, data):
    ties = data.draw(several())
    assert network(data.draw(st.permutations(ties)), view, support) == network(ties, view, support)


@pytest.mark.parametrize("view", VIEWS)
@given(ties=several(), order=st.permutations(ACTORS))
def test_other_names_give_the_same_network_under_other_names(view, ties, order):
    other = dict(zip(ACTORS, order, strict=True))
    turned = [replace(one, actor=Node(f"words:{other[one.actor.name]}", other[one.actor.name])) for one in ties]
    assert between(turned, view) == {
        ends_of(view, other, ends): weight for ends, weight in between(ties, view).items()
    }


def between(ties, view):
    return {ends_of(view, {}, ends): weight for ends, weight in drawn(ties, view).items()}


def ends_of(view, other, ends):
    if view == "affiliation":
        return (other.get(ends[0], ends[0]), ends[1])
    return frozenset(other.get(end, end) for end in ends)


@given(ties=several())
def test_what_is_agreed_is_part_of_what_anybody_has(ties):
    agreed, anybody = sides(ties, "agreed"), sides(ties, "any")
    for ends, counts in agreed.items():
        assert all(few <= many for few, many in zip(counts, anybody[ends], strict=True))


@given(ties=several())
def test_were_everybody_of_the_opposite_mind_the_same_would_be_congruent_and_in_conflict(ties):
    turned = [replace(one, sign=-one.sign) for one in ties]
    assert drawn(turned, "congruence") == drawn(ties, "congruence")
    assert drawn(turned, "conflict") == drawn(ties, "conflict")


@given(ties=several())
def test_in_one_layer_every_statement_counts(ties):
    own = [one for one in ties if one.layer == "ana"]
    edges = network(own, "affiliation", "any").edges
    assert sum(edge.weight for edge in edges) == len(own) == sum(len(edge.ties) for edge in edges)
