"""Measures of values as they come from attributes: numbers, text, yes and no."""

from collections import Counter

import pytest

from annotator.domain.rating import Ratings
from annotator.measures import gwet_ac1
from annotator.measures._base import ONE_VALUE, NotComputable
from annotator.measures.cohen_kappa_weighted import cohen_kappa_weighted
from annotator.measures.gwet_ac2 import gwet_ac2
from annotator.measures.krippendorff_alpha import krippendorff_alpha

DISTANT = ("ordinal", "interval", "ratio")
TABLE = [(1, 1), (2, 3), (10, 9), (9, 9), (2, 2), (None, 3), (3, 10)]


@pytest.mark.parametrize("level", DISTANT)
@pytest.mark.parametrize(
    "as_", [str, float, "{}.0".format, " {} ".format], ids=["text", "float", "decimal", "spaces"]
)
def test_a_number_is_the_same_number_however_it_is_written(level, as_):
    written = [tuple(None if value is None else as_(value) for value in one) for one in TABLE]
    assert krippendorff_alpha(rated(written), level) == krippendorff_alpha(rated(TABLE), level)


@pytest.mark.parametrize("level", DISTANT)
def test_numbers_in_text_are_ordered_as_numbers_and_equal_ones_are_one_value(level):
    assert krippendorff_alpha(rated([("1", "1.0"), ("2", "2"), ("10", "1e1")]), level) == 1


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_of_yes_and_no_every_level_is_the_same(level):
    table = rated([(True, True), (True, False), (False, False), (False, False)])
    assert krippendorff_alpha(table, level) == pytest.approx(1 - 2 / (30 / 7))


@pytest.mark.parametrize("level", DISTANT)
@pytest.mark.parametrize("value", ["often", "", "1,5", "nan", "inf", float("nan"), float("inf"), 1e200, 10**400])
def test_what_is_no_number_has_no_distance_and_gets_a_reason(level, value):
    table = rated([(1, 1), (2, value), (3, 3)])
    for compute in (lambda one: krippendorff_alpha(one, level), cohen_kappa_weighted, gwet_ac2):
        with pytest.raises(NotComputable, match="not every value is a number"):
            compute(table)


def test_at_the_nominal_level_nothing_has_to_be_a_number():
    assert krippendorff_alpha(rated([("often", "often"), ("never", "never"), (1, 1)])) == 1


@pytest.mark.parametrize("compute", [krippendorff_alpha, cohen_kappa_weighted, gwet_ac2])
def test_one_number_written_in_two_ways_is_no_variation(compute):
    values = [(2, 2), (2, 2)] if compute is krippendorff_alpha else [("2", "2.0"), (2, 2)]
    with pytest.raises(NotComputable) as none:
        compute(rated(values))
    assert none.value.why == ONE_VALUE


def test_gwets_standard_error_of_one_thing_is_a_reason():
    with pytest.raises(NotComputable, match="one thing alone"):
        gwet_ac1.standard_error(rated([("actor", "law")]))


def rated(table):
    return Ratings(("ana", "ben"), Counter(table))
