"""The editor of the codebook: a draft part by part, versions made of it, nothing lost where two edit at once."""

from dataclasses import replace

import pytest
from acting import SLUG, Desk

from annotator.domain.codebook import Attribute
from annotator.services import codebooks, projects
from annotator.services.accounts import OPERATOR

HERE = f"/projects/{SLUG}/codebook/draft"
LABEL = {"title": "Law firm", "color": "#56B4E9", "shortcut": "8"}


def test_the_editor_begins_with_the_present_version_and_changes_nothing(ana, book):
    page = ana.get(HERE)
    assert page.words("//section[@aria-labelledby='labels']/ol/li/div/a") == [one.title for one in book().labels]
    assert "nothing is changed yet" in page.text
    assert book().version == 1


def test_a_label_is_added_with_everything_that_is_said_of_it(ana, book):
    form = LABEL | {
        "name": "firm",
        "description": "A firm.\r\nOf lawyers.",
        "rules": ["Mark the name.", "", "Not the office."],
        "include": ["Baker & Co"],
        "exclude": ["the bar"],
        "parent": "actor",
    }
    assert ana.send(f"{HERE}/label", form).status_code == 303
    publish(ana, "Firms were missing.")
    label = book().label("firm")
    assert (label.description, label.rules) == ("A firm.\nOf lawyers.", ("Mark the name.", "Not the office."))
    assert (label.include, label.exclude, label.parent) == (("Baker & Co",), ("the bar",), "actor")
    assert (label.color, label.shortcut) == ("#56B4E9", "8")


def test_a_name_is_made_of_the_title_where_none_is_given(ana, book):
    ana.send(f"{HERE}/label", LABEL)
    publish(ana)
    assert book().labels[-1].name == "law_firm"


def test_a_version_is_made_once_with_its_note_and_the_draft_is_gone(ana, book, store, team):
    ana.send(f"{HERE}/label", LABEL)
    assert book().version == 1
    assert publish(ana, "Firms were missing.").headers["Location"] == f"/projects/{SLUG}/codebook"
    with store.read() as tx:
        version = codebooks.versions(tx, team["ana"], SLUG)[-1]
    assert (version.number, version.note, version.by) == (2, "Firms were missing.", "ana")
    assert publish(ana).status_code == 409
    assert book().version == 2


def test_what_a_draft_changes_is_told_before_it_is_a_version(ana):
    ana.send(f"{HERE}/label", LABEL)
    assert ana.get(HERE).words("//ul[@class='differences']/li") == ["Label ‘law_firm’ (Law firm) added"]


