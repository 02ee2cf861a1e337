"""The list of one's projects, a new project, and the corpus of one."""

import pytest
from acting import SLUG


def test_everybody_sees_their_own_projects(people, sign_in):
    assert sign_in("ben").get("/").page.xpath("//main//a/@href") == [f"/projects/{SLUG}"]
    stranger = sign_in("stranger").get("/")
    assert stranger.page.xpath("//main//a/@href") == []
    assert "You are in no project yet." in stranger.text


def test_an_admin_makes_a_project_and_manages_it(ana):
    answer = ana.send("/projects", {"slug": "wheat", "name": "Wheat & prices"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/projects/wheat")
    assert ana.get("/projects/wheat").words("//h1") == ["Wheat & prices"]
    assert "you are manager" in ana.get("/").text


def test_a_project_without_a_name_is_called_by_its_address(ana):
    ana.send("/projects", {"slug": "wheat", "name": ""})
    assert ana.get("/projects/wheat").words("//h1") == ["wheat"]


def test_a_project_of_a_bad_or_a_taken_address_is_refused(ana):
    for slug in ("", "A", "a b", "../x", "-a", "a-", "a/b", "a\0b", "é", "x" * 65, "<b>"):
        answer = ana.send("/projects", {"slug": slug, "name": "x"})
        assert answer.status_code == 422, slug
        assert "<b>" not in answer.text
    assert ana.send("/projects", {"slug": SLUG, "name": "x"}).status_code == 409


def test_a_name_is_a_line_and_shown_as_text(ana):
    for name in ("a\0b", "a\nb", "x" * 501, "\u2028x\u2029y"):
        assert ana.send("/projects", {"slug": "odd", "name": name}).status_code == 422
    hostile = "<script>alert('v')</script>{{ 7*7 }} \u202eevil"
    ana.send("/projects", {"slug": "odd", "name": hostile})
    for address in (
        "/",
        "/projects/odd",
        "/projects/odd/import",
        "/projects/odd/export",
        "/projects/odd/codebook",
    ):
        answer = ana.get(address)
        assert "<script>alert" not in answer.text
        assert hostile in answer.page.text_content()


def test_the_corpus_lists_the_articles_with_what_is_known_of_them(ben, document):
    answer = ben.get(f"/projects/{SLUG}")
    assert len(answer.page.xpath("//tbody/tr")) == 5
    assert answer.words("//thead//th") == ["Title", "Publication", "Date", "Length", "You"]
    assert answer.page.xpath("//tbody//a/@href")[0] == f"/documents/{document}"
    assert answer.words("//tbody/tr[1]/td")[3] == "new"


def test_ones_progress_counts_what_one_completed(ben, document):
    assert ben.get(f"/projects/{SLUG}").words("//label") == ["You have completed 0 of 5"]
    assert ben.get(f"/projects/{SLUG}").words("//a[contains(@class, 'primary')]") == ["Begin"]
    ben.declare(document, "complete")
    answer = ben.get(f"/projects/{SLUG}")
    assert answer.words("//label") == ["You have completed 1 of 5"]
    assert answer.words("//a[contains(@class, 'primary')]") == ["Go on"]
    assert f"/documents/{document}" not in answer.page.xpath("//a[contains(@class, 'primary')]/@href")


@pytest.fixture
def store(sqlite_store):
    """One kind of database is enough where none is asked."""
    return sqlite_store
