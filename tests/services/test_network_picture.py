"""The picture of a network: every label on a line of its own, also with thirty actors, and the same each time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.network import VIEWS, network
from annotator.domain.tie import Node, Tie
from annotator.services.network_picture import STEP, picture

ACTORS, LAWS = 30, 8


def tie(actor: int, law: int, sign: int) -> Tie:
    ends = Node(f"words:a{actor}", f"actor {actor}"), Node(f"words:l{law}", f"law {law}")
    return Tie(*ends, sign, f"d{actor}", "ana", "ana", f"{actor} {law} {sign}")


MANY = [
    tie(actor, law, 1 if (actor + law) % 3 else -1)
    for actor in range(ACTORS)
    for law in range(LAWS)
    if (actor * law) % 4 < 2
]

several = st.lists(st.builds(tie, st.integers(0, 40), st.integers(0, 5), st.sampled_from((1, -1, 0))), max_size=60)


@pytest.mark.parametrize("view", VIEWS)
def test_thirty_actors_are_all_there_and_nothing_leaves_the_picture(view):
    drawn = picture(network(MANY, view, "any"))
    assert sum(dot.sort == "actor" for dot in drawn.dots) == ACTORS
    for dot in drawn.dots:
        room = {"left": dot.x - drawn.left, "right": drawn.left + drawn.width - dot.x}
        assert room["left" if dot.left else "right"] >= 8 * len(dot.label)
        assert min(room.values()) >= 0
        assert 0 < dot.y < drawn.height


@pytest.mark.parametrize("view", VIEWS)
@given(ties=several)
def test_no_two_labels_stand_on_one_line_of_one_side(view, ties):
    drawn = picture(network(ties, view, "any"))
    for left in (True, False):
        lines = sorted(dot.y for dot in drawn.dots if dot.left is left)
        assert all(after - before >= STEP - 0.2 for before, after in pairwise(lines))


@pytest.mark.parametrize("view", VIEWS)
@given(ties=several, data=st.data())
def test_the_same_network_is_drawn_the_same(view, ties, data):
    assert picture(network(data.draw(st.permutations(ties)), view, "any")) == picture(network(ties, view, "any"))


def test_a_line_is_told_by_how_it_is_drawn():
    ties = [tie(1, 1, 1), tie(2, 1, -1), tie(3, 1, 0), tie(4, 1, 1), tie(4, 1, -1)]
    kinds = [line.kind for line in picture(network(ties, "affiliation", "any")).lines]
    assert kinds == ["supports", "opposes", "neither", "both"]


@pytest.mark.parametrize("letter", ["a", "M", "国"])
def test_a_long_name_is_cut_where_its_letters_have_no_more_room(letter):
    drawn = picture(
        network(
            [Tie(Node("words:x", letter * 60), Node("words:y", "law"), 1, "d", "ana", "ana", "s")],
            "affiliation",
            "any",
        )
    )
    label = next(dot.label for dot in drawn.dots if dot.sort == "actor")
    assert label.endswith("…")
    assert len(label) == {"a": 38, "M": 29, "国": 19}[letter]
