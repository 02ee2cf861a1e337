"""An answer that comes while the mouse is at work: what was begun ends as if there had been none."""

import pytest
from playwright.sync_api import expect

TEXT = "In March Tashkent signed the pact. Moscow was told."


class Held:
    """The answer to the next action, until it is let go."""

    def __init__(self, page) -> None:
        self._page = page
        self._routes: list = []
        page.route("**/actions", self._hold, times=1)

    def _hold(self, route) -> None:
        self._routes.append(route)

    def let_go(self) -> None:
        with self._page.expect_response("**/actions"):
            self._routes[0].continue_()


@pytest.fixture
def desk(open_desk):
    return open_desk(TEXT)


@pytest.fixture
def held(desk) -> Held:
    """The answer to a first span."""
    answer = Held(desk.page)
    desk.drag("Tashkent")
    with desk.page.expect_request("**/actions"):
        desk.press("1")
    return answer


@pytest.mark.parametrize("moment", ["before it is pressed", "pressed", "half way", "at the end", "let go"])
def test_a_selection_is_made(desk, held, moment):
    mouse = desk.page.mouse
    ((left, top, right, bottom),) = desk.boxes("Moscow")
    middle = (top + bottom) / 2
    steps = {
        "before it is pressed": lambda: mouse.move(left + 1, middle),
        "pressed": mouse.down,
        "half way": lambda: mouse.move((left + right) / 2, middle),
        "at the end": lambda: mouse.move(right - 1, middle, steps=3),
        "let go": mouse.up,
    }
    for name, step in steps.items():
        step()
        if name == moment:
            held.let_go()
    desk.noticed()
    desk.press("2")
    assert desk.spans == [("actor", "Tashkent"), ("stance", "Moscow")]


def test_words_that_were_swapped_in_can_be_hit_before_they_are_drawn(desk, held):
    # As in a long text, where the browser draws only what is in sight.
    desk.article.evaluate("(article) => article.classList.add('long')")
    ((left, top, _, bottom),) = desk.boxes("Moscow")
    desk.page.evaluate(
        """([x, y]) => addEventListener("htmx:after:swap", () => {
          const { offsetNode, offset } = document.caretPositionFromPoint(x, y);
          window.hit = String(offsetNode.data).slice(offset);
        }, { once: true })""",
        [left + 1, (top + bottom) / 2],
    )
    held.let_go()
    desk.page.wait_for_function("() => window.hit !== undefined")
    assert desk.page.evaluate("hit") == "Moscow was told."


def test_a_click_on_a_span_in_the_list_opens_it(desk):
    desk.mark("Moscow", "2")
    desk.press("Escape")
    expect(desk.inspector.locator(".quote")).to_have_count(0)
    held = Held(desk.page)
    desk.drag("was told")
    with desk.page.expect_request("**/actions"):
        desk.press("1")
    desk.entry("Moscow").hover()
    desk.page.mouse.down()
    held.let_go()
    desk.page.mouse.up()
    desk.expect_choosing("Moscow")


def test_a_click_on_a_span_in_the_text_opens_it(desk):
    desk.mark("Moscow", "2")
    desk.press("Escape")
    held = Held(desk.page)
    desk.drag("was told")
    with desk.page.expect_request("**/actions"):
        desk.press("1")
    desk.point("Moscow")
    desk.page.mouse.down()
    held.let_go()
    desk.page.mouse.up()
    desk.expect_choosing("Moscow")


def test_an_answer_is_shown_as_soon_as_the_mouse_is_let_go(desk, held):
    desk.point("Moscow")
    desk.page.mouse.down()
    held.let_go()
    desk.noticed()
    expect(desk.saved).to_have_text("Saving… 1 action waits.")
    desk.page.mouse.up()
    desk.settled()
    expect(desk.saved).to_contain_text("Saved ")
    assert desk.entries == ["Tashkent"]
