"""The header says where one is and leads to the rest of a project: in two lines on a phone, by keyboard as well."""

import pytest
from browser.pages import PROJECT, show

LINKS = [
    *("Central Asia and the draft", "Codebook", "Registry", "Search", "Rounds", "Agreement"),
    *("Statements", "Network", "Figures", "Export", "Team"),
]
FOUR_LINES = 120
"""Who one is, and three lines of links, in pixels of the page."""


@pytest.mark.parametrize(
    "name",
    [
        "corpus",
        "codebook",
        "rounds",
        "round",
        "team",
        "export",
        "import",
        "history",
        "history-then",
        "history-gold",
        "history-gold-then",
    ],
)
def test_on_a_phone_the_header_has_four_lines_at_most(browsing, site, name):
    page = show(name, browsing, site, size="phone")
    assert page.locator("header.top").bounding_box()["height"] <= FOUR_LINES


@pytest.mark.parametrize("place", ["codebook", "export", "team"])
def test_on_a_phone_the_page_where_one_is_stands_in_sight_without_a_script(browsing, place):
    page = browsing.signed_in("ana", size="phone", javascript=False)
    page.goto(f"{PROJECT}/{place}")
    row = page.locator("header.top nav").bounding_box()
    here = page.locator("header.top nav [aria-current=page]").bounding_box()
    assert row["x"] <= here["x"]
    assert here["x"] + here["width"] <= row["x"] + row["width"]


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_every_link_is_seen_when_the_keyboard_comes_to_it(browsing, javascript):
    page = browsing.signed_in("ana", size="phone", javascript=javascript)
    page.goto(f"{PROJECT}/rounds")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    found = []
    for _ in range(len(LINKS)):
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        found.append(link.text_content())
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert found == LINKS


def test_at_a_desk_the_header_of_an_article_is_one_line(browsing, site):
    second = site.documents()[1].id
    page = browsing.signed_in("ana")
    page.goto(f"/documents/{second}")
    lines = page.locator("header.top > *").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2)"
    )
    assert max(lines) - min(lines) < 8
    assert page.locator("a[rel=prev], a[rel=next]").count() == 2


def test_the_page_one_is_on_is_said(browsing, site):
    page = show("rounds", browsing, site)
    assert page.locator("header [aria-current=page]").all_text_contents() == ["Rounds"]
