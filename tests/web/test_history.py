"""The pages that tell who did what when, and show a layer as it stood."""

from uuid import uuid4

import pytest
from acting import SLUG, Desk, action, draft, new_id
from adjudicators import Chair, complete
from golden import add_gold, keep_model
from sqlalchemy import text

from annotator.services import accounts, completing, precedents, projects, suggesting
from annotator.services.annotating import Draft


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


def test_what_became_of_suggestions_is_told(ben, desk, document):
    with desk.store.read() as tx:
        first, second, *_ = suggesting.suggested(tx, desk.person, document)[1]
    words = [desk.text[one.start : one.end] for one in (first, second)]
    drafts = [
        Draft(new_id(), [(one.start, one.end)], one.label, said)
        for one, said in zip((first, second), words, strict=True)
    ]
    with desk.store.write() as tx:
        suggesting.accept(tx, desk.person, action(), document, drafts[0])
        suggesting.refuse(tx, desk.person, action(), document, drafts[1])
    lines = ben.get(f"/documents/{document}/history").words("//ol//li/p[not(small)]")
    assert lines[0] == f"did not take the suggestion “{words[1]}” as Actor"
    assert lines[1].startswith(f"took a suggestion: marked “{words[0][:40]}")


def test_a_suggestion_of_a_model_is_told_with_the_model_and_how_sure_it_was(ana, store, team):
    gold = add_gold(store, number=2)
    (new,) = add_gold(store, first=3, number=1, gold=False)
    keep_model(store, 1, gold, new, [(22, 30, "actor", 0.9), (62, 68, "actor", 0.7)])
    desk = Desk(store, team["ana"], new)
    taken, refused = (
        Draft(new_id(), [place], "actor", desk.text[slice(*place)]) for place in ((22, 30), (62, 68))
    )
    with store.write() as tx:
        suggesting.accept(tx, desk.person, action(), new, taken, model=1)
        suggesting.refuse(tx, desk.person, action(), new, refused, model=1)
    assert ana.get(f"/documents/{new}/history").words("//ol//li/p[not(small)]") == [
        f"did not take the suggestion “{refused.words}” as Actor of model 1, 70% sure",
        f"took a suggestion of model 1, 90% sure: marked “{taken.words}” as Actor",
    ]


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
    fields = put_back_fields(ben, then)
    for _ in range(2):
        answer = ben.send(then, fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/documents/{document}")
    assert desk.quotes == ["Kremlin"]
    lines = ben.get(f"/documents/{document}/history").words("(//ol//li)[1]/p[not(small)]")
    assert lines[0].startswith("put the layer back to 20")
    assert lines[1:] == ["deleted “Miroglov” (Actor)"]
    desk.undo()
    assert desk.quotes == ["Miroglov", "Kremlin"]


def test_links_are_told_in_words_as_the_spans_were_then(ben, desk, document):
    holder, stance = desk.mark("Kremlin"), desk.mark("growing casualties", "stance")
    relation = desk.relate(holder, stance)
    start = desk.span(holder).start
    desk.change(holder, fragments=[(start - 4, start + 7)], words="the Kremlin")
    desk.part(relation)
    desk.undo()
    lines = ben.get(f"/documents/{document}/history").words("//ol//li/p[not(small)]")
    assert [line for line in lines if "link" in line] == [
        "undid: took away the link from “the Kremlin” to “growing casualties” (holds)",
        "took away the link from “the Kremlin” to “growing casualties” (holds)",
        "linked “Kremlin” to “growing casualties” as holds",
    ]
    of_span = ben.get(f"/spans/{stance}/history").words("//ol//li/p[not(small)]")
    assert [line for line in of_span if "link" in line] == [line for line in lines if "link" in line]


def test_entries_of_the_registry_are_told_of_by_their_names(ben, desk, document):
    span = desk.mark("Kremlin")
    desk.change(span, links={"is": "russia"})
    desk.change(span, links={})
    lines = ben.get(f"/documents/{document}/history").words("//ol//li/p[not(small)]")
    assert lines[:2] == ["“Kremlin”: unlinked it from Russia", "“Kremlin”: linked it to Russia"]


def test_the_links_of_a_moment_stand_below_its_spans_and_come_back(ben, desk, document):
    relation = desk.relate(desk.mark("Kremlin"), desk.mark("growing casualties", "stance"))
    then = moments(ben, document)[0]
    desk.part(relation)
    assert ben.get(then).words("//h2[@id='relations-then']/following::li[1]") == [
        "Kremlin holds → growing casualties"
    ]
    assert ben.get(moments(ben, document)[0]).page.xpath("//*[@id='relations-then']") == []
    assert put_back(ben, then).status_code == 303
    assert list(desk.links) == [relation]
    lines = ben.get(f"/documents/{document}/history").words("(//ol//li)[1]/p[not(small)]")
    assert lines[1:] == ["linked “Kremlin” to “growing casualties” as holds"]


def test_a_page_that_has_grown_old_puts_nothing_back(ben, desk, document):
    desk.mark("Kremlin")
    then = moments(ben, document)[0]
    desk.mark("Miroglov")
    fields = put_back_fields(ben, then)
    desk.mark("Publication")
    answer = ben.send(then, fields)
    assert answer.status_code == 412
    assert "since you looked at it" in answer.problem
    assert len(desk.spans) == 3


def test_what_was_decided_is_told_in_words(sign_in, chair):
    chair.take("Kremlin", "ana", reason="The shorter one.")
    chair.decide("adopted", "all")
    chair.withdraw("Kremlin")
    chair.undo()
    chair.decide("conscripts", "none")
    chair.take_agreed()
    (decision,) = chair.case("adopted").decisions
    with chair.store.write() as tx:
        precedents.keep(tx, chair.person, action(), chair.document, decision.id, label="actor", rule="Take both.")
    with chair.store.write() as tx:
        (kept,) = precedents.of_project(tx, chair.person, SLUG)["actor"]
        precedents.change(tx, chair.person, SLUG, kept.precedent.id, "Take both, always.")
    with chair.store.write() as tx:
        precedents.withdraw(tx, chair.person, SLUG, kept.precedent.id)
    chair.declare("complete")
    lines = (
        sign_in("adjudicator")
        .get(f"/documents/{chair.document}/history?layer=gold")
        .words("//ol//li/p[not(small)]")
    )
    assert lines == [
        "declared it complete",
        "took rule 1 under Actor out of the codebook: “Take both, always.”",
        "wrote rule 1 under Actor anew: “Take both, always.”",
        "kept as rule 1 under Actor: “Take both.”",
        "decided about “Publication”: took what all agreed on as Actor",
        "decided about “conscripts”: took nothing",
        "undid: took away the link from “Kremlin” to “adopted” (holds)",
        "undid: withdrew the decision about “Kremlin”: took ana’s as Actor",
        "took away the link from “Kremlin” to “adopted” (holds)",
        "withdrew the decision about “Kremlin”: took ana’s as Actor",
        "decided about “adopted”: took all readings, “adopted” as Stance and “adopted” as Actor",
        "linked “Kremlin” to “adopted” as holds",
        "decided about “Kremlin”: took ana’s as Actor. Reason: “The shorter one.”",
    ]


def test_gold_is_shown_as_it_stood_and_put_back_by_whoever_adjudicates(sign_in, chair):
    chair.take("Kremlin", "ana", reason="The shorter one.")
    adjudicator = sign_in("adjudicator")
    then = moments(adjudicator, chair.document, "?layer=gold")[0]
    chair.withdraw("Kremlin")
    seen = adjudicator.get(then)
    assert seen.words("//article//u") == ["Kremlin"]
    told, when = seen.words("//h2[@id='decisions-then']/following::li[1]/p")
    assert told == "decided about “Kremlin”: took ana’s as Actor. Reason: “The shorter one.”"
    assert when.endswith(" UTC · adjudicator")
    answer = put_back(adjudicator, then)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/documents/{chair.document}/adjudicate")
    assert chair.gold == [("actor", "Kremlin")]
    lines = adjudicator.get(f"/documents/{chair.document}/history?layer=gold").words("(//ol//li)[1]/p[not(small)]")
    assert lines[0].startswith("put the layer back to 20")
    assert lines[1:] == ["decided about “Kremlin”: took ana’s as Actor. Reason: “The shorter one.”"]
    chair.declare("complete")
    assert adjudicator.get(then).page.xpath("//form[contains(@action, '/history/')]") == []


def test_the_bench_leads_to_the_history_of_gold_once_there_is_any(sign_in, chair):
    adjudicator, history = sign_in("adjudicator"), f"/documents/{chair.document}/history?layer=gold"
    bench = f"/documents/{chair.document}/adjudicate"
    assert history not in adjudicator.get(bench).page.xpath("//a/@href")
    chair.take("Kremlin", "ana")
    assert history in adjudicator.get(bench).page.xpath("//a/@href")
    assert bench in adjudicator.get(history).page.xpath("//a/@href")


def test_the_history_of_a_span_leads_to_that_of_its_layer(ben, desk, document):
    span = desk.mark("Kremlin")
    leads = ben.get(f"/spans/{span}/history").page.xpath("//a[text()='History of the document']/@href")
    assert leads == [f"/documents/{document}/history?layer=ben"]


def test_a_viewer_reads_what_came_into_gold_but_not_whose_it_was(sign_in, chair, store):
    chair.take("Kremlin", "ana", reason="ana is right")
    chair.undo()
    chair.redo()
    with store.write() as tx:
        accounts.add_user(tx, accounts.OPERATOR, "viewer", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "viewer", "viewer")
    viewer = sign_in("viewer")
    page = viewer.get(f"/documents/{chair.document}/history?layer=gold")
    assert page.words("//ol//li/p[not(small)]") == [
        "did again: marked “Kremlin” as Actor",
        "undid: marked “Kremlin” as Actor",
        "marked “Kremlin” as Actor",
    ]
    then = viewer.get(moments(viewer, chair.document, "?layer=gold")[0])
    assert then.words("//article//u") == ["Kremlin"]
    for seen in (page, then):
        assert "ana" not in " ".join(seen.words("//main")).split()
        assert seen.page.xpath("//form[contains(@action, '/history/')]") == []


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


@pytest.mark.parametrize("place", ["x", "-1", "٣", "9" * 30, "2026-11-23T14:02:52.12345\u0663Z"])
def test_a_place_in_the_history_that_is_none_is_refused(ben, document, place):
    for address in (f"history?before={place}", f"history/{place}"):
        assert ben.get(f"/documents/{document}/{address}").status_code == 422


def test_a_moment_that_never_was_is_not_found(ben, desk, document):
    desk.mark("Kremlin")
    for place in (str(uuid4()), "2026-11-23T14:02:52.123456Z"):
        for address in (f"history?before={place}", f"history/{place}"):
            assert ben.get(f"/documents/{document}/{address}").status_code == 404


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


def put_back_fields(browser, then):
    """What the button sends on the page of a moment."""
    (form,) = browser.get(then).page.xpath("//form[contains(@action, '/history/')]")
    return dict(form.fields)


def put_back(browser, then):
    """Press the button on the page of a moment."""
    (form,) = browser.get(then).page.xpath("//form[contains(@action, '/history/')]")
    return browser.post(form.action, data=dict(form.fields))


@pytest.fixture
def chair(store, team, document):
    """An adjudicator at an article on which ana and ben differ."""
    ana, ben = (Desk(store, team[name], document) for name in ("ana", "ben"))
    ana.relate(ana.mark("Kremlin"), ana.mark("adopted", "stance"))
    ben.mark("adopted")
    ben.mark("conscripts")
    for one in (ana, ben):
        one.mark("Publication")
        complete(one)
    return Chair(store, team["adjudicator"], document)
