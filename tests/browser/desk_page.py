"""The annotation page as somebody uses it: by mouse, by keys, by touch, reading what it shows."""

import json
import re

from playwright.sync_api import Locator, Page, expect

# The boxes of some words in the article, wherever the elements of their text begin and end.
_BOXES = """([words, nth]) => {
  const article = document.querySelector("#article");
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push([text.length, node]);
    text += node.data;
  }
  let at = -1;
  for (let left = nth; left >= 0; left -= 1) at = text.indexOf(words, at + 1);
  if (at < 0) throw new Error(`“${words}” does not stand in the article`);
  const place = (offset) => {
    const [start, node] = nodes.findLast(([start]) => start <= offset);
    return [node, offset - start];
  };
  const range = document.createRange();
  range.setStart(...place(at));
  const [last, end] = place(at + words.length - 1);
  range.setEnd(last, end + 1);
  const shown = range.getBoundingClientRect();
  if (shown.top < 90 || shown.bottom > innerHeight - 90) scrollBy(0, shown.top - innerHeight / 2);
  window.__range = range;
  return [...range.getClientRects()].filter((box) => box.width).map((box) => [box.left, box.top, box.right, box.bottom]);
}"""
# What the page itself puts off to its next task is done then, however busy the machine is.
A_MOMENT = "() => new Promise((done) => setTimeout(done, 20))"
_NO_ACTION_WAITS = """() => !Object.keys(localStorage).some((key) => key.startsWith("annotator:"))"""


class DeskPage:
    def __init__(self, page: Page, site, who: str, document: str) -> None:
        self.page = page
        self.site = site
        self.who = who
        self.document = document

    # -- the page ------------------------------------------------------------------------------------

    def open(self) -> None:
        self.page.goto(f"/documents/{self.document}")
        self.ready()

    def ready(self) -> None:
        self.page.locator("html.scripted").wait_for()

    def settled(self) -> None:
        """Wait until everything that was done is saved, and shown."""
        self.noticed()
        self.page.wait_for_function(_NO_ACTION_WAITS)
        self.noticed()

    def noticed(self) -> None:
        """Wait until the page has taken what mouse or finger did: a selection settles after its event."""
        self.page.evaluate(A_MOMENT)

    @property
    def article(self) -> Locator:
        return self.page.locator("#article")

    @property
    def inspector(self) -> Locator:
        return self.page.locator("#inspected")

    @property
    def chooser(self) -> Locator:
        return self.page.locator("#chooser")

    @property
    def palette(self) -> Locator:
        return self.page.locator("#palette")

    @property
    def saved(self) -> Locator:
        return self.page.locator("#saved")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#notice")

    # -- the hands -----------------------------------------------------------------------------------

    def boxes(self, words: str, nth: int = 0) -> list[list[float]]:
        before = None
        while (
            found := self.page.evaluate(_BOXES, [words, nth])
        ) != before:  # scrolls to them, until all stands still
            before = found
            self.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
        return found

    def point(self, words: str, nth: int = 0) -> None:
        left, top, right, bottom = self.boxes(words, nth)[0]
        self.page.mouse.move((left + right) / 2, (top + bottom) / 2)

    def click(self, words: str, nth: int = 0) -> None:
        left, top, right, bottom = self.boxes(words, nth)[0]
        self.page.mouse.click((left + right) / 2, (top + bottom) / 2)
        self.noticed()

    def tap(self, words: str, nth: int = 0) -> None:
        left, top, right, bottom = self.boxes(words, nth)[0]
        # The click that a tap becomes comes later than the touch.
        clicked = self.page.evaluate_handle(
            "() => ({ come: new Promise((done) => addEventListener('click', done, { capture: true, once: true })) })"
        )
        self.page.touchscreen.tap((left + right) / 2, (top + bottom) / 2)
        clicked.evaluate("({ come }) => come.then(() => {})")
        self.noticed()

    def drag(self, words: str, nth: int = 0, *, exact: bool = False) -> None:
        """Select by mouse from the first character to the last."""
        boxes = self.boxes(words, nth)
        (left, top, _, bottom), (_, end_top, right, end_bottom) = boxes[0], boxes[-1]
        self.page.mouse.move(left + 1, (top + bottom) / 2)
        if exact:
            self.page.keyboard.down("Alt")
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, (end_top + end_bottom) / 2)
        self.page.mouse.move(right - 1, (end_top + end_bottom) / 2, steps=3)
        self.page.mouse.up()
        if exact:
            self.page.keyboard.up("Alt")
        self.noticed()

    def select_by_touch(self, words: str, nth: int = 0) -> None:
        """What the system's own handles do: the selection changes, after a finger was down."""
        self.page.evaluate(_BOXES, [words, nth])
        self.page.evaluate(
            "() => { const all = getSelection(); all.removeAllRanges(); all.addRange(window.__range); }"
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def mark(self, words: str, key: str, nth: int = 0, *, exact: bool = False) -> None:
        """Select by mouse, tag by key, and wait until it is saved."""
        self.drag(words, nth, exact=exact)
        self.press(key)
        self.settled()

    # -- the eyes ------------------------------------------------------------------------------------

    @property
    def selected(self) -> str:
        return self.page.evaluate("() => String(getSelection())")

    @property
    def entries(self) -> list[str]:
        """What the list beside the text quotes."""
        return self.page.locator("#list .entry .quote").all_inner_texts()

    def entry(self, quote: str, nth: int = 0) -> Locator:
        quoted = self.page.locator(".quote", has_text=re.compile(f"^{re.escape(quote)}$"))
        return self.page.locator("#list .entry", has=quoted).nth(nth)

    def lit(self, kind: str) -> str:
        """The words under a passing mark: chosen, pointed, pending."""
        return self.page.evaluate("(kind) => [...(CSS.highlights.get(kind) ?? [])].map(String).join('|')", kind)

    def lanes(self, words: str, nth: int = 0) -> list[str]:
        """The classes of the run that ``words`` begin in."""
        self.page.evaluate(_BOXES, [words, nth])
        found = self.page.evaluate(
            "() => window.__range.startContainer.parentElement.closest('.r')?.className ?? ''"
        )
        return [one for one in found.split() if re.match(r"m\d", one)]

    def expect_choosing(self, words: str) -> None:
        expect(self.inspector.locator(".quote")).to_have_text(words)
        expect(self.page.locator(".htmx-settling")).to_have_count(0)  # until then the text shows the one before

    # -- the truth -----------------------------------------------------------------------------------

    @property
    def spans(self) -> list[tuple[str, str]]:
        """Label and words of what is saved, in reading order."""
        self.settled()
        text = self.site.text(self.document, self.who)
        return [(span.label, span.quote(text)) for span in self.site.spans(self.document, self.who)]

    @property
    def only(self):
        """The one span that is saved."""
        self.settled()
        (span,) = self.site.spans(self.document, self.who)
        return span

    @property
    def words(self) -> str:
        """The words of the one span that is saved."""
        return self.only.quote(self.site.text(self.document, self.who))

    def kept_actions(self) -> list[list]:
        """The fields of what waits in the outbox."""
        found = self.page.evaluate("() => Object.entries(localStorage).sort().map(([, entry]) => entry)")
        return [json.loads(one)["fields"] for one in found]
