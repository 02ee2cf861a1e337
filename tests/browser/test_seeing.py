"""For whoever sees little or hears the page: large letters, nothing that moves, and an order that makes sense."""

import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "annotator" / "web" / "static"


def test_at_twice_the_size_everything_stays_in_the_window_and_words_are_marked(open_desk):
    desk = open_desk("Astana signed the treaty.\n\nTashkent did not.")
    desk.page.set_viewport_size({"width": 720, "height": 450})  # 1440 by 900 at 200 %
    desk.mark("Astana", "1")
    desk.mark("treaty", "3")
    assert desk.spans == [("actor", "Astana"), ("legal_instrument", "treaty")]
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_screen_reader_hears_codebook_article_statements_and_spans_in_this_order(open_desk):
    desk = open_desk("Astana signed the treaty.\n\nTashkent did not.", title="Two capitals")
    desk.mark("Astana", "1")
    desk.mark("signed", "2")
    heard = desk.page.locator("body").aria_snapshot()
    told = [
        'link "Skip to the content"',
        'navigation "Where you are"',
        'button "Complete"',
        'complementary "Codebook"',
        'button "Actor 1"',
        'heading "Two capitals" [level=1]',
        'article "Text of the article"',
        "paragraph: Astana signed the treaty.",
        "paragraph: Tashkent did not.",
        'region "Statements"',
        'complementary "Spans"',
        "status: Saved",
        'group "Polarity please choose"',
        'heading "Spans" [level=2]',
        'link "Astana Actor',
        'link "signed Stance',
    ]
    places = [heard.index(one) for one in told]
    assert places == sorted(places)


def test_nothing_moves_by_itself_whether_or_not_less_motion_is_wished():
    moving = re.compile(r"\b(transition|animation|scroll-behavior)\s*:|@keyframes|behavior:\s*.smooth|\.animate\(")
    sheets = [path for end in ("css", "js") for path in STATIC.rglob(f"*.{end}") if "vendor" not in path.parts]
    assert len(sheets) > 10
    assert [path.name for path in sheets if moving.search(path.read_text(encoding="utf-8"))] == []
