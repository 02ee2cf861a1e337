"""The pages of the registry: found, made, changed, merged and undone, with what links to an entry."""

import pytest
from acting import SLUG, Desk
from registering import Clerk

REGISTRY = f"/projects/{SLUG}/registry"
FIELDS = {
    "sort": "actor",
    "name": "Almaty",
    "kind": "group",
    "aliases": "Алматы | kk\r\nAlma-Ata\r\n\r\n",
    "wikidata": "Q35493",
    "eli": "",
    "note": "a\r\nb",
}


@pytest.fixture
def clerk(store, team):
    return Clerk(store, team["ana"])


def test_the_list_shows_entries_with_their_names_and_spans(ana, store, team, document):
    Desk(store, team["ben"], document).mark("Kremlin", links={"is": "russia"})
    page = ana.get(REGISTRY)
    assert len(page.words("//tbody/tr")) > 80
    (row,) = [row for row in page.words("//tbody/tr") if row.startswith("Russia ")]
    assert "Moscow, Kremlin" in row and row.endswith("1")


def test_a_few_letters_find_entries(ana):
    assert ana.get(f"{REGISTRY}?q=kreml").words("//tbody//th") == ["Russia"]
    assert ana.get(f"{REGISTRY}?q=law&sort=actor").words("//tbody//th") == []
    assert "No entry has a name like that" in ana.get(f"{REGISTRY}?q=zzz").text


def test_an_entry_is_made_with_all_its_names(ana, clerk):
    answer = ana.send(REGISTRY, FIELDS)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{REGISTRY}/almaty")
    one = clerk.entry("almaty").entity
    assert [(alias.text, alias.language) for alias in one.aliases] == [("Алматы", "kk"), ("Alma-Ata", "")]
    assert (one.ids, one.note) == ({"wikidata": "Q35493"}, "a\nb")
    page = ana.get(f"{REGISTRY}/almaty")
    assert page.page.xpath("//dd/a/@href") == ["https://www.wikidata.org/wiki/Q35493"]
    assert page.page.xpath("//textarea[@name='aliases']")[0].text_content().strip() == "Алматы | kk\nAlma-Ata"


def test_what_is_no_entry_is_refused_in_a_line(ana):
    answer = ana.send(REGISTRY, {**FIELDS, "wikidata": "35493"})
    assert (answer.status_code, "is not a QID" in answer.problem) == (422, True)


def test_an_annotator_proposes_and_a_manager_accepts(ana, ben, sign_in, people):
    where = ben.send(REGISTRY, FIELDS).headers["Location"]
    assert "not yet there for everybody" in ben.get(where).text
    assert sign_in("viewer").get(where).status_code == 404
    assert "Accept it" not in ben.get(where).text
    assert ana.send(where, {"do": "accept", "version": "1"}).status_code == 303
    assert sign_in("viewer").get(where).status_code == 200
    assert ben.send(where, {**FIELDS, "do": "change"}).status_code == 403


def test_a_change_over_anothers_change_is_refused(ana, clerk):
    ana.send(REGISTRY, FIELDS)
    where = f"{REGISTRY}/almaty"
    assert ana.send(where, {**FIELDS, "name": "City", "do": "change", "version": "1"}).status_code == 303
    assert ana.send(where, {**FIELDS, "name": "Town", "do": "change", "version": "1"}).status_code == 412
    assert clerk.entry("almaty").entity.name == "City"


@pytest.mark.parametrize("version", ["x", "1" * 12, "²"])
def test_a_version_that_is_none_is_refused(ana, version):
    assert ana.send(f"{REGISTRY}/russia", {"do": "accept", "version": version}).status_code == 422


def test_an_entry_is_taken_away_unless_something_links_to_it(ana, store, team, document):
    ana.send(REGISTRY, FIELDS)
    assert ana.send(f"{REGISTRY}/almaty", {"do": "remove"}).headers["Location"] == REGISTRY
    assert ana.get(f"{REGISTRY}/almaty").status_code == 404
    Desk(store, team["ben"], document).mark("Kremlin", links={"is": "russia"})
    assert ana.send(f"{REGISTRY}/russia", {"do": "remove"}).status_code == 409
    assert ana.send(f"{REGISTRY}/russia", {"do": "burn"}).status_code == 422


def test_what_was_taken_away_is_listed_to_whoever_may_bring_it_back(ana, ben, sign_in):
    ana.send(REGISTRY, FIELDS)
    ana.send(f"{REGISTRY}/almaty", {"do": "remove"})
    assert ana.get(REGISTRY).words("//details[contains(@class, 'gone')]//button") == ["Bring it back"]
    assert ben.get(REGISTRY).words("//details[contains(@class, 'gone')]") == []
    assert ben.send(f"{REGISTRY}/almaty", {"do": "restore"}).status_code == 403
    back = ana.send(f"{REGISTRY}/almaty", {"do": "restore"})
    assert ana.get(back.headers["Location"]).words("//h1") == ["Almaty"]
    assert ana.get(REGISTRY).words("//details[contains(@class, 'gone')]") == []


def test_a_merge_shows_what_it_touches_and_is_undone(ana, store, team, document, clerk):
    gone = clerk.add("Russian Federation")
    Desk(store, team["ben"], document).mark("Kremlin", links={"is": gone})
    seen = ana.get(f"{REGISTRY}/{gone}/merge?into=russia")
    assert "1 span in 1 document will mean it" in seen.text
    assert seen.words("//ul[@class='passages']//q") == ["Kremlin"]
    (fields,) = seen.page.xpath("//main//form")
    answer = ana.send(f"{REGISTRY}/{gone}/merge", dict(fields.form_values()))
    assert answer.headers["Location"] == f"{REGISTRY}/russia"
    russia = ana.get(f"{REGISTRY}/russia")
    assert "1 span linked to it" in russia.words("//h2")
    assert "Russian Federation" in russia.words("//main")[0]
    assert "Merged into" in ana.get(f"{REGISTRY}/{gone}").text
    ana.send(f"{REGISTRY}/{gone}", {"do": "unmerge"})
    assert "0 spans linked to it" in ana.get(f"{REGISTRY}/russia").words("//h2")


def test_a_blind_annotator_sees_their_own_links_alone(ben, ana, store, team, document):
    for name in ("ana", "ben"):
        Desk(store, team[name], document).mark("Kremlin", links={"is": "russia"})
    assert "1 span linked to it" in ben.get(f"{REGISTRY}/russia").words("//h2")
    assert "2 spans linked to it" in ana.get(f"{REGISTRY}/russia").words("//h2")
