"""The pages of rounds: made by a form, given out by buttons, looked at while people work."""

import re

import pytest
from acting import SLUG, action

from annotator.services import accounts, completing, corpus, progress, projects
from annotator.web import rounds as round_pages

ROUNDS = f"/projects/{SLUG}/rounds"
BY_PERSON = "//section[@aria-labelledby='by-person']//tbody/tr"
WHOLE = "//*[@class='progress-row']/span"
BY_DOCUMENT = "//section[@aria-labelledby='by-document']//tbody/tr"


def test_a_round_is_made_by_a_form_and_shown(ana, eva):
    answer = ana.send(ROUNDS, {"name": "First", "overlap": "2", "blind": "yes", "deadline": "2026-12-01"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ROUNDS}/1")
    page = ana.get(f"{ROUNDS}/1")
    assert page.words("//h1") == ["First"]
    assert page.words("//*[@for='readings']") == ["0 of 10 readings complete"]
    assert "2 people read each document · blind · until 2026-12-01" in page.words("//main")[0]
    assert "First" in ana.get(ROUNDS).words("//ul")[0]


def test_only_chosen_people_and_documents_are_in_it(ana, eva, document):
    ana.send(ROUNDS, {"overlap": "1", "person": ["eva"], "document": [document]})
    page = ana.get(f"{ROUNDS}/1")
    assert page.words("//h1") == ["Round 1"]
    assert page.words(f"{BY_PERSON}/th") == ["eva"]
    assert page.words(f"{BY_DOCUMENT}//li[span]") == ["eva not begun✕"]
    assert len(page.words(BY_DOCUMENT)) == 1


def test_calibration_is_one_click(ana, eva):
    assert ana.send(f"{ROUNDS}/calibration").headers["Location"] == f"{ROUNDS}/1"
    assert ana.get(f"{ROUNDS}/1").words("//*[@for='readings']") == ["0 of 10 readings complete"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"overlap": "two"}, "The overlap is a number, not “two”."),
        ({"overlap": "9"}, "The overlap is 9, but there are only 2 people."),
        ({"overlap": "1", "seed": "²"}, "The seed is a number, not “²”."),
        ({"overlap": "1", "deadline": "soon"}, "“soon” is not a day like 2026-12-01."),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(ana, eva, fields, problem):
    answer = ana.send(ROUNDS, fields)
    assert (answer.status_code, answer.problem) == (422, problem)


def test_documents_are_given_and_taken_by_buttons(ana, ben, eva, document):
    ana.send(ROUNDS, {"overlap": "1", "given": "by-hand"})
    assert "Nothing is assigned to you" in ben.get(f"/projects/{SLUG}").text
    back = ana.send(f"{ROUNDS}/1/documents", {"give": document, "user": "ben"}).headers["Location"]
    assert back == f"{ROUNDS}/1?user=ben#document-{document}"
    assert ana.get(back).words("//select[@name='user']/option[@selected]") == ["ben"]
    assert "0 of 1 in your queue" in ben.get(f"/projects/{SLUG}").text
    assert ana.get(f"{ROUNDS}/1").page.xpath("//button[@name='take']/@value") == [f"{document} ben"]
    ana.send(f"{ROUNDS}/1/documents", {"take": f"{document} ben"})
    assert "Nothing is assigned to you" in ben.get(f"/projects/{SLUG}").text


@pytest.mark.parametrize("way", ["viewer", "out", "deactivated"])
def test_whoever_goes_from_the_team_leaves_the_round_and_the_others_get_what_was_left(ana, eva, way, store, team):
    ana.send(ROUNDS, {"overlap": "1"})
    ben = team["ben"].id
    match way:
        case "viewer":
            done = ana.send(f"/projects/{SLUG}/team", {"name": "ben", "role": "viewer"})
        case "out":
            done = ana.send(f"/projects/{SLUG}/team/{ben}/leave")
        case _:
            done = ana.send(f"/people/{ben}", {"do": "deactivate"})
    assert done.status_code == 303
    page = ana.get(f"{ROUNDS}/1")
    assert page.words("//*[@for='readings']") == ["0 of 5 readings complete"]
    assert page.words(f"{BY_PERSON}/th") == ["eva"]


def test_the_board_says_what_is_open_and_why(ana, desk):
    ana.send(ROUNDS, {"overlap": "1", "person": ["ben"]})
    desk.mark("Kazakhstan")
    assert row_of(ana, "ben") == ["0", "1", "4", "0.0", "no pace yet", "1 without actor: kind"]


def test_the_board_says_how_fast_it_goes(ana, desk, document):
    ana.send(ROUNDS, {"overlap": "1", "person": ["ben"], "deadline": "2020-01-01"})
    with desk.store.write() as tx:
        completing.set_state(tx, desk.person, action(), document, "complete")
    complete, in_progress, new, per_day, done_by, _ = row_of(ana, "ben")
    assert (complete, in_progress, new, per_day) == ("1", "0", "4", "1.0")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d late", done_by)
    assert re.fullmatch(r"1\.0 a day · done by 20\d\d-\d\d-\d\d late", ana.get(f"{ROUNDS}/1").words(WHOLE)[0])


def test_what_nobody_has_begun_at_the_deadline_is_late(ana, desk):
    ana.send(ROUNDS, {"overlap": "1", "person": ["ben"], "deadline": "2020-01-01"})
    assert row_of(ana, "ben")[4] == "no pace yet late"
    assert ana.get(f"{ROUNDS}/1").words(WHOLE)[0] == "late"


