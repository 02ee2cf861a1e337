"""A span that was changed meanwhile: both versions are shown, and either can be chosen."""

import pytest


def test_only_what_differs_is_shown_mine_beside_what_stands(ben, document, desk, span):
    desk.change(span, note="theirs", attributes={"kind": "state"})
    answer = ben.act(document, "change", span=span, version="1", note="mine", **kind("person"))
    assert answer.status_code == 412
    assert rows(answer) == [["Kind", "person", "state"], ["Note", "mine", "theirs"]]


def test_what_i_never_touched_is_no_conflict(ben, document, desk, span):
    desk.change(span, note="theirs")
    answer = ben.act(document, "change", span=span, version="1", note="", **kind("person"))
    assert rows(answer) == [["Kind", "person", "nothing"]]
    choose(ben, answer, "change")
    now = desk.span(span)
    assert (now.note, dict(now.attributes)) == ("theirs", {"kind": "person"})


def test_a_label_and_a_border_are_told_in_words_and_put_over(ben, document, desk, span):
    place = desk.span(span)
    desk.change(span, label="stance")
    wanted = {"label": "legal_instrument", "fragments": f"{place.start - 4}-{place.end}", "words": "the Kremlin"}
    answer = ben.act(document, "change", span=span, version="1", **wanted)
    assert rows(answer) == [
        ["Label", "Legal instrument", "Stance"],
        ["Words", "“the Kremlin”", "“Kremlin”"],
    ]
    choose(ben, answer, "change")
    assert (desk.span(span).label, desk.quotes) == ("legal_instrument", ["the Kremlin"])


def test_attributes_chosen_for_another_label_bring_that_label_with_them(ben, document, desk, span):
    desk.change(span, label="stance")
    answer = ben.act(document, "change", span=span, version="1", **kind("person"))
    assert rows(answer) == [["Label", "Actor", "Stance"], ["Kind", "person", "nothing"]]
    choose(ben, answer, "change")
    assert (desk.span(span).label, dict(desk.span(span).attributes)) == ("actor", {"kind": "person"})


def test_who_wanted_to_delete_sees_what_was_changed_and_may_still(ben, document, desk, span):
    desk.change(span, note="theirs")
    answer = ben.act(document, "delete", span=span, version="1")
    assert rows(answer) == [["Note", "nothing", "theirs"]]
    assert len(desk.spans) == 1
    choose(ben, answer, "delete")
    assert desk.spans == []


def test_where_both_wanted_the_same_there_is_nothing_to_choose(ben, document, desk, span):
    desk.change(span, note="the same")
    answer = ben.act(document, "change", span=span, version="1", note="the same")
    assert rows(answer) == []
    assert answer.page.xpath("//main//form//button") == []
    assert "stands already" in answer.text


def test_a_choice_meets_what_was_changed_in_between_once_more(ben, document, desk, span):
    desk.change(span, note="theirs")
    answer = ben.act(document, "change", span=span, version="1", note="mine")
    desk.change(span, note="theirs again")
    again = choose(ben, answer, "change", status=412)
    assert rows(again) == [["Note", "mine", "theirs again"]]
    assert desk.span(span).note == "theirs again"


@pytest.mark.parametrize("note", ["\nbegins with a blank line", "two\r\nlines", "<b>x</b>", ""])
def test_a_note_put_over_is_what_was_written(ben, document, desk, span, note):
    desk.change(span, note="seen")
    desk.change(span, note="theirs")
    answer = ben.act(document, "change", span=span, version="2", note=note)
    choose(ben, answer, "change")
    assert desk.span(span).note == note.replace("\r\n", "\n")


def rows(answer):
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in answer.page.xpath("//table[@class='versions']/tbody/tr")
    ]


def choose(browser, answer, do, status=303):
    """Press the button of the conflict's form."""
    (form,) = answer.page.xpath("//main//form[.//input[@name='chosen']]")
    # A browser drops the line break that a textarea begins with.
    pairs = [(one.name, (one.value or "").removeprefix("\n")) for one in form.xpath(".//input | .//textarea")]
    fields = {}
    for name, value in [*pairs, *((one.get("name"), one.get("value")) for one in form.xpath(".//button"))]:
        fields.setdefault(name, []).append(value)
    assert fields["do"] == [do]
    told = browser.post(form.get("action"), data=fields)
    assert told.status_code == status
    return told


def kind(value):
    return {"attributes": "1", "attribute.kind": value}


@pytest.fixture
def span(desk):
    return desk.mark("Kremlin")
