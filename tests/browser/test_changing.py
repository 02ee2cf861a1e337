import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from annotator.services import annotating
from annotator.services.recording import Action

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")


@pytest.fixture
def marked(open_desk):
    """“Tashkent signed” marked as a stance, and chosen."""
    desk = open_desk("In March Tashkent signed the pact, Moscow told.\n\nTashkent was calm. So was Astana.")
    desk.mark("Tashkent signed", "2")
    return desk


def test_a_chosen_span_shows_its_attributes_and_note_in_place(marked):
    expect(marked.inspector.get_by_text("Polarity")).to_be_visible()
    expect(marked.inspector.get_by_label("Note")).to_be_visible()


def test_attributes_are_set_by_mouse(marked):
    marked.inspector.get_by_label("opposes").check()
    marked.inspector.get_by_label("reported").check()
    assert dict(marked.only.attributes) == {"polarity": "opposes", "voice": "reported"}


def test_attributes_are_set_by_keys(marked):
    marked.press("Enter", "Space", "ArrowDown", "ArrowDown")
    marked.settled()
    assert marked.only.attributes["polarity"] == "ambivalent"
    expect(marked.inspector.get_by_label("ambivalent")).to_be_focused()


def test_open_questions_are_answered_by_shift_and_a_digit(marked):
    marked.press("Shift+Digit2")
    marked.settled()
    marked.press("Shift+Digit3")
    assert dict(marked.only.attributes) == {"polarity": "opposes", "voice": "reported"}


def test_quick_changes_in_a_row_all_arrive(marked):
    slow(marked)
    marked.press("Enter", "Space", "ArrowDown", "ArrowDown", "ArrowDown")
    marked.inspector.get_by_label("narrator").check()
    marked.inspector.get_by_label("Note").fill("at once")
    marked.inspector.get_by_label("Note").blur()
    marked.settled()
    assert dict(marked.only.attributes) == {"polarity": "withholds", "voice": "narrator"}
    assert marked.only.note == "at once"
    expect(marked.saved).to_have_text(SAVED)


def test_a_note_is_saved_when_it_is_left(marked):
    note = marked.inspector.get_by_label("Note")
    note.click()
    marked.page.keyboard.type("1 2 ? n u a e [ . Tab")
    expect(note).to_have_value("1 2 ? n u a e [ . Tab")
    marked.press("Escape")
    assert marked.only.note == "1 2 ? n u a e [ . Tab"
    assert marked.spans == [("stance", "Tashkent signed")]
    expect(marked.page.locator("#list .entry small")).to_contain_text("note")


def test_a_note_being_written_outlives_the_answer_to_another_action(marked):
    slow(marked)
    marked.inspector.get_by_label("opposes").check()
    marked.inspector.get_by_label("Note").click()
    marked.page.keyboard.type("half a")
    marked.settled()
    expect(marked.inspector.get_by_label("Note")).to_be_focused()
    marked.page.keyboard.type(" thought")
    marked.inspector.get_by_label("Note").blur()
    assert marked.only.note == "half a thought"
    assert marked.only.attributes["polarity"] == "opposes"
    expect(marked.saved).to_have_text(SAVED)


def test_a_note_is_saved_when_another_span_is_opened(marked):
    marked.mark("Moscow", "1")
    marked.entry("Tashkent signed").click()
    marked.expect_choosing("Tashkent signed")
    slow(marked)
    marked.inspector.get_by_label("Note").click()
    marked.page.keyboard.type("kept")
    marked.entry("Moscow").click()
    marked.settled()
    marked.expect_choosing("Moscow")
    notes = [span.note for span in marked.site.spans(marked.document)]
    assert notes == ["kept", ""]


