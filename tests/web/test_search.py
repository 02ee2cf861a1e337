"""The page of the search: what was found in its context, what cannot be searched for, and marking at once."""

import csv
import io
import re
from urllib.parse import unquote
from uuid import uuid4

from annotator.services.searching import Hit
from annotator.web.lit import fragment

SEARCH = "/projects/central-asia/search"


def test_what_is_found_stands_between_its_left_and_right(ana):
    page = ana.get(f"{SEARCH}?q=%22military+doctrine%22").text
    assert "2 places" in page
    assert re.search(
        r"dir=\"ltr\"><span class=\"left\"><span>[^<]*passed its new </span></span>"
        r"<mark>Military Doctrine</mark><span class=\"right\"> in 2007",
        page,
    )


def test_a_line_leads_to_its_paragraph_and_to_the_very_words_in_it(ana):
    line, *_ = ana.get(f"{SEARCH}?q=%22military+doctrine%22").page.xpath("//a[@class='kwic']")
    block, words = re.fullmatch(r"/documents/[0-9a-f-]{36}#(b\d+):~:text=(.+)", line.get("href")).groups()
    before, sought, behind = (unquote(part) for part in words.split(","))
    assert sought == "Military Doctrine"
    assert before.endswith("its new-") and behind.startswith("-in 2007")
    # Whole words only: the context is cut anywhere.
    article = " ".join(
        ana.get(line.get("href").partition("#")[0]).page.xpath(f"string(//*[@id='{block}'])").split()
    )
    assert f" {before[:-1]} {sought} {behind[1:]} " in f" {article} "


def test_where_too_little_stands_around_a_word_to_tell_its_places_apart_a_line_leads_to_the_paragraph():
    around = {"document": "", "title": "", "start": 0, "end": 2, "text": "征兵", "block": 4}
    assert fragment(Hit(**around, left="俄罗斯的" * 9, right="法律" * 9)) == "b4"
    assert fragment(Hit(**around, left="俄罗斯。\n", right="，一、 二、 三、 四")).startswith("b4:~:text=")
    assert fragment(Hit(**{**around, "text": "征兵\n征兵"}, left="a b c d ", right=" e f g h")) == "b4"


def test_where_only_a_title_is_found_a_line_leads_to_the_document(ana):
    (line,) = ana.get(f"{SEARCH}?q=title:cadets").page.xpath("//a[@class='kwic']")
    assert re.fullmatch(r"/documents/[0-9a-f-]{36}#b0", line.get("href"))


def test_pages_and_orders_lead_on(ana):
    page = ana.get(f"{SEARCH}?q=kazakh*").text
    assert "1 to 50, and there are more" in page
    assert 'rel="next" href="?q=kazakh%2A&amp;order=text&amp;after=50"' in page
    last = ana.get(f"{SEARCH}?q=kazakh*&order=right&after=100").text
    assert "120 places" in last
    assert "Next" not in last


def test_what_cannot_be_searched_for_is_said_beside_what_was_typed(ana):
    refused = ana.get(f'{SEARCH}?q="open')
    assert refused.status_code == 422
    assert "The quotation mark at character 1 is not closed." in refused.text
    assert 'value="&#34;open"' in refused.text


def test_a_query_is_shown_as_text_and_never_run(ana):
    assert "<script>alert" not in ana.get(f"{SEARCH}?q=<script>alert(1)</script>").text


def test_everything_found_can_be_taken_along_as_csv(ana):
    answer = ana.get(f"{SEARCH}.csv?q=kazakh*")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 120
    assert {row["text"].casefold()[:6] for row in rows} == {"kazakh"}
    assert answer.headers["Content-Disposition"] == "attachment; filename=central-asia-search.csv"
    refused = ana.get(f'{SEARCH}.csv?q="open')
    assert (refused.status_code, "is not closed" in refused.text) == (422, True)


def test_places_that_were_chosen_are_marked_and_it_is_said_how_many(ana):
    page = ana.get(f"{SEARCH}?q=kremlin").text
    places = re.findall(r'name="place" value="([^"]+)"', page)
    answer = ana.send(
        f"{SEARCH}/code", {"action": str(uuid4()), "place": places, "label": "actor", "q": "kremlin"}
    )
    assert answer.status_code == 303
    assert f"{len(places)} marked." in ana.get(answer.headers["Location"]).text
    assert len(re.findall(r'<mark class="c0">Kremlin</mark>', ana.get(f"{SEARCH}?q=label:actor").text)) == len(
        places
    )


def test_all_that_was_found_is_marked_by_one_button(ana):
    assert "Mark all 120 that are found" in ana.get(f"{SEARCH}?q=kazakh*&after=100").text
    assert "Mark all that are found" in ana.get(f"{SEARCH}?q=kazakh*").text
    answer = ana.send(f"{SEARCH}/code", {"action": str(uuid4()), "all": "1", "label": "actor", "q": "kazakh*"})
    page = ana.get(answer.headers["Location"])
    assert "120 marked." in page.text
    (form,) = page.page.xpath(f"//form[@action='{SEARCH}/take-back']")
    back = ana.send(f"{SEARCH}/take-back", {one.name: one.value for one in form.xpath(".//input")})
    page = ana.get(back.headers["Location"])
    assert "120 taken back." in page.text
    assert "take-back" not in page.text


def test_a_place_that_is_none_is_refused(ana):
    assert (
        ana.send(f"{SEARCH}/code", {"action": str(uuid4()), "place": "nowhere", "label": "actor"}).status_code
        == 422
    )
