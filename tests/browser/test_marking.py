from playwright.sync_api import expect


def test_words_are_marked_by_mouse_and_a_key(desk):
    desk.drag("Russian Observer Research Center")
    expect(desk.palette).to_be_visible()
    desk.press("1")
    assert desk.spans == [("actor", "Russian Observer Research Center")]
    expect(desk.palette).to_be_hidden()
    desk.expect_choosing("Russian Observer Research Center")


def test_words_are_marked_at_the_palette(desk):
    desk.drag("Russian army")
    desk.palette.get_by_role("button", name="Legal instrument").click()
    assert desk.spans == [("legal_instrument", "Russian army")]


def test_words_are_marked_by_a_click_in_the_codebook(desk):
    desk.drag("Russian army")
    desk.page.get_by_label("Codebook").get_by_role("button", name="Stance").click()
    assert desk.spans == [("stance", "Russian army")]


def test_with_a_label_chosen_first_every_selection_is_marked(desk):
    desk.press("2")
    expect(desk.page.locator(".labels [data-label=stance]")).to_have_attribute("aria-pressed", "true")
    desk.drag("ethnic Russians")
    desk.settled()
    desk.drag("Russian army")
    assert desk.spans == [("stance", "ethnic Russians"), ("stance", "Russian army")]
    desk.press("Escape", "Escape")
    expect(desk.page.locator(".labels [data-label=stance]")).to_have_attribute("aria-pressed", "false")


def test_words_are_marked_by_keyboard_alone(desk):
    desk.page.keyboard.press("Tab")
    while desk.page.evaluate("document.activeElement.id") != "article":
        desk.press("Tab")
    desk.press("ArrowDown", "ArrowDown", "ArrowDown")
    assert desk.selected == "He"
    desk.press("ArrowUp")
    assert desk.selected == "At"
    desk.press("ArrowRight", "ArrowRight", "Shift+ArrowRight")
    assert desk.selected == "press conference"
    desk.press("Shift+ArrowLeft")
    assert desk.selected == "press"
    desk.press("Shift+ArrowRight", "3")
    assert desk.spans == [("legal_instrument", "press conference")]


def test_a_sentence_is_selected_by_keys(open_desk):
    desk = open_desk("Astana asks. Tashkent answers at once. Nobody hears.")
    desk.press("ArrowDown", "Shift+ArrowDown", "1")
    assert desk.words == "Astana asks."


def test_the_palette_is_reached_by_keys(desk):
    desk.press("ArrowRight", "Enter", "ArrowRight", "Enter")
    assert [label for label, _ in desk.spans] == ["stance"]


def test_words_are_marked_by_touch(open_desk):
    desk = open_desk(size="phone", touch=True)
    desk.tap("conference")
    desk.select_by_touch("ress confer")
    expect(desk.palette).to_be_visible()
    assert desk.selected == "press conference"
    desk.palette.get_by_role("button", name="Actor").tap()
    assert desk.spans == [("actor", "press conference")]


def test_touching_a_marked_word_opens_it_and_a_button_closes_it(open_desk):
    desk = open_desk("Astana signed.", size="phone", touch=True)
    desk.tap("signed")
    desk.select_by_touch("Astana")
    desk.palette.get_by_role("button", name="Actor").tap()
    desk.settled()
    desk.inspector.get_by_role("button", name="Close").tap()
    expect(desk.inspector).to_have_count(0)
    desk.tap("Astana")
    desk.expect_choosing("Astana")
    expect(desk.inspector.get_by_role("button", name="Close")).to_be_in_viewport()


def test_a_selection_grows_to_whole_words(desk):
    desk.drag("thnic Russian")
    assert desk.selected == "ethnic Russians"


def test_alt_keeps_a_selection_exact(desk):
    desk.mark("thnic Russian", "1", exact=True)
    assert desk.words == "thnic Russian"


def test_a_double_click_with_alt_takes_the_word(desk):
    left, top, right, bottom = desk.boxes("conference")[0]
    desk.page.keyboard.down("Alt")
    desk.page.mouse.dblclick((left + right) / 2, (top + bottom) / 2)
    desk.page.keyboard.up("Alt")
    desk.press("1")
    assert desk.words == "conference"


def test_a_possessive_can_stay_outside(open_desk):
    desk = open_desk("In Moscow’s eyes Astana agreed.")
    desk.mark("Moscow", "1")
    assert desk.words == "Moscow"


