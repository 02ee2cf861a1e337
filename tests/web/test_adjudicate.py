"""The adjudication page: readings side by side, decisions that swap their parts, and the same without script."""

import re
from uuid import uuid4

import pytest
from acting import SLUG, Desk
from adjudicators import Chair, complete, relate


@pytest.fixture
def desks(store, team, document):
    """Ana and ben, who differ."""
    ana, ben = (Desk(store, team[name], document) for name in ("ana", "ben"))
    for desk in (ana, ben):
        desk.mark("Kremlin", attributes={"kind": "state"})
    ana.mark("National Security Committee", attributes={"kind": "organisation"}, note="<b>as in the law</b>")
    ben.mark("Security Committee", attributes={"kind": "state"})
    ana.mark("adopted", "stance")
    ben.mark("adopted", "actor")
    ben.mark("conscripts", "actor", attributes={"kind": "group"})
    for desk in (ana, ben):
        complete(desk)
    return ana, ben


@pytest.fixture
def chair(store, team, desks):
    return Chair(store, team["adjudicator"], desks[0].document)


@pytest.fixture
def bench(sign_in, chair):
    """An adjudicator's browser at the document."""
    return Bench(sign_in("adjudicator"), chair)


class Bench:
    def __init__(self, browser, chair):
        self.browser, self.chair = browser, chair
        self.address = f"/documents/{chair.document}/adjudicate"

    def page(self, **query):
        return self.browser.get(self.address, query_string=query)

    def fields(self, words):
        """What the form about the unit in which ``words`` were marked sends."""
        page = self.page(unit=self.chair.case(words).unit.id).page
        (form,) = page.xpath("//section[@id='case']/form")
        return {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}

    def send(self, words, do, *, htmx=False, **more):
        return self.browser.send(self.address, {**self.fields(words), "do": do, **more}, htmx=htmx)

    def button(self, words, name):
        page = self.page(unit=self.chair.case(words).unit.id).page
        (found,) = page.xpath(f"//section[@id='case']//button[starts-with(normalize-space(), '{name}')]/@value")
        return found


def test_the_page_shows_the_readings_side_by_side_and_says_in_words_what_differs(bench, chair):
    answer = bench.page(unit=chair.case("National Security Committee").unit.id)
    assert answer.words("//h2[@id='case-title']") == ["Borders differ"]
    ana, ben = answer.words("//li[contains(@class, 'reading-of')]")
    assert ana.startswith(
        "ana National Security Committee also “National” before Label Actor kind organisation differs"
    )
    assert "Note <b>as in the law</b>" in ana
    assert ben.startswith("ben Security Committee Label Actor kind state differs")
    assert answer.words("//*[@id='progress']") == ["0 of 4 decided"]


def test_what_only_one_saw_says_who(bench, chair):
    answer = bench.page(unit=chair.case("conscripts").unit.id)
    assert answer.words("//h2[@id='case-title']") == ["Only ben saw it"]
    assert answer.words("//section//p[@class='hint']") == ["1 of 2 agree exactly."]


def test_relations_are_shown_where_they_differ(bench, chair, desks):
    ana = desks[0]
    ends = [next(span.id for span in ana.spans if span.quote(ana.text) == one) for one in ("Kremlin", "adopted")]
    relate(ana, "holds", *ends)
    (first, second) = bench.page(unit=chair.case("Kremlin").unit.id).words("//li[contains(@class, 'reading-of')]")
    assert "Relations holds → “adopted” differs" in first
    assert "Relations none differs" in second


def test_entries_are_shown_by_their_names_where_they_differ(bench, chair, desks):
    ana = desks[0]
    (kremlin,) = [span.id for span in ana.spans if span.quote(ana.text) == "Kremlin"]
    complete(ana, "in_progress")
    ana.change(kremlin, links={"is": "russia", "reporter": "kazakhstan"})
    complete(ana)
    (first, second) = bench.page(unit=chair.case("Kremlin").unit.id).words("//li[contains(@class, 'reading-of')]")
    assert "Entry Russia; reporter: Kazakhstan differs" in first
    assert "Entry none differs" in second


def test_the_queue_goes_by_text_by_label_or_by_kind(bench):
    def quotes(**query):
        return bench.page(**query).words("//ol[@id='queue']//*[@class='quote']")

    by_text = quotes()
    assert by_text == ["National Security Committee", "Kremlin", "adopted", "conscripts"]
    assert quotes(order="label") == ["National Security Committee", "Kremlin", "conscripts", "adopted"]
    assert quotes(order="kind") == ["adopted", "National Security Committee", "conscripts", "Kremlin"]
    assert bench.page(order="colour").status_code == 422


