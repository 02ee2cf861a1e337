"""How far colours stand out from the page."""

import re
from pathlib import Path

import pytest

from annotator.domain.contrast import DARK_PAGE, LIGHT_PAGE, PALETTE, contrast

SHEET = (Path(__file__).parents[2] / "annotator/web/static/annotator.css").read_text()


def test_black_on_the_light_page_has_nearly_the_most_there_is():
    assert contrast("#000000").light == pytest.approx(20.5, abs=0.1)


def test_a_colour_is_held_against_the_pages_of_the_style_sheet():
    assert re.findall(r"--paper: (#[0-9a-f]{6});", SHEET) == [LIGHT_PAGE, DARK_PAGE]


@pytest.mark.parametrize(
    ("color", "weak"),
    [("#0072B2", ()), ("#D55E00", ()), ("#F0E442", ("light",)), ("#000000", ("dark",)), ("#fdfcf9", ("light",))],
)
def test_a_colour_that_hardly_stands_out_is_known(color, weak):
    assert contrast(color).too_weak == weak


def test_in_the_dark_a_colour_is_lighter_as_its_style_sheet_draws_it():
    # What Chromium computes of color-mix(in oklab, #0072B2 62%, white) on #1a1d20.
    assert contrast("#0072B2").dark == pytest.approx(6.6, abs=0.1)


def test_each_colour_of_the_palette_has_a_swatch_in_the_style_sheet():
    for color, _ in PALETTE:
        assert f".s{color[1:]} {{ background: {color}; }}" in SHEET
