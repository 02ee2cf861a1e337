"""The figures of agreement are the same at the terminal, through the API and on the page."""

import json

import pytest
from lxml import html

from annotator.app import create_app
from annotator.services import accounts, demonstrating, tokens
from annotator.services.transactions import Store, prepare
from annotator.settings import read_settings

SLUG = "central-asia"


def test_the_terminal_the_api_and_the_page_tell_the_same_figures(worked, run):
    browser, token = worked
    at_the_terminal = json.loads(run("agreement", SLUG, "--json").stdout)
    path = f"/projects/{SLUG}/agreement"
    by_api = browser.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}).json
    page = html.document_fromstring(browser.get(path).text)
    assert at_the_terminal == by_api
    tiles = page.xpath("//*[@class='card tile']")
    shown = {one.get("id"): one.xpath("string(.//*[@class='big'])") for one in tiles}
    # Spans of one annotator overlap in the demo, so that labels have alphas and all of them together have none.
    names = ("span_f1_exact", "span_f1_overlap")
    labels = {f"figure-u_alpha-{name}": one["u_alpha"] for name, one in by_api["labels"].items()}
    by_name = {f"figure-{name}": by_api["measures"][name] for name in names} | labels
    assert shown == {name: written(one["value"]) for name, one in by_name.items()}
    assert by_api["measures"]["u_alpha"]["value"] is None
    assert len(labels) == 3
    downloaded = json.loads(browser.get(f"{path}/files/figures.json").data)
    for row in downloaded:
        if row["scope"] == "whole":
            assert row["value"] == by_api["measures"][row["measure"]]["value"]
        if row["scope"] == "label":
            assert row["value"] == by_api["labels"][row["name"]][row["measure"]]["value"]


def written(value):
    return f"{value:.2f}".removeprefix("0")


@pytest.fixture
def worked(folder, run):
    """A browser in which the demo's manager is signed in, and their token; the commands see the same data."""
    folder.mkdir()
    store = Store(f"sqlite:///{folder / 'annotator.sqlite3'}")
    prepare(store)
    name = demonstrating.demonstrate(store)
    with store.write() as tx:
        ticket = accounts.ticket_for(tx, accounts.OPERATOR, name)
        token = tokens.make(tx, accounts.named(tx, name), "a script")
    browser = create_app(read_settings({}, folder), store).test_client()
    form = html.document_fromstring(browser.get(f"/enter/{ticket}").text)
    browser.post(f"/enter/{ticket}", data={"csrf_token": form.xpath("//input[@name='csrf_token']/@value")[0]})
    yield browser, token
    store.close()
