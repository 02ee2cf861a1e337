"""The pages of releases: made as a job, listed, looked at, downloaded, compared; managers alone get there."""

import io
import zipfile

import pytest
from acting import SLUG, Desk, ended, first_document
from registering import Clerk

HERE = f"/projects/{SLUG}/releases"
DAY = "2026-11-28"


def test_a_manager_makes_one_watches_it_and_takes_it_along(sign_in, made, store, team):
    job = made(name="1.0", date=DAY, format=["tei", "brat"], allow_loss="on", authors="Doe, Jane\n\nA Group")
    assert (job.state, job.result["release"]) == ("done", "1.0")
    ana = sign_in("ana")
    watched = ana.get(f"/projects/{SLUG}/releasing/{job.id}")
    assert watched.page.xpath(f"//main//a[@href='{HERE}/1.0']")
    assert "every 1s" not in watched.text
    (row,) = ana.get(HERE).page.xpath("//main//tbody/tr")
    assert row.xpath("string(th)") == "1.0"
    page = ana.get(f"{HERE}/1.0")
    assert "holds five articles" in page.page.xpath("string(//blockquote)")
    assert "Doe, Jane and {A Group}" in page.text
    file = ana.get(f"{HERE}/1.0/file")
    assert file.headers["Content-Disposition"] == f"attachment; filename={SLUG}-1.0.zip"
    assert f"{SLUG}-1.0/data/{SLUG}.brat.zip" in zipfile.ZipFile(io.BytesIO(file.data)).namelist()


def test_the_form_offers_what_the_corpus_page_was_filtered_by(sign_in, made):
    ana = sign_in("ana")
    (link,) = ana.get(f"/projects/{SLUG}?year=2022").page.xpath("//a[.='Release these']/@href")
    assert ana.get(link).page.xpath("//select[@name='filter']/option[@selected]/@value") == ["year=2022"]
    assert made(name="1.0", filter="year=2022").state == "done"
    assert "year=2022" in ana.get(f"{HERE}/1.0").page.xpath("string(//main)")


def test_two_are_compared_with_who_did_what(sign_in, made, store, team):
    made(name="1.0", date=DAY)
    Desk(store, team["ben"], first_document(store, team["ana"])).mark("Moscow")
    made(name="1.1", date=DAY)
    page = sign_in("ana").get(f"{HERE}/1.1/changes?old=1.0")
    rows = [[cell.text_content() for cell in row.xpath("th|td")] for row in page.page.xpath("//tbody/tr")]
    assert ["Spans", "ben", "ben", "1", "0", "0"] in rows
    assert any(row[1] == "span added" and row[3] == "ben" and "Moscow" in row[5] for row in rows)
    assert "They hold the same" in sign_in("ana").get(f"{HERE}/1.0/changes?old=1.0").text
    assert sign_in("ana").get(f"{HERE}/1.0/changes?old=9").status_code == 404


def test_what_changed_is_said_in_the_language_of_the_page(sign_in, made, store, team):
    desk = Desk(store, team["ben"], first_document(store, team["ana"]))
    key = Clerk(store, team["ana"]).add("A city")
    span = desk.mark("Moscow", links={"is": key})
    made(name="1.0", date=DAY)
    desk.change(span, note="whose?")
    Clerk(store, team["ana"]).change(key, name="A city", kind="state", aliases=["Kremlin"])
    made(name="1.1", date=DAY, filter="language=en")
    asked = {"headers": {"Accept-Language": "ru"}}
    page = sign_in("ana").get(f"{HERE}/1.1/changes?old=1.0", **asked).page.xpath("string(//main)")
    assert "Документы выбраны иначе: прежде все документы, теперь language=en." in page
    for said in ("фрагмент изменён", "заметка", "запись изменена", "Реестр"):
        assert said in page


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": "a b"}, "names no release"),
        ({"name": "1.0", "date": "soon"}, "no day"),
        ({"name": "1.0", "text": "no", "format": "tei"}, "holds the texts"),
    ],
)
def test_what_no_release_can_be_is_refused_with_a_reason(sign_in, team, fields, problem):
    refused = sign_in("ana").send(HERE, fields)
    assert refused.status_code == 422
    assert problem in refused.text
    assert "Nothing was released yet" in sign_in("ana").get(HERE).text


def test_a_job_that_comes_to_nothing_says_why(sign_in, made, store, team):
    desk = Desk(store, team["ben"], first_document(store, team["ana"]))
    desk.mark("Moscow")
    desk.mark("Moscow", "stance")
    job = made(name="1.0", format="conll")
    assert job.state == "failed"
    assert "cannot hold" in sign_in("ana").get(f"/projects/{SLUG}/releasing/{job.id}").problem
    assert "not made" in sign_in("ana").get(HERE).text


def test_nobody_else_sees_that_there_are_any(sign_in, made, people):
    made(name="1.0")
    for name in ("ben", "viewer", "adjudicator"):
        browser = sign_in(name)
        assert "/releases" not in browser.get(f"/projects/{SLUG}/export").text
        assert browser.get(f"{HERE}/1.0/file").status_code == 403
    assert HERE in sign_in("ana").get(f"/projects/{SLUG}/export").text


@pytest.fixture
def made(sign_in, store, team):
    """Send the form as ana, and wait until the job is over."""

    def send(**fields):
        begun = sign_in("ana").send(HERE, fields)
        assert begun.status_code == 303, begun.text
        return ended(store, team["ana"], begun.location.split("/")[-1])

    return send
