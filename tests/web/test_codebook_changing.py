"""Changes of the codebook in the browser: looked at, done, decided one by one, taken back."""

import pytest
from acting import SLUG, Desk
from adjudicators import complete

from annotator.services import codebooks

HERE = f"/projects/{SLUG}/codebook/change"


def test_a_change_is_shown_before_it_is_made(ana, marked, book):
    page = ana.send(HERE, {"kind": "merge", "label": ["actor", "legal_instrument"], "into": "legal_instrument"})
    assert page.words("//p[@class='touched']") == ["2 spans in 1 document change."]
    assert book().version == 1
    done = ana.send(HERE, hidden(page) | {"do": "perform", "note": "One sort of thing."})
    assert done.status_code == 303
    assert book().label("actor").retired
    told = ana.get(done.headers["Location"])
    assert told.words("//h1") == ["Version 2: merged Actor into Legal instrument"]
    assert "merged Actor into Legal instrument. One sort of thing." in ana.get(
        f"/projects/{SLUG}/codebook/versions"
    ).text.replace("Merged", "merged")


def test_a_change_is_not_made_where_the_codebook_changed_since_it_was_shown(ana, marked, book):
    page = ana.send(HERE, {"kind": "retire", "label": "actor"})
    other = ana.send(HERE, {"kind": "retire", "label": "stance"})
    ana.send(HERE, hidden(other) | {"do": "perform"})
    answer = ana.send(HERE, hidden(page) | {"do": "perform"})
    assert answer.status_code == 412
    assert "A version was made since you looked" in answer.problem
    assert book().version == 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "rename", "label": "actor", "name": "agent"}, "renamed Actor to agent"),
        (
            {"kind": "rename-attribute", "attribute": "actor/kind", "name": "sort", "title": "Sort"},
            "renamed Kind to sort, called “Sort”",
        ),
        ({"kind": "rename-relation", "relation": "holds", "name": "takes"}, "renamed holds to takes"),
        ({"kind": "retire", "label": "actor"}, "retired Actor"),
        (
            {"kind": "split", "label": "actor", "title": ["One", "Two", ""], "description": ["", "", ""]},
            "split Actor into One, Two",
        ),
        ({"kind": "require", "attribute": "legal_instrument/status"}, "made Status required"),
        (
            {"kind": "choices", "attribute": "actor/kind", "becomes": ["state", "body", "human", "", "new"]},
            "changed the choices of Kind: organisation is body, person is human",
        ),
        (
            {"kind": "tighten", "relation": "toward", "from": "stance", "to": "legal_instrument"},
            "let toward join stance with legal_instrument",
        ),
    ],
)
def test_every_change_has_its_form(ana, fields, told):
    answer = ana.send(HERE, fields)
    assert answer.words("//h2[@id='preview']") == [f"What this would do: {told}"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"kind": "rename", "label": "actor", "name": "stance"}, "There are two of the label “stance”."),
        ({"kind": "merge", "label": ["actor"], "into": "actor"}, "Merge one or more labels into another one."),
        ({"kind": "split", "label": "actor", "title": "One", "description": ""}, "into two new ones or more"),
        ({"kind": "choices", "attribute": "actor/kind", "becomes": ["state"]}, "sent with what it becomes"),
        ({"kind": "require", "attribute": "actor/nothing"}, "“nothing” is not in the codebook"),
        ({"kind": "explode"}, "is one of rename"),
        ({"operation": "{"}, "That is no change of the codebook."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(ana, book, fields, problem):
    answer = ana.send(HERE, fields)
    assert answer.status_code == 422
    assert problem in answer.problem
    assert book().version == 1


def test_a_split_is_decided_one_by_one_and_taken_back(ana, marked, desk):
    form = {"kind": "split", "label": "actor", "title": ["Person", "Body"], "description": ["", ""]}
    where = ana.send(HERE, hidden(ana.send(HERE, form)) | {"do": "perform"}).headers["Location"]
    page = ana.get(where)
    assert page.words("//h2[@id='queue-title']") == ["2 to decide"]
    first = page.page.xpath("//input[@name='span']/@value")
    assert ana.send(where, hidden(page) | {"do": "later"}).status_code == 303
    page = ana.get(where)
    assert page.page.xpath("//input[@name='span']/@value") != first
    assert page.words("//h2[@id='queue-title']") == ["2 to decide, 1 put off"]
    while (page := ana.get(where)).page.xpath("//input[@name='span']"):
        assert ana.send(where, hidden(page) | {"label": "body"}).status_code == 303
    assert page.words("//h2[@id='queue-title']") == ["Everything is decided"]
    assert [span.label for span in desk.spans] == ["body", "stance"]
    back = ana.send(where, {"do": "undo"})
    assert back.words("//p[@role='status']") == ["Version 3 takes it back: 2 are as they were."]
    assert [span.label for span in desk.spans] == ["actor", "stance"]


def test_the_history_of_a_layer_tells_of_it(ana, ben, marked, desk):
    page = ana.send(HERE, {"kind": "rename", "label": "actor", "name": "agent"})
    ana.send(HERE, hidden(page) | {"do": "perform"})
    said = ben.get(f"/documents/{desk.document}/history").words("//li[contains(@class, 'card')]")[0]
    assert "the codebook changed: renamed Actor to agent" in said
    assert "ana" in said


def test_what_a_tightened_rule_leaves_behind_is_listed_to_whoever_may_know_of_it(ana, ben, marked, desk, team):
    complete(desk)
    page = ana.send(
        HERE, {"kind": "choices", "attribute": "actor/kind", "becomes": ["state", "", "person", "group"]}
    )
    assert page.words("//p[@class='touched']") == ["1 is to be looked at again."]
    ana.send(HERE, hidden(page) | {"do": "perform"})
    again = f"/projects/{SLUG}/codebook/again"
    assert ana.get(again).words("//p[@class='warning']") == ["kind cannot be “organisation” any more"]
    assert ben.get(again).words("//p[@class='none']") == ["Nothing: all that is marked keeps the present rules."]


def hidden(page):
    """The hidden fields of the form in a page's main part that has the most of them."""
    forms = page.page.xpath("//main//form")
    form = max(forms, key=lambda one: len(one.xpath(".//input[@type='hidden']")))
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    return {name: value for name, value in fields.items() if name != "csrf_token"}


@pytest.fixture
def marked(store, team, desk):
    """An actor and a stance of ben's, an actor of ana's that is an organisation."""
    desk.mark("Kremlin", attributes={"kind": "person"})
    desk.mark("adopted", "stance")
    Desk(store, team["ana"], desk.document).mark("Kremlin", attributes={"kind": "organisation"})


@pytest.fixture
def book(store, team):
    def present():
        with store.read() as tx:
            return codebooks.current(tx, team["ana"], SLUG)

    return present
