"""Statements through the API: what the service finds, a page at a time, as the command line prints it."""

import pytest


@pytest.fixture
def three(ana, document):
    """Three statements of one actor in an article's first words."""
    actor = ana.mark(document, 0, 4, label="actor")["id"]
    law = ana.mark(document, 5, 9, label="legal_instrument")["id"]
    for start in (20, 30, 40):
        stance = ana.mark(document, start, start + 4, label="stance", attributes={"polarity": "opposes"})["id"]
        for kind, source, target in (("holds", actor, stance), ("toward", stance, law)):
            body = {"type": kind, "source": source, "target": target}
            assert ana.post(f"/documents/{document}/relations", json=body).status_code == 201
    return ana.get(f"/documents/{document}").json["text"]


def test_a_statement_tells_what_it_says_and_where(ana, three):
    first, *others = ana.get("/projects/central-asia/statements").json
    assert len(others) == 2
    assert (first["layer"], first["polarity"], first["missing"]) == ("ana", "opposes", ["voice"])
    assert first["actor"]["text"] == " ".join(three[0:4].split())
    assert (first["instrument"]["entity"], first["instrument"]["span"]) == (None, law_of(ana, first["document"]))
    assert three[first["start"] : first["end"]] == first["text"] == three[20:24]


def test_pages_lead_from_one_to_the_next(ana, three):
    address, places = "/projects/central-asia/statements?limit=2&order=-document&polarity=opposes", []
    while address:
        page = ana.get(address)
        places += [one["start"] for one in page.json]
        address = page.headers.get("Link", "").partition("/api/v1")[2].partition(">")[0]
    assert places == [40, 30, 20]


def test_filters_leave_out_what_is_not_asked_for(ana, three):
    for query in ("polarity=supports", "layer=gold", "actor=nobody", "date=1850", "document=none", "text=nowhere"):
        assert ana.get(f"/projects/central-asia/statements?{query}").json == []


def law_of(ana, document):
    spans = ana.get(f"/documents/{document}/spans").json
    return next(one["id"] for one in spans if one["label"] == "legal_instrument")


@pytest.mark.parametrize("query", ["order=sideways", "after=-1", "colour=red"])
def test_what_cannot_be_asked_is_refused(ana, query):
    assert ana.get(f"/projects/central-asia/statements?{query}").status_code == 422
