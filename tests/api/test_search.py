"""The search through the API: the same places as the service finds, a page at a time."""

import pytest


def test_hits_tell_where_they_stand_and_what_is_around_them(ana):
    hits = ana.get("/projects/central-asia/search?q=%22military+doctrine%22&kwic=12").json
    assert [hit["text"].casefold() for hit in hits] == ["military doctrine"] * 2
    for hit in hits:
        text = ana.get(f"/documents/{hit['document']}").json["text"]
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert hit["left"] == text[max(0, hit["start"] - 12) : hit["start"]]
        assert hit["right"] == text[hit["end"] : hit["end"] + 12]
        assert set(hit) == {"document", "title", "start", "end", "left", "text", "right"}


def test_a_span_that_is_found_tells_whose_it_is(ana, document):
    made = ana.mark(document, 0, 4, note="a test")
    (hit,) = ana.get("/projects/central-asia/search?q=label:actor").json
    assert (hit["span"], hit["label"], hit["annotator"], hit["layer"]) == (made["id"], "actor", "ana", "ana")
    assert hit["note"] == "a test"


def test_pages_lead_from_one_to_the_next(ana):
    address, texts = "/projects/central-asia/search?q=kazakh*&limit=50&order=left", []
    while address:
        page = ana.get(address)
        texts += page.json
        link = page.headers.get("Link", "")
        address = link.partition("/api/v1")[2].partition(">")[0]
    assert len(texts) == 120


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=%22open", "is not closed"),
        ("q=", "Say what to search for"),
        ("q=law&order=sideways", "order"),
        ("", "q"),
    ],
)
def test_what_cannot_be_searched_for_is_a_problem_with_a_line(ana, query, said):
    refused = ana.get(f"/projects/central-asia/search?{query}")
    assert refused.status_code == 422
    assert refused.mimetype == "application/problem+json"
    assert said in refused.json["detail"]