def test_keys_make_a_selection_exact_by_the_character(open_desk):
    desk = open_desk("Astana agreed.")
    desk.press("ArrowRight", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft", "1")
    assert desk.words == "Asta"


def test_blanks_at_the_ends_are_trimmed(desk):
    desk.mark(" the Russian army. ", "1", exact=True)
    assert desk.words == "the Russian army."


def test_a_paragraph_selected_by_triple_click_ends_with_its_last_word(open_desk):
    desk = open_desk("Astana agreed.\n\nTashkent did not.\n\nBishkek waits.")
    left, top, right, bottom = desk.boxes("Tashkent")[0]
    desk.page.mouse.click((left + right) / 2, (top + bottom) / 2, click_count=3)
    desk.noticed()
    desk.press("1")
    assert desk.words == "Tashkent did not."


def test_a_selection_that_ends_between_two_paragraphs_ends_with_the_words_before(open_desk):
    desk = open_desk("Astana agreed.\n\nTashkent did not.")
    left, top, _, bottom = desk.boxes("agreed")[0]
    last = desk.boxes("agreed.")[-1]
    desk.page.mouse.move(left + 1, (top + bottom) / 2)
    desk.page.mouse.down()
    desk.page.mouse.move(last[2] + 40, last[3] + 9, steps=4)
    desk.page.mouse.up()
    desk.noticed()
    desk.press("1")
    assert desk.words in ("agreed", "agreed.")


def test_a_selection_whose_end_lies_between_the_paragraphs_elements_is_understood(open_desk):
    desk = open_desk("Astana agreed.\n\nTashkent did not.\n\nBishkek waits.")
    found = desk.page.evaluate("""async () => {
        const { article } = await import(document.querySelector("script[src*='main.js']").src.replace("main.js", "desk.js"));
        return [...article.root.childNodes].map((node, index) => [
            article.offset(article.root, index), node.nodeType === 3 ? article.offset(node, 0) : null]);
    }""")
    starts = {0, 16, 35}
    assert {first for first, _ in found} <= {*starts, 49}
    assert {second for _, second in found if second is not None} <= {*starts, 49}


def test_a_span_crosses_paragraphs(open_desk):
    desk = open_desk("Astana agreed.\n\nTashkent did not.")
    desk.mark("agreed.Tashkent", "2")
    assert desk.words == "agreed.\n\nTashkent"
    assert desk.lanes("agreed") and desk.lanes("Tashkent")


def test_words_after_an_emoji_are_marked_where_they_are_seen(open_desk):
    text = "Сәлем 👨‍👩‍👧‍👦 e\u0301te\u0301 🇰🇿 Қазақстан Республикасы 😀 келісті."
    desk = open_desk(text)
    desk.mark("Қазақстан Республикасы", "1")
    assert desk.words == "Қазақстан Республикасы"
    assert desk.only.start == text.index("Қазақстан")


def test_text_from_right_to_left_is_marked_by_mouse_and_keys(open_desk):
    text = "قال الرئيس إن كازاخستان وقعت الاتفاق مع روسيا."
    desk = open_desk(text)
    desk.press("ArrowLeft", "ArrowLeft", "1")
    desk.settled()
    desk.press("Escape")
    left, top, right, bottom = desk.boxes("كازاخستان")[0]
    desk.page.mouse.move(right - 1, (top + bottom) / 2)
    desk.page.mouse.down()
    desk.page.mouse.move(left + 1, (top + bottom) / 2, steps=4)
    desk.page.mouse.up()
    desk.noticed()
    desk.press("2")
    assert desk.spans == [("actor", "الرئيس"), ("stance", "كازاخستان")]


def test_an_armed_label_does_nothing_to_a_complete_document(desk):
    desk.page.get_by_role("button", name="Complete").click()
    expect(desk.page.get_by_role("button", name="Open again")).to_be_visible()
    desk.ready()
    desk.drag("Russian army")
    desk.press("1")
    expect(desk.palette).to_be_hidden()
    assert desk.spans == []


def test_single_keys_can_be_switched_off_and_everything_is_still_done_by_keyboard(desk):
    desk.press("?")
    desk.page.get_by_role("button", name="Switch single keys off").click()
    desk.page.locator("body[data-keys=off]").wait_for()
    desk.ready()
    desk.drag("Russian army")
    desk.press("1", "n", "?", "a", "]")
    expect(desk.page.locator("#keys")).to_be_hidden()
    assert desk.spans == []
    desk.press("Enter", "Enter")
    assert desk.spans == [("actor", "Russian army")]
    desk.press("Control+z")
    assert desk.spans == []
    desk.page.get_by_role("button", name="Keys").click()
    desk.page.get_by_role("button", name="Switch single keys on").click()
    desk.page.locator("body:not([data-keys])").wait_for()
    desk.ready()
    desk.mark("Russian army", "1")
    assert desk.spans == [("actor", "Russian army")]
