"""The registry through the API: found by letters, made, changed, merged and told what links to it."""

import pytest
from acting import SLUG, Desk

REGISTRY = f"/projects/{SLUG}/registry"


def test_entries_are_found_by_a_few_letters(ana):
    found = ana.get(f"{REGISTRY}?q=kreml").json
    assert [one["key"] for one in found] == ["russia"]
    assert {"text": "Kremlin"} in found[0]["aliases"]
    assert [one["key"] for one in ana.get(f"{REGISTRY}?q=military&sort=instrument&limit=2").json] == [
        "military-cooperation-treaty-of-1994",
        "ru-citizenship-bill",
    ]


def test_an_entry_is_made_read_changed_and_taken_away(ana):
    sent = {"sort": "actor", "name": "Almaty", "kind": "group", "ids": {"wikidata": "Q35493"}}
    made = ana.post(REGISTRY, json={**sent, "aliases": [{"text": "Алматы", "language": "kk"}]})
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1{REGISTRY}/almaty")
    where = f"{REGISTRY}/almaty"
    assert ana.get(where).json == made.json
    changed = ana.put(where, json={"sort": "actor", "name": "City of Almaty"}, headers={"If-Match": '"1"'})
    assert (changed.json["name"], changed.json["version"], "ids" in changed.json) == ("City of Almaty", 2, False)
    stale = ana.put(where, json=sent, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json["present"]["name"]) == (412, "City of Almaty")
    assert ana.delete(where).status_code == 204
    assert (ana.get(where).status_code, ana.get(where).json["code"]) == (404, "no-entity")


def test_a_proposal_is_accepted(ana, ben, script):
    made = ben.post(REGISTRY, json={"sort": "actor", "name": "Almaty", "key": "mine"}).json
    assert not made["accepted"]
    where = f"{REGISTRY}/{made['key']}"
    assert made["key"].startswith("almaty-")
    assert script("viewer").get(where).status_code == 404
    assert ana.post(f"{where}/accept").json["accepted"]
    assert script("viewer").get(where).status_code == 200


def test_an_entry_is_merged_and_stands_again(ana):
    gone = ana.post(REGISTRY, json={"sort": "actor", "name": "Russian Federation"}).json["key"]
    where = f"{REGISTRY}/{gone}/merged"
    assert ana.put(where, json={"into": "russia"}).json["merged_into"] == "russia"
    again = ana.put(where, json={"into": "russia"})
    assert (again.status_code, again.json["code"]) == (409, "merged-already")
    assert "merged_into" not in ana.put(where, json={"into": None}).json
    assert ana.put(where, json={"into": None}).json["code"] == "not-merged"


def test_what_links_to_an_entry_is_listed_as_far_as_one_may_read(ana, ben, store, team, document):
    for name in ("ana", "ben"):
        Desk(store, team[name], document).mark("Kremlin", links={"is": "russia"})
    assert [one["annotator"] for one in ana.get(f"{REGISTRY}/russia/links").json] == ["ana", "ben"]
    (one,) = ben.get(f"{REGISTRY}/russia/links").json
    assert (one["annotator"], one["text"], one["links"]) == ("ben", "Kremlin", {"is": "russia"})
    first = ana.get(f"{REGISTRY}/russia/links?limit=1")
    assert "after=1" in first.headers["Link"]
    assert len(ana.get(f"{REGISTRY}/russia/links?after=1").json) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"sort": "person", "name": "X"}, "bad-body"),
        ({"sort": "actor"}, "bad-body"),
        ({"sort": "actor", "name": " "}, "empty"),
        ({"sort": "actor", "name": "X", "ids": {"wikidata": "x"}}, "bad-entity"),
        ({"sort": "actor", "name": "X", "date": "soon"}, "bad-entity"),
        ({"sort": "actor", "name": "X", "key": "Not a key"}, "bad-slug"),
        ({"sort": "actor", "name": "X", "colour": "red"}, "bad-body"),
    ],
)
def test_what_is_no_entry_is_refused(ana, body, code):
    answer = ana.post(REGISTRY, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, code)
