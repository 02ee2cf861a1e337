"""The documentation inside the application is the documentation beside it, and leads nowhere that is not there."""

import re
from pathlib import Path

import pytest

from annotator.web.guides import documentation, guides, rendered

ROOT = Path(__file__).parents[2]
SHEETS = [path for folder in ("guide", "reference") for path in (ROOT / "docs" / folder).glob("*.md")]


def test_the_first_page_is_the_one_for_annotators(ben):
    assert ben.get("/guide").page.xpath("//h1/text()") == ["For annotators"]


def test_every_page_of_the_documentation_is_shown_and_linked_from_every_other(ben):
    for path in SHEETS:
        page = ben.get(f"/guide/{path.stem}").page
        assert page.xpath("//h1/text()") == [path.read_text().partition("\n")[0].removeprefix("# ")]
        offered = set(page.xpath("//nav[@aria-label='Where you are']/a/@href"))
        assert offered == {f"/guide/{other.stem}" for other in SHEETS}


def test_a_page_that_is_not_there_is_said_not_to_be(ben):
    answer = ben.get("/guide/nothing")
    assert (answer.status_code, answer.problem) == (404, "There is no such page of the guide.")


def test_every_link_of_every_page_leads_somewhere(ben):
    for path in SHEETS:
        page = ben.get(f"/guide/{path.stem}").page
        for link in page.xpath("//article//a/@href"):
            if link.startswith("https://"):
                continue
            where, _, part = link.partition("#")
            there = ben.get(where).page if where else page
            assert not part or there.xpath(f"//*[@id='{part}']"), (path.name, link)


def test_it_is_linked_from_the_pages_and_from_the_help_of_the_annotation_page(ben, document):
    assert ben.get("/").page.xpath("//footer/a[@href='/guide']")
    desk = ben.get(f"/documents/{document}").page
    assert desk.xpath("//dialog[@id='keys']//a[@href='/guide']")
    assert desk.xpath("//aside//a[@href='/guide']")


def test_every_key_that_the_guide_names_is_one_that_the_page_has(ben, document):
    guide = ben.get("/guide").page
    keys = set(guide.xpath("//table//td[1]//code/text()"))
    assert len(keys) > 10
    assert keys <= set(ben.get(f"/documents/{document}").page.xpath("//dialog[@id='keys']//kbd/text()"))


def test_every_word_in_bold_of_the_guide_for_annotators_stands_on_the_pages():
    templates = "\n".join(path.read_text() for path in (ROOT / "annotator/web/templates").rglob("*.html"))
    bold = re.findall(r"\*\*([^*]+)\*\*", (ROOT / "docs/guide/annotators.md").read_text())
    assert len(bold) > 5
    assert [words for words in bold if words not in templates] == []


def test_html_in_a_page_stays_text():
    body = rendered("some", "# A title\n\n<script>alert(1)</script> [here](javascript:alert(1))").body
    assert "<script" not in body
    assert "href" not in body


@pytest.mark.parametrize("link", ["managers.md", "../guide/managers.md", "../guide/managers.md#begin"])
def test_a_link_between_files_is_one_between_pages(link):
    body = rendered("some", f"# A title\n\nSee [the guide]({link}).").body
    assert f'href="/guide/managers{link.partition("md")[2]}"' in body


def test_in_a_checkout_it_is_the_folder_of_documents():
    assert documentation() == ROOT / "docs"
    assert set(guides()) == {path.stem for path in SHEETS}
