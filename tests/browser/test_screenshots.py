"""Each page as it looks, to be looked at: written to tests/screenshots/."""

import os
from pathlib import Path

import pytest
from browser.pages import PAGES, show
from browser.states import states

FOLDER = Path(__file__).parents[1] / "screenshots"
DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_page_fits_its_window(browsing, site, size):
    browsing.forgive("404")
    FOLDER.mkdir(exist_ok=True)
    for name in PAGES:
        take(show(name, browsing, site, size=size), name, size)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_pages_without_anything_or_with_something_wrong_say_so_and_fit(browsing, site, size):
    browsing.forgive("40[34]|422")
    FOLDER.mkdir(exist_ok=True)
    for name, page in states(browsing, site, size=size):
        assert page.locator("main :is(p, label, summary)").count(), name
        take(page, name, size)


def take(page, name, size):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # Hiding the caret would give every field a style of its own, which a swap may not copy (CSP).
        page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png", caret="initial")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.close()


def test_the_readmes_picture_can_be_made(browsing, site):
    page = show("annotate", browsing, site)
    # ANNOTATOR_TEST_DOCS=1 makes the picture that is kept anew.
    picture = (DOCS if "ANNOTATOR_TEST_DOCS" in os.environ else FOLDER) / "annotating.png"
    picture.parent.mkdir(exist_ok=True)
    page.screenshot(path=picture, caret="initial")
    assert picture.stat().st_size <= 300_000
