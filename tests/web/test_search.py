"""The page of the search: what was found in its context, what cannot be searched for, and marking at once."""

import csv
import io
import re
from uuid import uuid4

SEARCH = "/projects/central-asia/search"


def test_what_is_found_stands_between_its_left_and_right(ana):
    page = ana.get(f"{SEARCH}?q=%22military+doctrine%22").text
    assert "2 places" in page
    assert re.search(
        r"dir=\"ltr\"><span class=\"left\"><span>[^<]*passed its new </span></span>"
        r"<mark>Military Doctrine</mark><span class=\"right\"> in 2007",
        page,
    )


def test_pages_and_orders_lead_on(ana):
    page = ana.get(f"{SEARCH}?q=kazakh*").text
    assert "1 to 50, and there are more" in page
    assert 'rel="next" href="?q=kazakh%2A&amp;order=text&amp;after=50"' in page
    last = ana.get(f"{SEARCH}?q=kazakh*&order=right&after=100").text
    assert "120 places" in last
    assert "Next" not in last


def test_what_cannot_be_searched_for_is_said_beside_what_was_typed(ana):
    refused = ana.get(f'{SEARCH}?q="open')
    assert refused.status_code == 422
    assert "The quotation mark at character 1 is not closed." in refused.text
    assert 'value="&#34;open"' in refused.text


def test_a_query_is_shown_as_text_and_never_run(ana):
    assert "<script>alert" not in ana.get(f"{SEARCH}?q=<script>alert(1)</script>").text


def test_everything_found_can_be_taken_along_as_csv(ana):
    answer = ana.get(f"{SEARCH}.csv?q=kazakh*")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 120
    assert {row["text"].casefold()[:6] for row in rows} == {"kazakh"}
    assert answer.headers["Content-Disposition"] == "attachment; filename=central-asia-search.csv"
    refused = ana.get(f'{SEARCH}.csv?q="open')
    assert (refused.status_code, "is not closed" in refused.text) == (422, True)


def test_places_that_were_chosen_are_marked_and_it_is_said_how_many(ana):
    page = ana.get(f"{SEARCH}?q=kremlin").text
    places = re.findall(r'name="place" value="([^"]+)"', page)
    answer = ana.send(
        f"{SEARCH}/code", {"action": str(uuid4()), "place": places, "label": "actor", "q": "kremlin"}
    )
    assert answer.status_code == 303
    assert f"{len(places)} marked." in ana.get(answer.headers["Location"]).text
    assert len(re.findall(r'<mark class="c0">Kremlin</mark>', ana.get(f"{SEARCH}?q=label:actor").text)) == len(
        places
    )


def test_all_that_was_found_is_marked_by_one_button(ana):
    assert "Mark all 120 that are found" in ana.get(f"{SEARCH}?q=kazakh*&after=100").text
    assert "Mark all that are found" in ana.get(f"{SEARCH}?q=kazakh*").text
    answer = ana.send(f"{SEARCH}/code", {"action": str(uuid4()), "all": "1", "label": "actor", "q": "kazakh*"})
    assert "120 marked." in ana.get(answer.headers["Location"]).text


def test_a_place_that_is_none_is_refused(ana):
    assert (
        ana.send(f"{SEARCH}/code", {"action": str(uuid4()), "place": "nowhere", "label": "actor"}).status_code
        == 422
    )