def test_all_layers_are_drawn_into_one_text(bench, chair):
    page = bench.page()
    blocks = [block.text_content() for block in page.page.xpath("//article/div/*")]
    assert " ".join(blocks).split() == chair.docket().desk.reading.text.split()
    (run,) = page.page.xpath("//article//u[text()='adopted']/@class")
    assert len(re.findall(r"m\d-\d", run)) == 2


def test_without_script_a_decision_leads_on_to_the_next_unit(bench, chair):
    answer = bench.send("National Security Committee", bench.button("National Security Committee", "Take ana"))
    assert answer.status_code == 303
    shown = bench.browser.get(answer.headers["Location"])
    assert shown.words("//h2[@id='case-title']") == ["Agreed"]
    assert shown.words("//*[@id='progress']") == ["1 of 4 decided"]
    assert chair.gold == [("actor", "National Security Committee")]


def test_with_htmx_a_decision_swaps_its_parts(bench, chair):
    unit = chair.case("adopted").unit.id
    answer = bench.send("adopted", "none", htmx=True, reason="neither")
    assert answer.status_code == 200
    assert answer.parts == ["#case", "#progress", "#all", f"#q-{unit}"]
    assert "decided" in answer.words(f"//li[@id='q-{unit}']")[0]
    assert "<html" not in answer.text
    assert chair.case("adopted").decisions[0].reason == "neither"


def test_one_unit_is_asked_for_alone(bench, chair):
    browser, unit = bench.browser, chair.case("adopted").unit.id
    answer = browser.get(f"{bench.address}?unit={unit}", headers={"HX-Request": "true"})
    assert answer.words("//h2") == ["Labels differ"]
    assert "<html" not in answer.text


def test_a_new_span_is_made_with_place_label_attributes_and_note(bench, chair, desks):
    start = desks[0].text.index("casualties")
    answer = bench.send(
        "adopted",
        "new",
        **{
            "fragments": f"{start}-{start + 10}",
            "label": "stance",
            "attributes": "1",
            "attribute.polarity": "supports",
            "note": "line\r\nline",
        },
    )
    assert answer.status_code == 303
    (made,) = chair.docket().gold.values()
    assert (made.label, made.attributes, made.note) == ("stance", {"polarity": "supports"}, "line\nline")


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "new"},
        {"do": "new", "label": "actor", "fragments": "9-3"},
        {"do": "new", "label": "nothing", "fragments": "3-9"},
        {"do": "take:x"},
        {"do": ""},
        {"do": "none", "unit": "../.."},
        {"do": "none", "action": "1"},
        {"do": f"take:{uuid4()}"},
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(bench, chair, fields):
    answer = bench.browser.send(bench.address, {**bench.fields("adopted"), **fields}, htmx=True)
    assert (answer.status_code, bool(answer.problem)) == (422, True)
    assert chair.gold == []


def test_the_attributes_of_another_label_are_fetched_for_the_form(bench):
    answer = bench.browser.get(f"{bench.address}/attributes?label=stance")
    assert answer.page.xpath("//fieldset/@data-attribute") == ["polarity", "voice"]


def test_the_second_to_decide_sees_the_decision_that_stands(bench, chair, sign_in):
    sent = bench.fields("adopted")
    chair.take("adopted", "ben")
    for htmx in (True, False):
        answer = bench.browser.send(bench.address, {**sent, "do": "none"}, htmx=htmx)
        assert answer.status_code == 409
        assert answer.problem == (
            "adjudicator decided about this meanwhile. This is how it stands now. You had chosen nothing."
        )
        assert answer.words("//p[@class='outcome']") == ["Decided: ben’s, by adjudicator"]
    assert chair.gold == [("actor", "adopted")]
    again = bench.browser.send(bench.address, {**bench.fields("adopted"), "do": "none"})
    assert again.status_code == 303
    assert chair.gold == []