def test_the_page_of_a_large_round_grows_with_what_was_given_out_alone(ana, store, team, bring_in):
    bring_in("many.jsonl", b"".join(b'{"id":"%d","text":"A text."}\n' % one for one in range(40)))
    few = size_with(ana, store, range(4))
    assert size_with(ana, store, range(4, 20)) < 1.5 * few


def test_the_board_looks_again_by_itself_and_is_sent_only_when_something_is_new(ana, desk):
    ana.send(ROUNDS, {"overlap": "1", "person": ["ben"]})
    (again,) = ana.get(f"{ROUNDS}/1").page.xpath("//*[@id='board']/@hx-get")
    htmx = {"HX-Request": "true"}
    assert ana.get(again, headers=htmx).status_code == 204
    desk.mark("Kazakhstan")
    answer = ana.get(again, headers=htmx)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert answer.page.xpath("//*[@id='board']/@hx-get") != [again]


def test_a_large_round_is_read_a_page_at_a_time_and_tells_what_is_open_by_document(
    ana, desk, document, monkeypatch
):
    monkeypatch.setattr(round_pages, "AT_ONCE", 2)
    monkeypatch.setattr(progress, "MANY", 4)
    ana.send(ROUNDS, {"overlap": "1", "person": ["ben"]})
    desk.mark("Kazakhstan")
    pages = [ana.get(f"{ROUNDS}/1?page={page}") for page in (1, 2, 3)]
    assert [len(page.words(BY_DOCUMENT)) for page in pages] == [2, 2, 1]
    assert {page.words("//*[@for='readings']")[0] for page in pages} == {"0 of 5 readings complete"}
    assert pages[1].words("//nav[@aria-label='Pages']/*") == ["‹ Before", "Page 2 of 3", "After ›"]
    assert "1 without actor: kind" in "".join(word for page in pages for word in page.words(BY_DOCUMENT))
    assert len(row_of(ana, "ben")) == 5
    assert "&page=2" in pages[1].page.xpath("//*[@id='board']/@hx-get")[0]
    back = ana.send(f"{ROUNDS}/1/documents", {"give": document, "user": "ben", "page": "2"}).headers["Location"]
    assert back == f"{ROUNDS}/1?user=ben&page=2#document-{document}"


def test_of_many_documents_a_new_round_has_all_that_stand_in_none_or_those_of_a_filter(ana, eva, monkeypatch):
    monkeypatch.setattr(round_pages, "LISTED", 4)
    page = ana.get(ROUNDS)
    assert page.page.xpath("//input[@name='document']") == []
    assert "The 5 documents that stand in no round yet are given out." in page.text
    ana.send(ROUNDS, {"overlap": "1"})
    assert "5 documents" in ana.get(ROUNDS).words("//ul[@class='cards']")[0]
    assert "All documents stand in a round already." in ana.get(ROUNDS).text


def test_people_come_and_go_and_a_round_ends(ana, eva):
    ana.send(ROUNDS, {"overlap": "1", "person": ["ben"]})
    ana.send(f"{ROUNDS}/1/people", {"join": "eva"})
    ana.send(f"{ROUNDS}/1/people", {"even": "yes"})
    assert sorted([row_of(ana, "ben")[2], row_of(ana, "eva")[2]]) == ["2", "3"]
    ana.send(f"{ROUNDS}/1/people", {"leave": "ben"})
    assert row_of(ana, "eva")[2] == "5"
    ana.send(f"{ROUNDS}/1", {"closed": "yes"})
    assert "This round is closed" in ana.get(f"{ROUNDS}/1").text
    assert ana.send(f"{ROUNDS}/1/people", {"even": "yes"}).status_code == 409
    ana.send(f"{ROUNDS}/1", {"closed": "no"})
    assert "Close the round" in ana.get(f"{ROUNDS}/1").text


def test_an_adjudicator_looks_on_and_changes_nothing(sign_in, ana, eva):
    ana.send(ROUNDS, {"overlap": "1"})
    page = sign_in("adjudicator").get(f"{ROUNDS}/1").page
    assert page.xpath("//main//button") == []
    assert sign_in("adjudicator").get(ROUNDS).page.xpath("//main//form") == []


def test_a_round_that_is_not_there_is_not_found(ana):
    answer = ana.get(f"{ROUNDS}/9")
    assert (answer.status_code, answer.problem) == (404, "There is no such round in this project.")


def size_with(browser, store, people):
    """How many characters the page of the next round has, once these annotate as well."""
    with store.write() as tx:
        for one in people:
            accounts.add_user(tx, accounts.OPERATOR, f"person-{one}", password_hash=None)
            projects.set_member(tx, accounts.OPERATOR, SLUG, f"person-{one}", "annotator")
        everything = [one.id for one in corpus.corpus(tx, accounts.OPERATOR, SLUG).documents]
    made = browser.send(ROUNDS, {"overlap": "2", "document": everything}).headers["Location"]
    return len(browser.get(made).text)


def row_of(browser, name):
    """What the board says of somebody, cell by cell."""
    path = f"{BY_PERSON}[starts-with(normalize-space(th), '{name}')]/td"
    return browser.get(f"{ROUNDS}/1").words(path)


@pytest.fixture
def eva(store, team):
    """A second annotator."""
    with store.write() as tx:
        accounts.add_user(tx, accounts.OPERATOR, "eva", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "eva", "annotator")
