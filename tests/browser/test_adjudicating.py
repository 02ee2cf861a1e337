"""An adjudicator decides a document by keys alone, meets a conflict, and leaves a rule to the annotators."""

import re

import pytest
from browser.differing import BenchPage, differ
from playwright.sync_api import expect

OF = 13


@pytest.fixture
def chair(site):
    return differ(site)


@pytest.fixture
def bench(browsing, chair) -> BenchPage:
    bench = BenchPage(browsing.signed_in("adjudicator"), chair.document)
    bench.open()
    return bench


def test_a_document_is_decided_by_keys_alone(bench, chair):
    bench.expect_decided(0, OF)
    bench.press("g")
    bench.expect_decided(3, OF)
    assert bench.title == "Borders differ"
    bench.press("b")
    bench.expect_decided(4, OF)
    bench.look_at("compulsory military service", "Attributes differ")
    bench.press("y")
    bench.page.keyboard.type("not in force yet, says the text")
    bench.press("Escape", "b")
    bench.expect_decided(5, OF)
    bench.look_at("adopted", "Labels differ")
    bench.press("A")
    bench.expect_decided(6, OF)
    for number in range(7, OF):
        bench.press("n" if number % 2 else "a")
        bench.expect_decided(number, OF)
    bench.press("e", "Tab", "Enter")
    bench.page.locator("#new-label").focus()
    bench.page.keyboard.press("Tab")
    bench.page.get_by_role("button", name="Take this one").focus()
    bench.press("Enter")
    bench.expect_decided(OF, OF)
    expect(bench.page.locator("#case-title")).to_have_text("Everything is decided")
    assert chair.docket().decided == OF
    made = {one.choice for case in chair.docket().cases for one in case.decisions}
    assert made == {"agreed", "take", "all", "none", "new"}
    law = chair.case("Kazakhstan’s law on compulsory military service").decisions[0]
    assert law.reason == "not in force yet, says the text"
    bench.press("u")
    bench.expect_decided(OF - 1, OF)
    bench.press("r")
    bench.expect_decided(OF, OF)


def test_undo_reaches_across_a_reload(bench, chair):
    bench.press("g")
    bench.expect_decided(3, OF)
    bench.open()
    bench.press("u")
    bench.expect_decided(0, OF)
    assert chair.gold == []


def test_a_new_span_gets_its_borders_by_keys_and_its_label_asks_its_own_questions(bench, chair):
    bench.press("e")
    expect(bench.page.locator("#place")).to_be_focused()
    bench.page.get_by_role("button", name="start ▸").focus()
    bench.press("Enter", "Enter")
    expect(bench.page.locator("#place-words")).to_have_text(re.compile("^the Almaty-based"))
    bench.page.get_by_label("Label", exact=True).select_option("stance")
    bench.page.locator("#values [data-attribute=polarity]").wait_for()
    bench.page.get_by_label("opposes").check()
    bench.page.get_by_role("button", name="Take this one").press("Enter")
    bench.expect_decided(1, OF)
    ((label, words),) = chair.gold
    assert (label, words.startswith("the Almaty-based")) == ("stance", True)
    assert next(iter(chair.docket().gold.values())).attributes == {"polarity": "opposes"}


def test_a_place_is_taken_from_words_selected_in_the_text(bench, chair):
    bench.press("e")
    bench.page.locator("#article").get_by_text("revealed that ethnic Russians").dblclick(
        position={"x": 60, "y": 10}
    )
    selected = bench.page.evaluate("() => String(getSelection()).trim()")
    assert selected
    expect(bench.page.locator("#place-words")).to_contain_text(selected.rstrip("’s"))


def test_a_conflict_is_met_and_solved(browsing, bench, chair):
    browsing.forgive("409")
    other = BenchPage(browsing.signed_in("ana"), chair.document)
    for one in (bench, other):
        one.open()
        one.look_at("adopted", "Labels differ")
    other.press("a")
    other.expect_decided(1, OF)
    bench.press("b")
    expect(bench.page.get_by_role("alert")).to_contain_text("ana decided about this meanwhile")
    expect(bench.page.locator(".outcome")).to_contain_text("Decided: ana’s, by ana")
    assert chair.gold == [("stance", "adopted")]
    bench.press("b")
    bench.expect_decided(1, OF)
    assert chair.gold == [("legal_instrument", "adopted")]


def test_the_open_place_is_lit_in_the_text_and_current_in_the_queue(bench):
    bench.look_at("adopted", "Labels differ")
    lit = bench.page.evaluate("() => [...CSS.highlights.get('chosen')].map(String).join('|')")
    assert lit == "adopted"
    expect(bench.page.locator("#queue [aria-current=true] .quote")).to_have_text("adopted")


def test_keys_do_nothing_in_a_field_nor_where_they_are_switched_off(bench, chair):
    bench.press("y")
    bench.page.keyboard.type("nab")
    bench.expect_decided(0, OF)
    bench.press("Escape", "?")
    bench.page.get_by_role("button", name="Switch single keys off").press("Enter")
    bench.page.wait_for_selector("body[data-keys=off]")
    bench.press("n", "a", "g")
    bench.expect_decided(0, OF)
    assert chair.docket().decided == 0
    bench.page.get_by_role("button", name="Take ana’s").press("Enter")
    bench.expect_decided(1, OF)


def test_a_decision_whose_answer_was_lost_is_made_once(browsing, bench, chair):
    browsing.forgive("ERR_FAILED|Failed to fetch")
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    bench.page.route("**/adjudicate", lose)
    bench.press("a")
    expect(bench.page.locator("#saved")).to_contain_text("No connection")
    assert chair.docket().decided == 1
    bench.press("a")
    bench.expect_decided(1, OF)
    assert len(chair.gold) == 1


def test_a_rule_is_kept_and_an_annotator_reads_it_in_the_codebook(browsing, bench, chair):
    bench.look_at("adopted", "Labels differ")
    bench.press("n")
    bench.expect_decided(1, OF)
    bench.page.locator("#queue .entry", has_text="adopted").press("Enter")
    expect(bench.page.locator(".outcome")).to_contain_text("nothing")
    bench.press("p")
    bench.page.locator("#rule-label").select_option("stance")
    bench.page.get_by_label("The rule, as annotators should follow it").fill(
        "A law that was adopted is not a stance."
    )
    bench.page.get_by_role("button", name="Keep it").press("Enter")
    expect(bench.page.locator("#keep")).to_contain_text("Kept as a rule")
    ben = browsing.signed_in("ben")
    ben.goto("/projects/central-asia/codebook")
    rules = ben.locator(".precedents")
    expect(rules).to_contain_text("A law that was adopted is not a stance.")
    expect(rules.locator("mark")).to_have_text("adopted")
    rules.get_by_role("link").click()
    ben.locator("#article").wait_for()


def test_it_works_without_script(browsing, chair):
    page = browsing.signed_in("adjudicator", javascript=False)
    page.goto(f"/documents/{chair.document}/adjudicate")
    page.get_by_role("button", name="Take ben’s").click()
    expect(page.locator("#progress")).to_contain_text(f"1 of {OF} decided")
    page.get_by_role("button", name="None").click()
    expect(page.locator("#progress")).to_contain_text(f"2 of {OF} decided")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#progress")).to_contain_text(f"1 of {OF} decided")


def test_whoever_adjudicates_comes_from_the_corpus(browsing, chair):
    page = browsing.signed_in("adjudicator")
    page.goto("/projects/central-asia")
    page.get_by_role("link", name="Adjudicate").click()
    expect(page.locator("#progress")).to_contain_text(f"0 of {OF} decided")