def test_what_was_filled_in_is_kept_where_somebody_decided_meanwhile(bench, chair):
    sent = bench.fields("adopted")
    chair.take("adopted", "ben")
    typed = {"fragments": "0-11", "label": "stance", "attributes": "1", "attribute.polarity": "opposes"}
    typed |= {"note": "my note", "reason": "my reason"}
    answer = bench.browser.send(bench.address, {**sent, "do": "new", **typed}, htmx=True)
    assert answer.status_code == 409
    (form,) = answer.page.xpath("//details[@open]//form")
    filled = {one.get("name"): one.get("value") for one in form.xpath(".//input[@checked or @id='place']")}
    assert filled == {"fragments": "0-11", "attribute.polarity": "opposes"}
    assert [one.text.strip() for one in form.xpath(".//textarea")] == ["my note", "my reason"]
    whose = f"take:{chair.case('adopted').unit.readings[0].id}"
    answer = bench.browser.send(
        bench.address, {**sent, "do": whose, "action": str(uuid4()), "reason": "why"}, htmx=True
    )
    assert answer.problem.endswith("You had chosen ana’s.")
    assert answer.page.xpath("//section/form//textarea")[0].text.strip() == "why"


def test_a_unit_that_an_annotator_changed_meanwhile_is_shown_as_it_is_now(bench, chair, desks):
    sent = bench.fields("adopted")
    complete(desks[0], "in_progress")
    desks[0].change(next(span.id for span in desks[0].spans if span.label == "stance"), note="thought again")
    complete(desks[0])
    answer = bench.browser.send(bench.address, {**sent, "do": "none"}, htmx=True)
    assert answer.status_code == 412
    assert "thought again" in answer.words("//li[contains(@class, 'reading-of')]")[0]


def test_a_double_click_decides_once_and_the_same_id_with_another_body_is_refused(bench, chair):
    sent = {**bench.fields("adopted"), "do": "all"}
    assert bench.browser.send(bench.address, sent).status_code == 303
    assert bench.browser.send(bench.address, sent).status_code == 303
    assert len(chair.gold) == 2
    answer = bench.browser.send(bench.address, {**sent, "do": "none"}, htmx=True)
    assert (answer.status_code, "used for something else" in answer.problem) == (409, True)


def test_what_changed_since_is_said_on_the_unit_and_in_the_queue(bench, chair, desks):
    chair.take("adopted", "ana")
    complete(desks[0], "in_progress")
    desks[0].change(next(span.id for span in desks[0].spans if span.label == "stance"), note="thought again")
    complete(desks[0])
    answer = bench.page(unit=chair.case("adopted").unit.id)
    assert answer.words("//div[@role='note']//li") == ["ana changed their span afterwards."]
    assert answer.words("//*[@id='progress']") == ["1 of 4 decided, 1 changed since"]
    complete(desks[0], "in_progress")
    assert "changed since" in bench.page(layers="all").words("//ol[@id='queue']")[0]


def test_what_is_left_in_gold_of_a_span_that_is_gone_can_be_kept_or_withdrawn(bench, chair, desks):
    chair.decide("conscripts", "all")
    complete(desks[1], "in_progress")
    assert "The layer is open again" in bench.page().words("//ol[@id='queue']")[0]
    desks[1].delete(next(span.id for span in desks[1].spans if span.quote(desks[1].text) == "conscripts"))
    complete(desks[1])
    answer = bench.page(unit=chair.case("conscripts").unit.id)
    assert answer.words("//h2[@id='case-title']") == ["No longer marked"]
    assert answer.words("//section//p[contains(., 'In gold:')]") == ["In gold: conscripts (Actor)"]
    place = answer.page.xpath("//input[@name='fragments']/@value")[0]
    bench.send("conscripts", "new", fragments=place, label="actor", attributes="1")
    assert bench.page(unit=chair.case("conscripts").unit.id).words("//h2[@id='case-title']") == ["Only in gold"]
    bench.send("conscripts", "withdraw")
    assert chair.gold == []


def test_a_layer_alone_says_whose_it_is(bench, chair, desks):
    complete(desks[1], "in_progress")
    assert bench.page(unit=chair.case("Kremlin").unit.id).words("//h2[@id='case-title']") == ["Marked by ana"]


def test_all_agreed_are_taken_at_once_and_undone_at_once(bench, chair):
    bench.browser.send(bench.address, {"action": str(uuid4()), "do": "agreed"}, htmx=True)
    assert chair.gold == [("actor", "Kremlin")]
    answer = bench.browser.send(bench.address, {"action": str(uuid4()), "do": "undo"}, htmx=True)
    assert answer.words("//h2[@id='case-title']") == ["Agreed"]
    bench.browser.send(bench.address, {"action": str(uuid4()), "do": "redo"})
    assert chair.gold == [("actor", "Kremlin")]


