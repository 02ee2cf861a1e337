"""What is said about a document as a whole: asked beside the text, in gold, in history, by the API."""

from dataclasses import replace

import pytest
from acting import SLUG

from annotator.domain.codebook import Attribute
from annotator.services import codebooks
from annotator.services.accounts import OPERATOR

GENRE = Attribute("genre", "choice", choices=("news", "analysis"), required=True)
TOPICS = Attribute("topics", "multichoice", choices=("draft", "citizenship"))
SURE = Attribute("sure", "boolean", default=True)


@pytest.fixture(autouse=True)
def _asked(store, team):
    with store.write() as tx:
        book = codebooks.current(tx, OPERATOR, SLUG)
        codebooks.replace(tx, OPERATOR, SLUG, replace(book, document_attributes=(GENRE, TOPICS, SURE)))


def test_the_page_asks_and_says_what_holds_where_nothing_is_said(ben, document):
    page = ben.get(f"/documents/{document}").page
    assert page.xpath("//form[@id='about']//fieldset/@data-attribute") == ["genre", "topics", "sure"]
    (about,) = page.xpath("//form[@id='about']")
    assert "please choose" in about.text_content()
    assert "not said: yes, once it is complete" in about.text_content()


def test_what_is_said_is_kept_and_can_be_undone(ben, document, desk):
    answer = ben.act(document, "describe", **{"attribute.genre": "news", "attribute.topics": ["draft"]})
    assert answer.status_code == 303
    assert desk.said == {"genre": "news", "topics": ["draft"]}
    ben.act(document, "undo")
    assert desk.said == {}


def test_for_htmx_the_questions_about_the_document_are_swapped(ben, document):
    answer = ben.act(document, "describe", htmx=True, **{"attribute.genre": "news"})
    assert "#about" in answer.parts
    assert answer.page.xpath("//form[@id='about']//input[@checked]/@value")[0] == "news"
    assert "#about" in ben.act(document, "undo", htmx=True).parts
    assert "please choose" in ben.get(f"/documents/{document}").page.xpath("//form[@id='about']")[0].text_content()


def test_completing_first_asks_what_is_open(ben, document, desk):
    answer = ben.declare(document, "complete")
    assert "About the document nothing is said yet of genre" in " ".join(answer.page.text_content().split())
    ben.act(document, "describe", **{"attribute.genre": "news"})
    assert ben.declare(document, "complete").status_code == 303
    assert desk.said == {"genre": "news", "sure": True}


def test_the_codebook_shows_what_is_asked(ben):
    page = ben.get(f"/projects/{SLUG}/codebook").page
    (section,) = page.xpath("//section[@aria-labelledby='about-documents']")
    asked = [" ".join(one.text_content().split()) for one in section.xpath(".//h3")]
    assert asked[0] == "genre genre choice, required"
    assert asked[2] == "sure sure boolean, yes where nothing is said"


def test_history_tells_it_and_shows_how_it_stood(ben, document, desk):
    ben.act(document, "describe", **{"attribute.genre": "news"})
    ben.act(document, "describe", **{"attribute.genre": "analysis"})
    page = ben.get(f"/documents/{document}/history").page
    lines = [line.text_content() for line in page.xpath("//ol[@class='history']//p[@dir]")]
    assert lines == ["the document: set genre to analysis (was news)", "the document: set genre to news"]
    then = ben.get(page.xpath("(//ol[@class='history']//a/@href)[2]")[0]).page
    assert then.xpath("//section[@aria-labelledby='about-then']//dd/text()") == ["news"]


def test_a_value_that_is_none_of_the_choices_is_refused(ben, document, desk):
    assert ben.act(document, "describe", **{"attribute.genre": "poem"}).status_code == 422
    assert desk.said == {}


def test_an_adjudicator_sees_what_everybody_said_and_says_it_for_gold(ana, ben, document, desk):
    ben.act(document, "describe", **{"attribute.genre": "news", "attribute.sure": "false"})
    ben.declare(document, "complete")
    page = ana.get(f"/documents/{document}/adjudicate").page
    (row,) = page.xpath("//details[@id='about']//tbody/tr")
    assert [cell.text_content() for cell in row] == ["ben", "news", "nothing", "no"]
    action = page.xpath("//details[@id='about']//input[@name='action']/@value")[0]
    fields = {"action": action, "do": "describe", "attribute.genre": "analysis"}
    answer = ana.send(f"/documents/{document}/adjudicate", fields, htmx=True)
    assert answer.parts == ["#about", "#all"]
    page = ana.get(f"/documents/{document}/adjudicate").page
    assert page.xpath("//details[@id='about']//input[@checked]/@value")[0] == "analysis"
    told = ana.get(f"/documents/{document}/history?layer=gold").text
    assert "the document: set genre to analysis" in told