def test_borders_move_by_keys(marked):
    marked.press(".")
    marked.press(".")
    marked.settled()
    assert marked.words == "Tashkent signed the pact"
    marked.press(",", "Shift+Comma")
    assert marked.words == "March Tashkent signed the"
    marked.press("Shift+Period", "Alt+Period")
    assert marked.words == "Tashkent signed the p"
    marked.press("Alt+Comma", "Alt+Shift+Period")
    assert marked.words == "ashkent signed the"


def test_a_border_moved_by_the_character_steps_over_blanks(marked):
    marked.press("Alt+Period")
    assert marked.words == "Tashkent signed t"
    marked.press("Alt+Comma", "Alt+Shift+Comma")
    assert marked.words == "h Tashkent signed"


def test_a_border_is_dragged_along_its_line(marked):
    box = marked.page.locator(".handle.end").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    right = marked.boxes("pact")[0][2]
    marked.page.mouse.move(x, y)
    marked.page.mouse.down()
    marked.page.mouse.move(right - 2, y, steps=5)
    marked.page.mouse.up()
    assert marked.words == "Tashkent signed the pact"


def test_a_key_pressed_before_the_next_span_is_there_does_not_hit_the_last_one(marked):
    marked.mark("pact", "1")
    marked.entry("Tashkent signed").click()
    marked.expect_choosing("Tashkent signed")
    asked: list = []

    def hold(route):
        asked.append(route)

    marked.page.route("**/spans/*", hold)
    with marked.page.expect_request("**/spans/*"):
        marked.press("n")
    marked.press("Delete")
    asked[0].continue_()
    marked.expect_choosing("pact")
    assert [words for _, words in marked.spans] == ["Tashkent signed", "pact"]


def test_a_span_that_is_gone_meanwhile_is_said_to_be_gone(marked, browsing):
    browsing.forgive("404")
    marked.press("Escape")
    marked.settled()
    with marked.site.store.write() as tx:
        (span,) = marked.site.spans(marked.document)
        gone = Action(str(uuid4()), "0" * 64)
        annotating.delete(tx, marked.site.person("ana"), gone, span.id)
    marked.entry("Tashkent signed").click()
    expect(marked.page.get_by_role("alert")).to_contain_text("This span is no longer there")


def test_a_note_being_written_outlives_a_reload(marked):
    marked.inspector.get_by_label("Note").fill("half a thought")
    marked.page.reload()
    marked.ready()
    marked.settled()
    assert marked.only.note == "half a thought"


def test_borders_pressed_faster_than_answers_come_add_up(marked):
    slow(marked)
    marked.press(".", ".", ".")
    assert marked.words == "Tashkent signed the pact, Moscow"
    expect(marked.saved).to_have_text(SAVED)


def test_borders_are_dragged(marked):
    drag_handle(marked, "end", "pac")
    assert marked.words == "Tashkent signed the pact"
    drag_handle(marked, "start", "arch")
    assert marked.words == "March Tashkent signed the pact"


def test_a_border_dragged_with_alt_is_exact(marked):
    marked.page.keyboard.down("Alt")
    drag_handle(marked, "end", "the pac")
    marked.page.keyboard.up("Alt")
    assert marked.words == "Tashkent signed the pac"


def test_a_word_at_the_border_of_the_chosen_span_can_still_be_selected(marked):
    marked.mark("Tashkent", "1")
    assert marked.spans == [("stance", "Tashkent signed"), ("actor", "Tashkent")]


def test_a_drag_across_a_border_handle_selects_what_is_dragged_over(marked):
    marked.mark("March Tashkent", "1")
    marked.drag("Tashkent signed the pact")
    assert marked.selected == "Tashkent signed the pact"


def test_a_span_is_relabelled_by_key(marked):
    marked.press("1")
    assert marked.spans == [("actor", "Tashkent signed")]
    expect(marked.inspector).to_have_attribute("data-label", "actor")