def test_missing_layers_are_named_and_can_be_compared_all_the_same(bench, desks):
    complete(desks[1], "in_progress")
    answer = bench.page()
    assert "Not complete yet: ben (in progress). They are left out." in answer.words("//aside")[0]
    everybody = bench.page(layers="all")
    assert len(everybody.page.xpath("//ol[@id='queue']/li")) == 4
    assert everybody.page.xpath("//section[@id='case']/form/input[@name='layers']/@value") == ["all"]


def test_a_document_without_a_complete_layer_has_nothing_to_decide(ana, store, team, document):
    answer = ana.get(f"/documents/{document}/adjudicate")
    assert answer.words("//h2[@id='case-title']") == ["Nothing to decide"]


def test_gold_is_declared_complete_and_opened_again(bench, chair):
    bench.browser.send(f"{bench.address}/state", {"action": str(uuid4()), "state": "complete"})
    assert chair.docket().desk.state == "complete"
    answer = bench.page()
    assert answer.page.xpath("//section[@id='case']//button") == []
    refused = bench.browser.send(bench.address, {"action": str(uuid4()), "do": "agreed"}, htmx=True)
    assert (refused.status_code, "Open it again" in refused.problem) == (409, True)
    bench.browser.send(f"{bench.address}/state", {"action": str(uuid4()), "state": "in_progress"})
    assert chair.docket().desk.state == "in_progress"
    nonsense = bench.browser.send(f"{bench.address}/state", {"action": str(uuid4()), "state": "new"})
    assert nonsense.status_code == 422


def test_a_manager_sets_the_threshold_on_the_page(bench, ana, chair):
    assert ana.get(bench.address).page.xpath("//input[@name='percent']/@value") == ["100"]
    assert bench.page().page.xpath("//input[@name='percent']") == []
    sent = {"percent": "66,7 %", "document": chair.document}
    assert ana.send(f"/projects/{SLUG}/threshold", sent).status_code == 303
    assert chair.docket().threshold == pytest.approx(0.667)
    for wrong in ("", "many", "101", "0", "-5", "1e1"):
        assert ana.send(f"/projects/{SLUG}/threshold", {**sent, "percent": wrong}).status_code == 422


def test_the_next_document_is_offered_until_there_is_none(bench, store, team):
    assert "Nothing is left to decide" in bench.browser.get(f"{bench.address}/next").problem


def test_a_rule_is_kept_shown_in_the_codebook_changed_and_withdrawn(bench, chair, ben):
    chair.decide("conscripts", "none", reason="A group is named.")
    page = bench.page(unit=chair.case("conscripts").unit.id).page
    (form,) = page.xpath("//form[contains(@action, '/precedents')]")
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    sent |= {"label": "actor", "rule": "Conscripts are\r\nno actor."}
    answer = bench.browser.send(f"{bench.address}/precedents", sent, htmx=True)
    assert "Kept as a rule under “actor”" in answer.text
    codebook = f"/projects/{SLUG}/codebook"
    read = ben.get(codebook)
    assert read.words("//dl[@class='precedents']/dt") == ["Rule 1"]
    assert read.words("//dl[@class='precedents']//mark") == ["conscripts"]
    assert read.page.xpath("//dl[@class='precedents']//p[@class='rule']")[0].text == "Conscripts are\nno actor."
    (link,) = read.page.xpath("//dl[@class='precedents']//a/@href")
    assert ben.get(link.split("#")[0]).page.xpath(f"//*[@id='{link.split('#')[1]}']")
    assert read.page.xpath("//dl[@class='precedents']//form") == []
    own = bench.browser.get(codebook)
    (address,) = own.page.xpath("//dl[@class='precedents']//form/@action")
    bench.browser.send(address, {"do": "change", "rule": "Conscripts are an actor."})
    assert ben.get(codebook).words("//p[@class='rule']") == ["Conscripts are an actor."]
    bench.browser.send(address, {"do": "withdraw"})
    assert ben.get(codebook).words("//dl[@class='precedents']/dt") == []


def test_the_corpus_leads_whoever_may_to_the_page(bench, ben, ana):
    for browser, offered in ((bench.browser, True), (ana, True), (ben, False)):
        assert (bench.address in browser.get(f"/projects/{SLUG}").text) == offered


def test_a_blind_annotator_gets_nothing_of_it(ben, chair, bench):
    for path in ("", "/next", "/attributes?label=actor"):
        answer = ben.get(bench.address + path)
        assert answer.status_code == 403
        assert "National Security" not in answer.text


