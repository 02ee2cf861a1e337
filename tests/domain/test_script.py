"""How much room a line takes, and from which side it is read."""

import pytest

from annotator.domain.script import columns, direction


@pytest.mark.parametrize(
    ("text", "taken"),
    [("abc", 3), ("国家", 4), ("カザフ", 6), ("ﾊﾝ", 2), ("ＡＢ", 4), ("e\u0301", 1), ("Қазақ", 5), ("", 0)],
)
def test_a_wide_letter_takes_two_columns_and_a_mark_none(text, taken):
    assert columns(text) == taken


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("NATO قال الرئيس في موسكو", "rtl"),
        ("BBC: הנשיא אמר היום", "rtl"),
        ("The word السلام stands in an English line", "ltr"),
        ("2005, 7", "ltr"),
        ("", "ltr"),
    ],
)
def test_a_line_is_read_from_the_side_of_most_of_its_letters_whichever_it_begins_with(text, side):
    assert direction(text) == side
