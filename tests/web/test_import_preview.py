"""The preview of an import: kinds of blocks that one corrects, metadata, and texts that are nearly the same."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from acting import SLUG

from annotator.services import corpus, resembling
from annotator.services import reading as readings

IMPORT = f"/projects/{SLUG}/import"
ARTICLE = "A short heading\n\nThe first paragraph ends here. It has two sentences.\n"
WORDS = " ".join(f"word{number} of the report" for number in range(120))


def test_the_kind_of_a_block_is_corrected_and_comes_in_so(ana, last):
    preview = ana.send(IMPORT, {"files": (BytesIO(ARTICLE.encode()), "a.txt")})
    (name,) = preview.page.xpath("//select[starts-with(@name, 'block.0.')]/@name")
    (where,) = preview.page.xpath("//form[.//button[.='Correct the blocks']]/@action")
    again = ana.send(where, {"format": "auto", name: "apparatus"})
    assert again.words("//tbody//option[@selected]") == ["apparatus", "paragraph"]
    (confirm,) = again.page.xpath("//form[.//button[starts-with(., 'Import')]]/@action")
    assert ana.send(confirm, {"format": "auto"}).status_code == 303
    assert [block.kind for block in last().blocks] == ["apparatus", "paragraph"]


def test_kinds_of_blocks_are_said_in_the_language_of_the_page_and_sent_by_their_names(ana):
    sent = {"csrf_token": ana.csrf(), "files": (BytesIO(ARTICLE.encode()), "a.txt")}
    preview = ana.post(IMPORT, data=sent, headers={"Accept-Language": "ru"})
    assert preview.words("//tbody//option[@selected]") == ["заголовок", "абзац"]
    assert preview.page.xpath("//tbody//option[@selected]/@value") == ["heading", "paragraph"]


def test_a_kind_that_is_none_is_passed_over(ana):
    preview = ana.send(IMPORT, {"files": (BytesIO(ARTICLE.encode()), "a.txt")})
    (name,) = preview.page.xpath("//select[starts-with(@name, 'block.0.')]/@name")
    (where,) = preview.page.xpath("//form[.//button[.='Correct the blocks']]/@action")
    again = ana.send(where, {"format": "auto", name: "poem", "block.x.y": "heading", "block.99.z": "caption"})
    assert again.words("//tbody//option[@selected]") == ["heading", "paragraph"]


def test_metadata_are_shown(ana):
    preview = ana.send(IMPORT, {"files": (BytesIO(b"text,date,tone\nWords.,2022-10-03,grim\n"), "a.csv")})
    assert preview.words("//dl[@class='known']/div/*") == ["date", "2022-10-03", "tone", "grim"]


def test_a_person_says_which_column_is_what_with_the_first_rows_before_them(ana, last):
    table = "Kopf,Körper,source\nAstana,=1+1 is what it says.,Vremya\n".encode()
    preview = ana.send(IMPORT, {"files": (BytesIO(table), "a.csv")})
    assert preview.words("//section[@aria-labelledby='problems']//li") == [
        "a.csv Line 1: no column is called “text”; these are there: “Kopf”, “Körper”, “source”."
    ]
    assert preview.words("//section[@aria-labelledby='tables']//td") == [
        "Astana",
        "=1+1 is what it says.",
        "Vremya",
    ]
    (where,) = preview.page.xpath("//form[.//button[.='Read the columns so']]/@action")
    chosen = {"column.Kopf": "title", "column.Körper": "text", "column.source": "own"}
    again = ana.send(where, {"format": "auto", **chosen})
    assert again.words("//section[@aria-labelledby='tables']//option[@selected]") == ["title", "text"]
    assert again.words("//dl[@class='known']/div/*") == ["source", "Vremya"]
    (confirm,) = again.page.xpath("//form[.//button[starts-with(., 'Import')]]/@action")
    assert ana.send(confirm, {"format": "auto"}).status_code == 303
    assert last().text == "=1+1 is what it says."


def test_two_columns_cannot_be_the_same(ana):
    preview = ana.send(IMPORT, {"files": (BytesIO(b"one,two\na,b\n"), "a.csv")})
    (where,) = preview.page.xpath("//form[.//button[.='Read the columns so']]/@action")
    refused = ana.send(where, {"format": "auto", "column.one": "text", "column.two": "text"})
    assert refused.status_code == 422
    assert "Two columns are to be the text: one and two." in refused.text


def test_tables_in_an_archive_with_the_same_columns_are_asked_about_once(ana):
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.writestr(name, f"body,nr\nWords of {name}.,1\n")
        archive.writestr("c.txt", "No table.")
    preview = ana.send(IMPORT, {"files": (BytesIO(data.getvalue()), "some.zip")})
    assert preview.words("//section[@aria-labelledby='tables']//h3") == ["some.zip/a.csv"]


def test_texts_that_are_nearly_the_same_stand_side_by_side(ana, bring_in):
    bring_in("first.txt", f"First\n\n{WORDS}".encode())
    files = [
        (BytesIO(f"Second\n\n{WORDS} and more".encode()), "second.txt"),
        (BytesIO(b"Other words."), "other.txt"),
    ]
    preview = ana.send(IMPORT, {"files": files})
    assert preview.words("//section[@aria-labelledby='twins']//h3") == ["Second", "First"]
    assert preview.words("//section[@aria-labelledby='twins']//small") == [
        "would come in",
        "in the project already",
    ]


def test_the_same_text_to_the_letter_is_told_of_once(ana, bring_in):
    bring_in("first.txt", WORDS.encode())
    preview = ana.send(IMPORT, {"files": (BytesIO(WORDS.encode()), "again.txt")})
    assert not preview.page.xpath("//section[@aria-labelledby='twins']")
    assert preview.words("//summary/span[@class='warning finding']") == [
        "The same text is there already, as “first”."
    ]


def test_too_many_to_compare_is_said(ana, monkeypatch):
    monkeypatch.setattr(resembling, "MOST", 3)
    preview = ana.send(IMPORT, {"files": (BytesIO(WORDS.encode()), "a.txt")})
    assert "too many documents" in preview.words("//p[@class='hint']")[0]


@pytest.fixture
def last(store, team):
    """What there is to read in the last document."""

    def reading():
        with store.read() as tx:
            document = corpus.corpus(tx, team["ana"], SLUG).documents[-1]
            return readings.desk(tx, team["ana"], document.id).reading

    return reading