def test_what_came_into_gold_is_joined_there_with_what_the_codebook_allows_and_parted(bench, chair):
    for words in ("Kremlin", "adopted"):
        chair.decide(words, "all")
    page = bench.page(unit=chair.case("Kremlin").unit.id)
    (asked,) = page.page.xpath("//*[@class='gold-joined']//a[@data-relation='holds']/@href")
    offered = bench.browser.get(asked)
    assert offered.words("//button[@name='do']/span[@class='quote']") == ["adopted"]
    (form,) = offered.page.xpath("//form[@class='ends']")
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    (do,) = form.xpath(".//button[@name='do']/@value")
    assert bench.browser.send(bench.address, {**sent, "do": do}).status_code == 303
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    page = bench.page(unit=chair.case("Kremlin").unit.id)
    assert page.words("//*[@class='gold-joined']//li/span") == ["holds → adopted by hand, adjudicator"]
    (part,) = page.page.xpath("//*[@class='gold-joined']//li/button/@value")
    assert bench.send("Kremlin", part).status_code == 303
    assert chair.ties == []


def test_joining_swaps_the_open_place_and_keeps_it_open(bench, chair):
    for words in ("Kremlin", "adopted"):
        chair.decide(words, "all")
    unit = chair.case("Kremlin").unit.id
    gold = {span.quote(chair.docket().desk.reading.text): one for one, span in chair.docket().gold.items()}
    tie = {"relation": str(uuid4()), "unit": unit, "do": f"join:holds {gold['Kremlin']} {gold['adopted']}"}
    answer = bench.browser.send(bench.address, {"action": str(uuid4()), **tie}, htmx=True)
    assert f'data-unit="{unit}"' in answer.text
    assert "by hand, adjudicator" in answer.text


def test_an_entry_of_the_registry_fills_a_place_in_gold_and_is_taken_out(bench, chair):
    chair.take("adopted", "ana")
    unit = chair.case("adopted").unit.id
    (gold,) = [one.id for one in chair.docket().gold.values() if one.label == "stance"]
    query = {"unit": unit, "span": gold, "relation": "holds"}
    offered = bench.browser.get(f"{bench.address}/ends", query_string=query)
    values = offered.page.xpath("//button[span[@class='quote registered']]/@value")
    narrowed = bench.browser.get(f"{bench.address}/ends", query_string={**query, "letters": "Astana"})
    assert narrowed.page.xpath("//button[span[@class='quote registered']]/@value") == [
        f"fill:{gold} actor kazakhstan"
    ]
    sent = {"action": str(uuid4()), "relation": str(uuid4()), "unit": unit, "do": values[0]}
    assert bench.browser.send(bench.address, sent).status_code == 303
    key = values[0].split(" ")[-1]
    assert chair.docket().gold[gold].links["actor"] == key
    page = bench.page(unit=unit)
    (chip,) = page.words("//*[@class='gold-joined']//li/span")
    assert chip.endswith("from the registry")
    (out,) = page.page.xpath("//*[@class='gold-joined']//li/button/@value")
    assert bench.send("adopted", out).status_code == 303
    assert "actor" not in chair.docket().gold[gold].links


def test_what_was_joined_by_hand_and_is_not_kept_is_said_with_and_without_script(bench, chair):
    for words in ("Kremlin", "adopted"):
        chair.decide(words, "all")
    gold = {span.quote(chair.docket().desk.reading.text): one for one, span in chair.docket().gold.items()}
    tie = {
        "action": str(uuid4()),
        "relation": str(uuid4()),
        "do": f"join:holds {gold['Kremlin']} {gold['adopted']}",
    }
    bench.browser.send(bench.address, tie)
    answer = bench.send("Kremlin", "none", htmx=True)
    assert "joined by hand: holds, from “Kremlin” to “adopted”. Undo brings it back." in answer.text
    chair.undo()
    sent = bench.send("Kremlin", "none")
    page = bench.browser.get(sent.headers["Location"])
    assert page.words("//p[@class='warning' and @role='status']") == [
        "One thing that was joined by hand could not be kept. Undo brings it back."
    ]
    again = bench.browser.get(sent.headers["Location"])
    assert again.words("//p[@class='warning' and @role='status']") == []


@pytest.mark.parametrize("do", ["join:holds", "join:holds x y", "part:x", "fill:x"])
def test_what_joins_nothing_is_refused(bench, do):
    sent = {"action": str(uuid4()), "relation": str(uuid4()), "do": do}
    assert bench.browser.send(bench.address, sent).status_code == 422
