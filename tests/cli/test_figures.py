"""Figures at the terminal: a drawing, or a table, of what is marked, and of the network."""

import pytest
from lxml import etree

SLUG = "central-asia"


@pytest.mark.parametrize("figure", ["labels", "together", "mentions"])
def test_a_figure_is_drawn_or_written_as_a_table(run, seeded, figure):
    drawn = run("figures", SLUG, "--figure", figure, "--format", "svg")
    assert etree.fromstring(drawn.stdout.encode()).tag == "{http://www.w3.org/2000/svg}svg"
    assert run("figures", SLUG, "--figure", figure).stdout.splitlines()


def test_a_network_is_drawn_or_written_as_a_table(run, seeded):
    drawn = run("network", SLUG, "--format", "svg")
    assert etree.fromstring(drawn.stdout.encode()).tag == "{http://www.w3.org/2000/svg}svg"
    assert run("network", SLUG, "--format", "csv").stdout.startswith("source,target,")
