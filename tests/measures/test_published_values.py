"""The measures give the values that were published, or that several programs agree on."""

import pytest
from measures.published import MEASURES, cases


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_published_value_is_reproduced(case):
    assert case.holds(), case.value()


def test_every_measure_has_published_values_to_be_held_against():
    tested = {
        one.measure.removeprefix("char_").removeprefix("token_").removesuffix("_category") for one in cases()
    }
    assert MEASURES.keys() - tested == {"cu_coverage"}
