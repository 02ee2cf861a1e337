"""Articles in other scripts: what is pointed at is what is marked, listed, offered again and drawn."""

import pytest
from playwright.sync_api import expect
from written import ARTICLES

FIRST_WORDS = {
    "ar": ["وقّعت", "كازاخستان"],
    "he": ["חתמה", "קזחסטן"],
    "ru": ["Вчера", "Казахстан"],
    "kk": ["Кеше", "Қазақстан"],
    "zh": ["昨天", "哈萨克"],  # without blanks words are those of the browser's dictionary
    "ja": ["昨日", "カザフスタン"],
}


@pytest.mark.parametrize("language", ARTICLES)
def test_an_article_is_marked_by_keys_and_mouse_and_the_same_words_are_offered_again(open_desk, language):
    (text, actor), first = ARTICLES[language], FIRST_WORDS[language]
    desk = open_desk(text)
    assert desk.page.locator("#article .block.paragraph").count() == 2
    on = "ArrowLeft" if language in ("ar", "he") else "ArrowRight"
    found = []
    for _ in first:
        desk.press(on)
        found.append(desk.selected)
    assert found == first
    desk.press("2")
    desk.settled()
    desk.press("Escape")

    drag_across(desk, actor)
    desk.press("1")
    desk.settled()
    assert sorted(desk.spans) == [("actor", actor), ("stance", first[1])]
    assert len(desk.lanes(actor)) == 2
    assert sorted(desk.entries) == sorted([actor, first[1]])

    desk.press("e")
    expect(desk.chooser).to_be_visible()
    desk.press("Enter")
    assert sorted(desk.spans) == [("actor", actor), ("actor", actor), ("stance", first[1])]


def drag_across(desk, words):
    """From the outer edge of the first letter to that of the last, whichever side they are on."""
    boxes = desk.boxes(words)
    left, right, (_, top, _, bottom) = min(box[0] for box in boxes), max(box[2] for box in boxes), boxes[0]
    rightward = desk.page.evaluate(
        "() => getComputedStyle(__range.startContainer.parentElement.closest('.block')).direction"
    )
    ends = (left + 1, right - 1) if rightward == "ltr" else (right - 1, left + 1)
    desk.page.mouse.move(ends[0], (top + bottom) / 2)
    desk.page.mouse.down()
    desk.page.mouse.move(ends[1], (top + bottom) / 2, steps=4)
    desk.page.mouse.up()
    desk.noticed()