def test_a_span_is_deleted_and_brought_back_by_keys(marked):
    marked.press("Delete")
    assert marked.spans == []
    expect(marked.inspector).to_have_count(0)
    expect(marked.page.get_by_text("Nothing is marked yet.")).to_be_visible()
    marked.press("u")
    assert marked.spans == [("stance", "Tashkent signed")]
    marked.press("r")
    assert marked.spans == []
    marked.press("Control+z")
    assert marked.spans == [("stance", "Tashkent signed")]
    marked.press("Control+Shift+z")
    assert marked.spans == []


def test_nothing_to_undo_is_said_in_one_line(desk, browsing):
    browsing.forgive("409")
    desk.press("u")
    expect(desk.notice).to_have_text("There is nothing to undo here.")


def test_a_span_gets_a_second_fragment(marked):
    marked.drag("was calm")
    marked.press("a")
    marked.settled()
    text = marked.site.text(marked.document)
    assert [text[start:end] for start, end in marked.only.fragments] == ["Tashkent signed", "was calm"]
    assert marked.lit("chosen") == "Tashkent signed|was calm"
    assert marked.lanes("was calm") and not marked.lanes("the pact")
    marked.click("calm")
    expect(marked.inspector.locator(".quote")).to_have_text("Tashkent signed … was calm")


def test_a_missing_required_attribute_is_marked_gently(marked):
    expect(marked.inspector.locator("fieldset.open")).to_have_count(2)
    expect(marked.page.locator("#list .entry .open")).to_have_text("polarity, voice?")
    marked.inspector.get_by_label("opposes").check()
    marked.inspector.get_by_label("reported").check()
    marked.settled()
    expect(marked.inspector.locator("fieldset.open")).to_have_count(0)
    expect(marked.page.locator("#list .entry .open")).to_have_count(0)


def test_completing_lists_what_is_open(marked):
    marked.page.get_by_role("button", name="Complete").click()
    questions = marked.page.get_by_role("region", name="1 span is not finished")
    expect(questions).to_contain_text("polarity, voice?")
    questions.locator(".entry").click()
    marked.expect_choosing("Tashkent signed")
    assert marked.site.state(marked.document) == "in_progress"
    questions.get_by_text("Go on annotating").click()
    expect(questions).to_have_count(0)
    marked.page.get_by_role("button", name="Complete").click()
    marked.page.get_by_role("button", name="Complete it anyway").click()
    expect(marked.page.get_by_role("button", name="Open again")).to_be_visible()
    assert marked.site.state(marked.document) == "complete"


def test_what_is_open_is_listed_anew_while_it_is_answered(marked):
    marked.mark("Moscow", "1")
    marked.press("Escape")
    marked.page.get_by_role("button", name="Complete").click()
    questions = marked.page.locator("#questions")
    expect(questions).to_contain_text("2 spans are not finished")
    questions.locator(".entry", has_text="Moscow").click()
    marked.expect_choosing("Moscow")
    marked.press("Shift+Digit1")
    expect(questions).to_contain_text("1 span is not finished")
    expect(questions.locator(".entry")).to_have_count(1)
    marked.press("u")
    expect(questions).to_contain_text("2 spans are not finished")
    marked.press("r")
    expect(questions).to_contain_text("1 span is not finished")
    questions.locator(".entry").click()
    marked.expect_choosing("Tashkent signed")
    marked.press("Delete")
    expect(questions).to_contain_text("Nothing is open any more")
    questions.get_by_role("button", name="Complete it").click()
    expect(marked.page.get_by_role("button", name="Open again")).to_be_visible()
    assert marked.site.state(marked.document) == "complete"


def test_a_note_keeps_the_empty_line_it_begins_with(marked):
    marked.inspector.get_by_label("Note").fill("\n\nafter two empty lines\n")
    marked.inspector.get_by_label("Note").blur()
    assert marked.only.note == "\n\nafter two empty lines\n"
    marked.page.reload()
    marked.ready()
    marked.entry("Tashkent signed").click()
    expect(marked.inspector.get_by_label("Note")).to_have_value("\n\nafter two empty lines\n")
    marked.inspector.get_by_label("opposes").check()
    assert (marked.only.note, marked.only.attributes) == ("\n\nafter two empty lines\n", {"polarity": "opposes"})


