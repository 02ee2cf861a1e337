import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.pages import PAGES, show

SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_serious_on_any_page(browsing, site, size):
    browsing.forgive("404")
    found = []
    for name in PAGES:
        page = show(name, browsing, site, size=size)
        for scheme, rules in (("light", None), ("dark", {"runOnly": ["color-contrast"]})):
            page.emulate_media(color_scheme=scheme)
            results = Axe().run(page, options=rules).response
            found += [(name, scheme, *told) for told in _serious(results)]
        page.close()
    assert found == []


def _serious(results):
    for violation in results["violations"]:
        if violation["impact"] in SERIOUS:
            for node in violation["nodes"]:
                yield violation["id"], node["html"][:200], node.get("failureSummary", "")[:300]