def test_a_label_keeps_its_attributes_when_its_form_is_sent(ana, book):
    before = book().label("actor")
    ana.send(f"{HERE}/label", {"old": "actor", "title": "Actors", "color": before.color, "shortcut": "1"})
    publish(ana)
    assert book().label("actor").attributes == before.attributes
    assert book().label("actor").title == "Actors"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"shortcut": "1"}, "There are two of the shortcut “1”."),
        ({"shortcut": "u"}, "The key “u” takes back on the annotation page: take another."),
        ({"name": "actor"}, "There are two of the label “actor”."),
        ({"name": "no name"}, "is not a machine name"),
        ({"color": "other", "other_color": "red"}, "is not a colour like #0072B2"),
        ({"old": "actor", "parent": "nobody"}, "The parent “nobody” of “actor” is not a label."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line_and_what_was_typed_is_kept(ana, book, fields, problem):
    answer = ana.send(f"{HERE}/label", LABEL | {"rules": "A long rule, typed by hand."} | fields)
    assert answer.status_code == 422
    assert problem in answer.problem
    assert "A long rule, typed by hand." in answer.words("//textarea[@name='rules']")
    assert "nothing is changed yet" in ana.get(HERE).text


def test_a_label_never_stands_below_itself(ana):
    for name, parent in (("actor", "stance"), ("stance", "actor")):
        answer = ana.send(f"{HERE}/label", {"old": name, "title": name, "color": "#0072B2", "parent": parent})
    assert answer.problem == "The label “actor” stands below itself."


def test_more_room_keeps_what_was_typed_and_changes_nothing(ana):
    answer = ana.send(f"{HERE}/label", LABEL | {"do": "more", "rules": ["One."]})
    assert len(answer.words("//textarea[@name='rules']")) == 6
    assert answer.page.xpath("//input[@name='title']/@value") == ["Law firm"]
    assert "nothing is changed yet" in ana.get(HERE).text


def test_labels_are_put_in_another_order(ana, book):
    names = [one.name for one in book().labels]
    ana.send(f"{HERE}/label", {"do": "down", "old": names[0]})
    publish(ana)
    assert [one.name for one in book().labels] == [names[1], names[0], *names[2:]]


def test_an_attribute_has_choices_with_definitions_and_a_default(ana, book):
    form = {
        "of": "actor",
        "title": "How sure",
        "type": "choice",
        "choice": ["sure", "unsure", ""],
        "definition": ["No doubt.", "", ""],
        "required": "yes",
        "default": "sure",
    }
    ana.send(f"{HERE}/attribute", form)
    publish(ana)
    assert book().label("actor").attributes[-1] == Attribute(
        "how_sure", "choice", "How sure", "", ("sure", "unsure"), {"sure": "No doubt."}, True, "sure"
    )


@pytest.mark.parametrize(
    ("kind", "default", "kept"),
    [("boolean", "yes", True), ("number", "2", 2), ("number", "0.5", 0.5), ("text", "none", "none")],
)
def test_a_document_has_attributes_of_every_type(ana, book, kind, default, kept):
    ana.send(f"{HERE}/attribute", {"title": "Relevant", "type": kind, "default": default})
    publish(ana)
    found = book().document_attributes[-1]
    assert (found.name, found.type, found.default) == ("relevant", kind, kept)


def test_a_default_that_is_no_choice_is_refused(ana):
    form = {"of": "actor", "title": "Sure", "type": "choice", "choice": "sure", "definition": "", "default": "so"}
    assert "(one of sure), not 'so'" in ana.send(f"{HERE}/attribute", form).problem


def test_a_relation_type_has_its_allowed_ends(ana, book):
    ana.send(f"{HERE}/relation", {"title": "Cites", "from": ["stance"], "to": ["actor", "legal_instrument"]})
    publish(ana)
    kind = book().relation("cites")
    assert (kind.source, kind.target) == (("stance",), ("actor", "legal_instrument"))


def test_what_makes_a_statement_is_said_in_the_codebook(ana, book):
    form = {"stance": "stance", "holder": "holds", "target": "toward", "polarity": "polarity"}
    ana.send(HERE, {"do": "statements", **form, "value": ["supports", "opposes"], "sign": ["+", "-"]})
    publish(ana)
    made = book().statements
    assert (made.stance, made.holder, made.target, made.polarity) == ("stance", "holds", "toward", "polarity")
    assert made.signs == {"supports": "+", "opposes": "-"}


def test_a_statement_without_a_target_is_none(ana):
    answer = ana.send(HERE, {"do": "statements", "stance": "stance", "holder": "holds"})
    assert (answer.status_code, answer.problem) == (
        422,
        "statements.target: a statement has a relation type for it.",
    )


def test_a_label_that_something_else_needs_is_not_taken_out(ana):
    answer = ana.send(f"{HERE}/label", {"do": "remove", "old": "stance"})
    assert answer.status_code == 409
    assert "change that first" in answer.problem


def test_a_label_that_spans_have_is_not_left_out_of_a_version(ana, desk, book):
    ana.send(f"{HERE}/label", LABEL)
    publish(ana)
    desk.mark("Russia", "law_firm")
    ana.send(f"{HERE}/label", {"do": "remove", "old": "law_firm"})
    answer = publish(ana)
    assert answer.status_code == 409
    assert answer.problem == "1 span has the label “law_firm”: retire it, or merge it into another."
    assert book().version == 2


def test_a_version_made_meanwhile_is_shown_beside_the_draft_and_both_are_brought_together(ana, book, store, team):
    ana.send(f"{HERE}/label", LABEL)
    with store.write() as tx:
        present = codebooks.current(tx, team["ana"], SLUG)
        actor = replace(present.labels[0], rules=("One rule.",))
        codebooks.replace(tx, OPERATOR, SLUG, replace(present, labels=(actor, *present.labels[1:])))
    answer = publish(ana)
    assert answer.status_code == 409
    assert "What was changed meanwhile" in answer.words("//h3")
    assert "Label ‘law_firm’ (Law firm) added" in answer.words("//ul[@class='differences']/li")
    assert book().version == 2
    ana.send(HERE, {"do": "together"})
    publish(ana)
    assert book().version == 3
    assert book().label("law_firm")
    assert book().label("actor").rules == ("One rule.",)


def test_of_two_who_changed_the_same_the_drafts_maker_is_told(ana, store, team):
    ana.send(f"{HERE}/label", {"old": "actor", "title": "Mine", "color": "#0072B2"})
    with store.write() as tx:
        present = codebooks.current(tx, team["ana"], SLUG)
        actor = replace(present.labels[0], title="Theirs")
        codebooks.replace(tx, OPERATOR, SLUG, replace(present, labels=(actor, *present.labels[1:])))
    answer = ana.send(HERE, {"do": "together"})
    assert "actor, title: “Mine” here, “Theirs” in the version made meanwhile" in answer.words("//main//li")


def test_a_draft_is_ones_own_and_can_be_dropped(ana, people, sign_in):
    ana.send(f"{HERE}/label", LABEL)
    assert "law_firm" not in sign_in("manager").get(HERE).text
    ana.send(HERE, {"do": "discard"})
    assert "nothing is changed yet" in ana.get(HERE).text


def test_colours_that_hardly_stand_out_are_said_to(ana):
    assert "hardly stands out" not in ana.get(HERE).text
    ana.send(f"{HERE}/label", LABEL | {"color": "#F0E442"})
    assert ana.get(HERE).words("//p[@class='warning']") == [
        "Its colour hardly stands out on the light page: 1.3 to 1, where lines need 3 to 1."
    ]


def test_a_project_without_a_codebook_gets_one_in_the_browser(ana, store, team):
    with store.write() as tx:
        projects.create(tx, team["ana"], "empty", "Empty")
    ana.send("/projects/empty/codebook/draft/label", LABEL)
    ana.send("/projects/empty/codebook/draft", {"do": "publish", "note": ""})
    assert "Law firm" in ana.get("/projects/empty/codebook").text


def test_a_label_tells_how_often_it_is_used_and_by_whom_but_not_of_whom_one_may_not_know(
    ana, ben, desk, store, team
):
    desk.mark("Russia")
    Desk(desk.store, team["ana"], desk.document).mark("Russia")
    assert ana.get(f"/projects/{SLUG}/codebook").words("//p[@class='used']") == ["2 spans: ana 1, ben 1"]
    assert ben.get(f"/projects/{SLUG}/codebook").words("//p[@class='used']") == ["1 span: ben 1"]


def publish(browser, note=""):
    return browser.send(HERE, {"do": "publish", "note": note})


@pytest.fixture
def book(store, team):
    """The present version."""

    def present():
        with store.read() as tx:
            return codebooks.current(tx, team["ana"], SLUG)

    return present
