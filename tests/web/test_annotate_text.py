"""The text on the annotation page: code point for code point what was imported, whatever stands in it."""

import json
import re
from pathlib import Path

import pytest
from acting import SLUG, Desk, new_id

from annotator.services import corpus

HOSTILE = {
    "emoji": "👩‍👩‍👧 said “no” 🇰🇿 to 👍🏽 and 𝒜𝒷.",
    "combining": "не́ был и\u0306 Z\u0335\u0327\u0301 Cafe\u0301 Café",
    "right to left": "שלום and سلام \u202eabc\u202c \u2066x\u2069 \u200f end",
    "zero width": "a\u200bb\u200dc\ufeffd\xade\u2060f",
    "markup": "<script>alert(1)</script> <img src=x onerror=alert(1)> </p></article> <!-- <b>",
    "entities": "&amp; &lt; &#60; &nbsp; AT&T &copy &notin; &amp;amp;",
    "templates": "{{ 7*7 }} {% raw %} ${7*7} <%= 7 %> {{ config }}",
    "htmx": '<a hx-get="/sign-out" hx-trigger="load">x</a> <hx-partial hx-target="#article">',
    "quotes": "\"' ' \" ` \\ \\n \\u0000",
    "blanks": "two  blanks, a\ttab, a\xa0no-break, \u2003em, \u3000ideographic, trailing ",
    "separators": "line\u2028separator paragraph\u2029separator next\x85line form\x7f.",
    "odd but allowed": "\ufffd \ufdd0 \U0001fffe \ue000",
    "long word": "a" * 5_000,
}


def test_the_seed_articles_stand_on_the_page_as_they_are(ana, store, team):
    with store.read() as tx:
        documents = [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents]
    assert len(documents) == 5
    for one in documents:
        assert whole_text(ana.get(f"/documents/{one}")) == Desk(store, team["ana"], one).text


def test_hostile_text_stands_on_the_page_as_it_is(ana, store, team, hostile):
    for name, document in hostile.items():
        answer = ana.get(f"/documents/{document}")
        assert whole_text(answer) == Desk(store, team["ana"], document).text, name


