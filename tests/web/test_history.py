"""The pages that tell who did what when, and show a layer as it stood."""

from uuid import uuid4

import pytest
from acting import Desk, action, draft
from adjudicators import Chair, complete
from sqlalchemy import text

from annotator.services import completing


def test_what_was_done_is_told_in_words(ben, desk, document):
    span = desk.mark("Kremlin", attributes={"kind": "state"})
    desk.change(span, attributes={"kind": "organisation"})
    desk.change(span, label="stance")
    desk.change(span, label="actor", note="Who is meant?")
    start = desk.span(span).start
    desk.change(span, fragments=[(start - 4, start + 7)], words=f"the {'Kremlin'}")
    desk.delete(span)
    desk.undo()
    desk.redo()
    with desk.store.write() as tx:
        completing.set_state(tx, desk.person, action(), document, "complete")
    lines = ben.get(f"/documents/{document}/history").words("//ol//li/p[not(small)]")
    assert lines == [
        "declared it complete",
        "did again: deleted “the Kremlin” (Actor)",
        "undid: deleted “the Kremlin” (Actor)",
        "deleted “the Kremlin” (Actor)",
        "moved the start: “Kremlin” became “the Kremlin”",
        "“Kremlin”: made it Actor (was Stance)",
        "“Kremlin”: wrote the note “Who is meant?”",
        "“Kremlin”: made it Stance (was Actor)",
        "“Kremlin”: took kind away (was organisation)",
        "“Kremlin”: set kind to organisation (was state)",
        "marked “Kremlin” as Actor",
    ]


def test_relations_are_told_in_words_and_seen_as_they_stood(ben, desk, document):
    ends = desk.mark("Kremlin"), desk.mark("adopted", "stance")
    desk.part(desk.relate(*ends))
    desk.undo()
    page = ben.get(f"/documents/{document}/history")
    assert page.words("//ol//li/p[not(small)]")[:3] == [
        "undid: took away the relation of “Kremlin” to “adopted” (holds)",
        "took away the relation of “Kremlin” to “adopted” (holds)",
        "related “Kremlin” to “adopted” (holds)",
    ]
    newest, before, *_ = page.page.xpath("//ol//li//a/@href")
    assert ben.get(newest).words("//section[@aria-labelledby='spans-then']/ul/li") == [
        "“Kremlin” to “adopted” (holds)"
    ]
    assert not ben.get(before).page.xpath("//section[@aria-labelledby='spans-then']/ul/li")


def test_decisions_are_told_in_the_history_of_gold(sign_in, store, people, document):
    for name in ("ana", "ben"):
        desk = Desk(store, people[name], document)
        desk.mark("Kremlin", "actor" if name == "ana" else "stance")
        desk.mark("Miroglov")
        if name == "ben":
            desk.mark("Publication")
        complete(desk)
    chair = Chair(store, people["adjudicator"], document)
    chair.take("Kremlin", "ben", reason="It speaks here.")
    chair.withdraw("Kremlin")
    chair.decide("Publication", "none")
    chair.take_agreed()
    where = f"/documents/{document}/history?layer=gold"
    told = sign_in("adjudicator").get(where).words("//ol//li/p[not(small)]")
    assert told == [
        "took into gold what annotators agreed on, “Miroglov”",
        "marked “Miroglov” as Actor",
        "decided that “Publication” is not marked in gold",
        "withdrew the decision about “Kremlin”",
        "deleted “Kremlin” (Stance)",
        "took one reading of “Kremlin” into gold: It speaks here.",
        "marked “Kremlin” as Stance",
    ]
    assert "decided that a place is not marked in gold" in sign_in("viewer").get(where).words(
        "//ol//li/p[not(small)]"
    )


def test_of_many_changes_at_once_the_first_are_told(ben, desk, document):
    desk.create(*[draft("the", desk.text, nth=nth) for nth in range(20)])
    lines = ben.get(f"/documents/{document}/history").words("//ol//li/p[not(small)]")
    assert lines == [*["marked “the” as Actor"] * 5, "and 15 more"]


def test_the_annotation_page_and_the_inspector_lead_to_the_history(ben, desk, document):
    span = desk.mark("Kremlin")
    assert f"/documents/{document}/history" in ben.get(f"/documents/{document}").page.xpath("//a/@href")
    assert f"/spans/{span}/history" in ben.get(f"/spans/{span}").page.xpath("//a/@href")


def test_a_deleted_span_has_its_history_still(ben, desk):
    span = desk.mark("Kremlin")
    desk.delete(span)
    lines = ben.get(f"/spans/{span}/history").words("//ol//li/p[not(small)]")
    assert lines == ["deleted “Kremlin” (Actor)", "marked “Kremlin” as Actor"]


def test_a_layer_is_shown_as_it_stood_and_put_back(ben, desk, document):
    desk.mark("Kremlin")
    then = moments(ben, document)[0]
    desk.mark("Miroglov")
    seen = ben.get(then)
    assert seen.words("//ol[@class='entries']//span[@class='quote']") == ["Kremlin"]
    assert seen.words("//article//u") == ["Kremlin"]
    fields = {"action": str(uuid4())}
    for _ in range(2):
        answer = ben.send(then, fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/documents/{document}")
    assert desk.quotes == ["Kremlin"]
    lines = ben.get(f"/documents/{document}/history").words("(//ol//li)[1]/p[not(small)]")
    assert lines[0].startswith("put the layer back to 20")
    assert lines[1:] == ["deleted “Miroglov” (Actor)"]
    desk.undo()
    assert desk.quotes == ["Miroglov", "Kremlin"]


def test_an_adjudicator_looks_at_a_layer_but_cannot_put_it_back(sign_in, desk, document):
    desk.mark("Kremlin")
    adjudicator = sign_in("adjudicator")
    then = moments(adjudicator, document, "?layer=ben")[0]
    seen = adjudicator.get(then)
    assert seen.words("//article//u") == ["Kremlin"]
    assert seen.page.xpath("//form[contains(@action, '/history/')]") == []


def test_a_blind_annotator_finds_nobody_else_in_any_history(ben, store, team, document):
    Desk(store, team["ana"], document).mark("Kremlin")
    with store.write() as tx:
        tx.connection.execute(text("UPDATE project SET blind = true"))
    assert "ana" not in ben.get(f"/documents/{document}/history").words("//main")[0].split()
    real, invented = (ben.get(f"/documents/{document}/history?layer={name}") for name in ("ana", "nobody"))
    assert (real.status_code, real.problem) == (invented.status_code, invented.problem)
    assert real.status_code == 403


@pytest.mark.parametrize("place", ["x", "-1", "٣", "9" * 30])
def test_a_place_in_the_history_that_is_none_is_refused(ben, document, place):
    assert ben.get(f"/documents/{document}/history?before={place}").status_code == 422


def test_markup_in_a_text_or_a_note_is_told_as_it_was_written(ben, store, team, bring_in):
    (document,) = bring_in("a.txt", b"<script>alert(1)</script> Astana agreed.\n")
    desk = Desk(store, team["ben"], document)
    span = desk.mark("<script>", note="<b>bold</b>")
    desk.change(span, note="<i>x</i>")
    page = ben.get(f"/documents/{document}/history")
    assert "“<script>”: wrote the note “<i>x</i>”" in page.words("//li/p")
    assert page.page.xpath("//main//script | //main//i") == []


def moments(browser, document, query=""):
    return browser.get(f"/documents/{document}/history{query}").page.xpath("//ol//small/a/@href")