def test_a_complete_document_is_opened_again(marked):
    marked.press("Escape")
    marked.page.get_by_role("button", name="Complete").click()
    marked.page.get_by_role("button", name="Complete it anyway").click()
    marked.page.get_by_role("button", name="Open again").click()
    expect(marked.page.get_by_role("button", name="Complete")).to_be_visible()
    marked.ready()
    marked.mark("Moscow", "1")
    assert len(marked.spans) == 2


def test_the_keys_are_shown_and_put_away(marked):
    marked.press("?")
    dialog = marked.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    marked.press("Delete", "Escape")
    expect(dialog).to_be_hidden()
    assert len(marked.spans) == 1
    marked.expect_choosing("Tashkent signed")


def test_escape_backs_out_one_step_at_a_time(marked):
    page = marked.page
    marked.drag("Moscow")
    expect(marked.palette).to_be_visible()
    marked.press("Escape")
    expect(marked.palette).to_be_hidden()
    assert marked.selected == "Moscow"
    marked.press("Escape")
    assert marked.selected == ""
    marked.expect_choosing("Tashkent signed")
    marked.press("Enter")
    assert page.evaluate("document.querySelector('#inspector').contains(document.activeElement)")
    marked.press("Escape")
    assert page.evaluate("document.activeElement.id") == "article"
    marked.press("Escape")
    expect(marked.inspector).to_have_count(0)
    marked.press("3")
    expect(page.locator(".labels [aria-pressed=true]")).to_have_count(1)
    marked.press("Escape")
    expect(page.locator(".labels [aria-pressed=true]")).to_have_count(0)


def test_spans_are_gone_through_by_keys(marked):
    marked.mark("Astana", "1")
    marked.press("Escape")
    marked.press("p")
    marked.expect_choosing("Tashkent signed")
    marked.press("n")
    marked.expect_choosing("Astana")
    marked.press("p")
    marked.expect_choosing("Tashkent signed")


def test_somebody_who_goes_through_spans_fast_sees_the_last_one(marked):
    for words in ("Moscow", "calm", "Astana"):
        marked.mark(words, "1")
    marked.press("p", "p", "p")
    for words in ("Moscow", "calm", "Astana"):
        marked.entry(words).click(no_wait_after=True)
    marked.expect_choosing("Astana")
    assert marked.lit("chosen") == "Astana"


def test_a_span_that_another_window_changed_is_shown_as_it_stands(marked, browsing):
    browsing.forgive("412")
    other = marked.page.context.new_page()
    other.goto(f"/documents/{marked.document}")
    other.locator("#list .entry").click()
    other.get_by_label("opposes").check()
    expect(other.locator("#saved")).to_have_text(SAVED)
    marked.inspector.get_by_label("narrator").click()
    expect(marked.notice).to_contain_text("was changed since you looked at it")
    expect(marked.inspector.get_by_label("opposes")).to_be_checked()
    assert dict(marked.only.attributes) == {"polarity": "opposes"}
    expect(marked.page.locator("#questions td")).to_have_text(["narrator", "nothing"])


def slow(desk, milliseconds: int = 250) -> None:
    """Let the server's answers take their time."""

    def later(route):
        desk.page.wait_for_timeout(milliseconds)
        route.continue_()

    desk.page.route("**/actions", later)


def drag_handle(desk, side: str, words: str) -> None:
    box = desk.page.locator(f".handle.{side}").bounding_box()
    left, top, right, bottom = desk.boxes(words)[-1]
    desk.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.page.mouse.down()
    desk.page.mouse.move(
        (left if side == "start" else right) + (1 if side == "start" else -1), (top + bottom) / 2, steps=4
    )
    desk.page.mouse.up()
