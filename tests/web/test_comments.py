"""Questions and answers on pages: where they arise, and all of a project's for the next meeting."""

import re
from uuid import uuid4

import pytest
from acting import SLUG, Desk
from adjudicators import complete

from annotator.services import accounts, projects

QUESTIONS = f"/projects/{SLUG}/questions"


def test_a_question_about_a_span_is_asked_from_it_and_answered_by_the_manager(ana, ben, document, span):
    assert f"/documents/{document}/comments?span={span}" in ben.get(f"/spans/{span}").page.xpath("//a/@href")
    answer = ask(ben, document, "Is the Kremlin a state here, @ana?", span=span, only="yes")
    thread = answer.headers["Location"].rpartition("#c-")[2]
    assert answer.headers["Location"] == f"/documents/{document}/comments?span={span}#c-{thread}"
    page = ana.get(f"{QUESTIONS}?show=for+me")
    assert page.words("//p[@class='said']") == ["Is the Kremlin a state here, @ana?"]
    assert page.words("//li//a[@class='quote']") == ["Kremlin"]
    answer = act(ana, thread, "reply", text="Yes.", back="questions", show="open")
    assert answer.headers["Location"] == f"{QUESTIONS}?show=open#c-{thread}"
    assert ben.get(f"/documents/{document}/comments?span={span}").words("//p[@class='said']")[1] == "Yes."
    act(ben, thread, "resolve")
    assert "No question is open." in ben.get(QUESTIONS).text
    assert ben.get(f"{QUESTIONS}?show=resolved").words("//p[@class='said']")[1] == "Yes."


def test_while_the_work_is_blind_nobody_else_learns_of_it_through_any_page(ben, sign_in, document, span, zoe):
    addresses = [QUESTIONS, f"{QUESTIONS}?show=for+me", f"/documents/{document}/comments", f"/projects/{SLUG}"]
    others = [sign_in("zoe"), sign_in("adjudicator")]
    before = [stable(other.get(address).text) for other in others for address in addresses]
    ask(ben, document, "Is this right, @zoe, @adjudicator?", span=span)
    ask(ben, document, "And the article, @zoe?")
    assert [stable(other.get(address).text) for other in others for address in addresses] == before
    answer = others[0].get(f"/documents/{document}/comments?span={span}")
    assert (answer.status_code, "Kremlin" in answer.text) == (404, False)


def test_whoever_is_spoken_to_in_vain_is_named(ben, document, span, zoe):
    answer = ask(ben, document, "What do you think, @zoe?", span=span)
    assert "zoe does not see this" in ben.get(answer.headers["Location"]).text


def test_a_question_about_a_label_stands_in_the_codebook_and_is_everybodys(ana, ben):
    assert f"{QUESTIONS}?label=actor" in ben.get(f"/projects/{SLUG}/codebook").page.xpath("//a/@href")
    ben.send(QUESTIONS, {"id": str(uuid4()), "label": "actor", "text": "Are capitals actors?"})
    page = ana.get(f"{QUESTIONS}?label=actor")
    assert page.words("//section/h2") == ["Actor"]
    assert page.words("//p[@class='said']") == ["Are capitals actors?"]
    assert ana.get(f"{QUESTIONS}?label=stance").words("//p[@class='said']") == []


def test_a_double_click_asks_once(ben, document):
    same = str(uuid4())
    for _ in range(2):
        assert ask(ben, document, "Who wrote this?", id=same).status_code == 303
    assert ben.get(f"/documents/{document}/comments").words("//p[@class='said']") == ["Who wrote this?"]


def test_what_is_written_is_shown_as_it_is(ben, document):
    ask(ben, document, "<script>alert(1)</script>\nand {{ 7 * 7 }}")
    page = ben.get(f"/documents/{document}/comments")
    assert page.page.xpath("//p[@class='said']/text()") == ["<script>alert(1)</script>\nand {{ 7 * 7 }}"]


def test_a_comment_of_ones_own_is_changed_and_withdrawn(ben, document):
    thread = ask(ben, document, "Who rote this?").headers["Location"].rpartition("#c-")[2]
    act(ben, thread, "change", text="Who wrote this?")
    assert ben.get(f"/documents/{document}/comments").words("//p[@class='said']") == ["Who wrote this?"]
    act(ben, thread, "withdraw")
    page = ben.get(f"/documents/{document}/comments")
    assert page.words("//li//p[@class='none']") == ["withdrawn"]


@pytest.mark.parametrize(("fields", "status"), [({"do": "jump"}, 422), ({"do": "reply", "text": " "}, 422)])
def test_what_makes_no_sense_is_refused(ben, document, fields, status):
    thread = ask(ben, document, "Who wrote this?").headers["Location"].rpartition("#c-")[2]
    answer = ben.send(f"/comments/{thread}", {"id": str(uuid4()), **fields})
    assert answer.status_code == status
    assert answer.problem


def test_a_disagreement_can_be_commented_on(sign_in, differing):
    page = sign_in("ana").get(f"/projects/{SLUG}/agreement/disagreements").page
    link = page.xpath("//a[@data-key='c']/@href")[0]
    assert sign_in("ana").get(link).status_code == 200


def ask(browser, document, text, **fields):
    return browser.send(f"/documents/{document}/comments", {"id": str(uuid4()), "text": text, **fields})


def act(browser, comment, do, **fields):
    return browser.send(f"/comments/{comment}", {"id": str(uuid4()), "do": do, **fields})


def stable(page):
    return re.sub(r'name="(csrf_token|action|id)" value="[^"]*"', "", page)


@pytest.fixture
def span(store, team, document):
    return Desk(store, team["ben"], document).mark("Kremlin")


@pytest.fixture
def zoe(store, team):
    """Another annotator."""
    with store.write() as tx:
        accounts.add_user(tx, accounts.OPERATOR, "zoe", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "zoe", "annotator")


@pytest.fixture
def differing(store, team, document):
    """An article that ana and ben read differently."""
    for name, label in (("ana", "actor"), ("ben", "stance")):
        desk = Desk(store, team[name], document)
        desk.mark("Kremlin", label)
        complete(desk)
