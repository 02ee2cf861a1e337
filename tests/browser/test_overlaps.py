import pytest
from playwright.sync_api import expect

SIX = [
    "Astana",
    "Astana signed",
    "Astana signed the",
    "Astana signed the pact",
    "signed",
    "Astana signed the pact with Moscow",
]


@pytest.fixture
def overlapping(open_desk):
    """A text with six spans over one word, “signed”, and no one chosen."""
    desk = open_desk("Today Astana signed the pact with Moscow, and Tashkent did not.")
    for number, words in enumerate([*SIX[1:], "signed"]):
        desk.drag(words)
        desk.press("123"[number % 3])
        desk.settled()
    desk.press("Escape")
    return desk


def test_six_spans_over_one_word_have_a_line_each(overlapping):
    lanes = overlapping.lanes("signed")
    assert sorted(lane[:2] for lane in lanes) == ["m0", "m1", "m2", "m3", "m4", "m5"]
    drawn = overlapping.page.evaluate("""() => {
        const run = window.__range.startContainer.parentElement.closest(".r");
        const style = getComputedStyle(run);
        return style.backgroundImage.split(/,(?![^(]*\\))/).filter((one) => one.includes("gradient")).length;
    }""")
    assert drawn >= 6


def test_lines_of_labels_differ_in_more_than_colour(overlapping):
    styles = overlapping.page.evaluate("""() => [0, 1, 2].map((number) =>
        getComputedStyle(document.documentElement).getPropertyValue(`--s${number}`).replaceAll(/var\\(--c\\d\\)|#\\w+/g, ""))""")
    assert len(set(styles)) == 3


def test_a_click_on_overlapping_spans_offers_each(overlapping):
    overlapping.click("signed")
    offered = overlapping.chooser.locator(".entry")
    expect(offered).to_have_count(6)
    for number in range(6):
        if number:
            overlapping.press("Escape")
            overlapping.click("signed")
        words = offered.nth(number).locator(".quote").inner_text()
        offered.nth(number).hover()
        assert overlapping.lit("pointed") == words
        offered.nth(number).click()
        overlapping.expect_choosing(words)
        assert overlapping.lit("chosen") == words


def test_tab_goes_through_overlapping_spans(overlapping):
    select_signed(overlapping)
    overlapping.press("Tab")
    expect(overlapping.chooser).to_be_visible()
    seen = []
    for _ in range(6):
        seen.append(overlapping.lit("pointed"))
        overlapping.press("Tab")
    assert sorted(seen) == sorted([*SIX[1:], "signed"])
    overlapping.press("Shift+Tab")
    words = overlapping.lit("pointed")
    overlapping.press("Enter")
    overlapping.expect_choosing(words)


def test_escape_leaves_a_chooser_that_is_still_on_its_way(overlapping):
    select_signed(overlapping)
    escape_from(overlapping, "**/at/*", "Tab")
    expect(overlapping.chooser).to_be_hidden()
    assert overlapping.selected == ""
    select_signed(overlapping)
    overlapping.press("Tab")
    expect(overlapping.chooser).to_be_visible()


def test_escape_leaves_a_span_that_is_still_on_its_way_for_the_one_before(overlapping):
    overlapping.entry("Astana signed").click()
    overlapping.expect_choosing("Astana signed")
    escape_from(overlapping, "**/spans/*", "n")
    overlapping.expect_choosing("Astana signed")
    expect(overlapping.saved).not_to_contain_text("No connection")
    overlapping.press("Delete")
    assert "Astana signed" not in [words for _, words in overlapping.spans]
    assert len(overlapping.spans) == 5


def escape_from(desk, asked: str, key: str) -> None:
    """Press ``key``, and Escape before what it asks the server for is answered."""

    def never(_route):
        return None

    desk.page.route(asked, never)
    with desk.page.expect_request(asked):
        desk.press(key)
    desk.press("Escape")
    desk.page.wait_for_function("() => !document.querySelector('.htmx-request')")
    desk.page.unroute(asked)


def test_tab_does_not_trap(overlapping):
    select_signed(overlapping)
    overlapping.press("Tab")
    expect(overlapping.chooser).to_be_visible()
    overlapping.press("Escape")
    expect(overlapping.chooser).to_be_hidden()
    overlapping.press("Tab")
    assert overlapping.page.evaluate("document.activeElement.closest('#statements, .spans') !== null")
    overlapping.press("Shift+Tab")
    assert overlapping.page.evaluate("document.activeElement.id") == "article"


def test_adjacent_spans_of_one_label_are_told_apart(open_desk):
    desk = open_desk("Astana Tashkent Bishkek")
    desk.mark("Astana ", "1", exact=True)
    desk.mark("Tashkent", "1")
    ends = desk.page.evaluate("() => document.querySelector('.r').className")
    assert "m0-0e" in ends.split()


def test_an_adjacent_span_of_one_label_begins_after_a_gap(open_desk):
    desk = open_desk("Ключевой")
    desk.mark("Ключ", "1", exact=True)
    desk.press("Escape")
    desk.mark("евой", "1", exact=True)
    assert desk.spans == [("actor", "Ключ"), ("actor", "евой")]
    lines = desk.page.evaluate(
        "() => [...document.querySelectorAll('.r')].map((run) => getComputedStyle(run).backgroundImage)"
    )
    assert len(lines) == 2
    assert all(line.startswith("linear-gradient(270deg, rgba(0, 0, 0, 0) 2px, ") for line in lines)


def test_the_line_under_a_marked_word_is_seen(desk):
    desk.mark("Russian army", "1")
    desk.press("Escape")
    left, _, right, bottom = desk.boxes("Russian army")[0]
    clip = {"x": left, "y": bottom - 8, "width": right - left, "height": 12}
    pixels = desk.page.evaluate(
        """async (png) => {
            const image = new Image();
            image.src = `data:image/png;base64,${png}`;
            await image.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [image.width, image.height];
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const { data } = context.getImageData(image.width / 2, 0, 1, image.height);
            return Array.from({ length: image.height }, (_, row) => [...data.slice(row * 4, row * 4 + 3)]);
        }""",
        _base64(desk.page.screenshot(clip=clip, caret="initial")),
    )
    assert [0, 114, 178] in pixels  # #0072B2


def test_the_last_line_of_a_paragraph_shows_all_its_lanes(overlapping):
    room = overlapping.page.evaluate("""() => {
        const run = [...document.querySelectorAll(".r")].at(-1).getBoundingClientRect();
        return document.querySelector(".block").getBoundingClientRect().bottom - run.bottom;
    }""")
    assert room >= 0


def test_text_and_list_point_at_each_other(overlapping):
    overlapping.point("with Moscow")
    pointed = overlapping.page.locator("#list .pointed .quote")
    expect(pointed).to_have_text(["Astana signed the pact with Moscow"])
    overlapping.point("Today")
    expect(pointed).to_have_count(0)
    overlapping.entry("Astana signed the pact").hover()
    assert overlapping.lit("pointed") == "Astana signed the pact"
    overlapping.page.mouse.move(2, 400)
    overlapping.entry("Astana signed").focus()
    assert overlapping.lit("pointed") == "Astana signed"
    overlapping.article.focus()
    assert overlapping.lit("pointed") == ""
    select_signed(overlapping)
    expect(pointed).to_have_count(6)


def select_signed(desk) -> None:
    desk.click("Today")
    desk.press("ArrowRight", "ArrowRight")
    assert desk.selected == "signed"


def _base64(data: bytes) -> str:
    import base64

    return base64.b64encode(data).decode()
