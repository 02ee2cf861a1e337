"""How well a model finds what was held out: counted by hand, and as the measures of agreement count it."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.held_out import MOST_PARTS, Tally, parted, tallied

PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda one: (one[0], sum(one))), max_size=8)


def test_exact_and_overlapping_spans_are_counted_apart():
    tally = tallied([(0, 5), (10, 20), (30, 35)], [(0, 5), (12, 14), (15, 18), (40, 41)])
    assert tally == Tally(gold=3, found=4, exact=1, gold_met=2, found_met=3)
    assert tally.scores == {
        "exact": {"precision": 0.25, "recall": 0.333, "f1": 0.286},
        "overlap": {"precision": 0.75, "recall": 0.667, "f1": 0.714},
    }


def test_what_touches_does_not_meet():
    assert tallied([(0, 5)], [(5, 9)]).gold_met == 0


def test_where_nothing_is_to_be_counted_there_is_no_score():
    assert tallied([], []).scores["exact"] == {"precision": None, "recall": None, "f1": None}
    assert tallied([(0, 1)], []).scores["exact"] == {"precision": None, "recall": 0.0, "f1": 0.0}


@given(PLACES, PLACES)
def test_meeting_is_what_any_two_spans_with_a_common_character_do(gold, found):
    tally = tallied(gold, found)
    met = {one for one in gold for other in found if one[0] < other[1] and other[0] < one[1]}
    assert (tally.gold, tally.gold_met) == (len(set(gold)), len(met))


def test_parts_are_even_and_the_same_in_any_order_and_others_with_another_seed():
    keys = [f"document {number}" for number in range(12)]
    found = parted(keys, 1)
    assert found == parted(reversed(keys), 1) != parted(keys, 2)
    assert sorted(list(found.values()).count(part) for part in range(MOST_PARTS)) == [2, 2, 2, 3, 3]
