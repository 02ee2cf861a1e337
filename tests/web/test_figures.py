"""Figures of what is marked: on a page, and as drawings and tables to take away."""

import csv
import io

import pytest
from acting import SLUG, Desk
from lxml import etree

HERE = f"/projects/{SLUG}/figures"


def test_each_figure_is_drawn_and_can_be_taken_away_as_it_is(ana, marked):
    page = ana.get(HERE)
    assert len(page.page.xpath("//*[local-name()='svg']")) == 3
    links = page.page.xpath("//section//a/@href")
    assert len(links) == 6
    for link in links:
        answer = ana.get(link)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        if "figures.svg" in link:
            assert etree.fromstring(answer.data).tag.endswith("svg")


def test_the_table_has_the_counts_of_the_layer_and_the_filter(ana, marked):
    answer = ana.get(f"/projects/{SLUG}/figures.csv?figure=labels&layer=ana&by=year&filter=year%3D2005")
    assert list(csv.reader(io.StringIO(answer.text))) == [["year", "actor", "stance"], ["2005", "1", "1"]]


def test_what_is_no_figure_is_not_there(ana, marked):
    for path in ("figures.pdf", "figures.svg?figure=nothing"):
        assert ana.get(f"/projects/{SLUG}/{path}").status_code == 404
    assert ana.get(f"{HERE}?by=colour").status_code == 422


def test_an_annotator_who_marked_nothing_is_told_so_while_work_is_blind(ben, marked):
    assert "Nothing is marked there yet" in ben.get(HERE).text
    assert ben.get(f"{HERE}?layer=ana").status_code == 422


@pytest.fixture
def marked(store, team, document):
    """Ana has marked two spans on the first article."""
    desk = Desk(store, team["ana"], document)
    desk.mark("Kazakhstan")
    desk.mark("Kazakhstan", "stance", nth=1)