def test_hostile_text_with_spans_all_over_it_stands_on_the_page_as_it_is(ana, store, team, hostile):
    for name, document in hostile.items():
        desk = Desk(store, team["ana"], document)
        text = desk.text
        places = [
            (0, len(text)),
            (1, len(text) // 2),
            (len(text) // 3, len(text)),
            (len(text) // 2, len(text) // 2 + 1),
        ]
        for label, (start, end) in zip(("actor", "stance", "legal_instrument", "actor"), places, strict=True):
            desk.mark(text[start:end], label) if start == 0 else mark_at(
                ana, document, start, text[start:end], label
            )
        answer = ana.get(f"/documents/{document}")
        assert whole_text(answer) == text, name
        assert answer.page.xpath("//article//u"), name


def test_hostile_words_change_nothing_about_the_page_around_them(ana, hostile):
    for name, document in hostile.items():
        page = ana.get(f"/documents/{document}").page
        article = page.xpath("//article")[0]
        assert {one.tag for one in article.iter()} <= {"article", "div", "p", "h2", "u"}, name
        assert page.xpath("//img | //*[@onerror] | //*[@hx-get='/sign-out']") == []
        assert "49" not in "".join(article.itertext())
        blocks = article.xpath("./div/*")
        assert all(one.get("hx-ignore") is not None for one in blocks), "htmx looks at nothing in people's text"


def test_the_runs_of_a_block_cover_it_exactly_however_the_spans_overlap(ana, store, team, document):
    desk = Desk(store, team["ana"], document)
    text = desk.text
    start = text.index("At a press")
    for left, right in [(0, 20), (3, 9), (5, 25), (5, 25), (0, 20), (8, 9), (19, 21), (0, 300)]:
        mark_at(ana, document, start + left, text[start + left : start + right], "actor")
    answer = ana.get(f"/documents/{document}")
    assert whole_text(answer) == text
    block = answer.page.xpath("//article//*[@data-start=$start]", start=start)[0]
    assert all(run.text for run in block.iter("u")), "no run is empty"
    assert not block.xpath(".//u//u"), "runs lie side by side"


def test_a_title_is_shown_as_text(ana, bring_in):
    title = "</title><script>alert('v')</script>{{ 7*7 }}"
    (document,) = bring_in("t.jsonl", json.dumps({"title": title, "text": "A text."}).encode())
    answer = ana.get(f"/documents/{document}")
    assert answer.words("//h1") == [title]
    assert "<script>alert" not in answer.text
    assert ana.get("/projects/central-asia").words("//tbody//a")[-1] == title


def test_metadata_is_shown_as_text_whatever_kind_it_is(ana, bring_in):
    meta = {"publication": "<b>x</b>", "author": ["a", {"b": 1}], "date": 7, "language": '" onload="alert(1)'}
    (document,) = bring_in("t.jsonl", json.dumps({"title": "t", "text": "A text.", "meta": meta}).encode())
    page = ana.get(f"/documents/{document}").page
    assert page.xpath("//b | //*[@onload]") == []
    assert page.xpath("//article/@lang") == ['" onload="alert(1)']
    assert ana.get("/projects/central-asia").status_code == 200


def test_a_document_of_many_thousand_blocks_is_one_page(ana, store, team, bring_in):
    text = "\n".join(f"Line {number} of a list." for number in range(3_000))
    (document,) = bring_in("t.jsonl", json.dumps({"title": "t", "text": text}).encode())
    assert whole_text(ana.get(f"/documents/{document}")) == text


@pytest.mark.parametrize(("count", "long"), [(100, False), (3_000, True)])
def test_only_of_a_long_text_the_browser_draws_no_more_than_is_in_sight(ana, bring_in, count, long):
    text = "\n\n".join("Astana signed the pact." for _ in range(count))
    (document,) = bring_in("t.jsonl", json.dumps({"title": "t", "text": text}).encode())
    assert bool(ana.get(f"/documents/{document}").page.xpath("//article[@class='long']")) is long


def test_a_long_text_is_drawn_by_sections_of_some_sixty_lines(ana, bring_in):
    text = "\n\n".join("Astana signed the pact." for _ in range(3_000))
    (document,) = bring_in("t.jsonl", json.dumps({"title": "t", "text": text}).encode())
    sections = ana.get(f"/documents/{document}").page.xpath("//article/div")
    assert {len(one) for one in sections} == {40}, "each a line, and half a one below it"
    assert {one.get("class") for one in sections} == {"section d0 l64"}


def test_where_spans_are_dense_sections_are_short_and_say_how_high_their_lines_are(ana, bring_in):
    words = [f"Astana{number:05}" for number in range(2_000)]
    text = "\n\n".join(" ".join(words[first : first + 20]) for first in range(0, 2_000, 20))
    spans = [
        {"start": found.start(), "end": found.end(), "text": found[0], "label": "actor", "annotator": "ana"}
        for found in re.finditer("Astana[0-9]+", text)
    ]
    (document,) = bring_in("t.jsonl", json.dumps({"title": "t", "text": text, "spans": spans}).encode())
    sections = ana.get(f"/documents/{document}").page.xpath("//article/div")
    assert max(len(one) for one in sections) < 20, "sixty lines would be more"
    assert {one.get("class").split()[1] for one in sections} == {"d1"}


def whole_text(answer) -> str:
    """The text as the page holds it, blocks and what stands between them."""
    assert answer.status_code == 200
    blocks = answer.page.xpath("//article/div/*")
    pieces = [one.text_content() + one.get("data-after") for one in blocks]
    for one in blocks:
        assert int(one.get("data-end")) - int(one.get("data-start")) == len(one.text_content())
    return "".join(pieces)


def mark_at(browser, document, start, words, label):
    fields = {"span": new_id(), "fragments": f"{start}-{start + len(words)}", "words": words, "label": label}
    answer = browser.act(document, "create", **fields)
    assert answer.status_code == 303, answer.text


@pytest.fixture
def hostile(bring_in):
    """A document for each hostile text, in one block as it stands, so that nothing is trimmed away."""
    lines = [
        {"title": name, "text": text, "blocks": [{"kind": "paragraph", "start": 0, "end": len(text)}]}
        for name, text in [*HOSTILE.items(), ("leading line", "\n\nfirst\n\nlast\n")]
    ]
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    documents = bring_in("hostile.jsonl", data.encode())
    return dict(zip([line["title"] for line in lines], documents, strict=True))


def test_words_that_turn_the_direction_of_writing_turn_nothing_outside_their_block(app, ana, bring_in):
    (document,) = bring_in("a.txt", "user\u202etxt.exe and \u2066open\n\nThe next paragraph.\n".encode(), "txt")
    page = ana.get(f"/documents/{document}").page
    blocks = page.xpath("//*[contains(concat(' ', @class, ' '), ' block ')]")
    assert len(blocks) == 2
    assert [one.get("dir") for one in (*blocks, *page.xpath("//h1"))] == ["auto"] * 3
    style = (Path(app.static_folder) / "annotate.css").read_text(encoding="utf-8")
    assert re.search(r"\.block \{[^}]*unicode-bidi: isolate", style)
