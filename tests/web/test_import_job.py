"""A long import goes on by itself: its page tells how far it is, cancels it, and says what became of it."""

import io
import zipfile
from io import BytesIO

import pytest
from acting import SLUG, ended

from annotator.services import corpus, import_job, jobs
from annotator.services.import_job import Import
from annotator.services.jobs import Jobs
from annotator.services.unpacking import Upload
from annotator.web import importing

IMPORT = f"/projects/{SLUG}/import"


def test_an_import_without_looking_is_a_job_with_a_page_of_its_own(ana, over, documents):
    answer = ana.send(IMPORT, {"files": (BytesIO(archive(3)), "all.zip"), "unseen": "1"})
    where = answer.headers["Location"]
    assert answer.status_code == 303
    assert over(where).state == "done"
    page = ana.get(where)
    assert page.words("//section[@id='import-job']/h2") == ["Imported 3 documents"]
    assert not page.page.xpath("//*[@hx-trigger]")
    assert documents() == 8


def test_a_large_import_that_was_looked_at_is_a_job_too(ana, over, documents, monkeypatch):
    monkeypatch.setattr(importing, "_LARGE", 10)
    preview = ana.send(IMPORT, {"files": [(BytesIO(b"A good text."), "a.txt"), (BytesIO(b" "), "b.txt")]})
    (where,) = preview.page.xpath("//form[.//button[starts-with(., 'Import')]]/@action")
    assert preview.words("//form//button[starts-with(., 'Import')]") == ["Import the good ones"]
    answer = ana.send(where, {"format": "auto"})
    assert over(answer.headers["Location"]).result["documents"] == 1
    assert documents() == 6
    # Sent twice, it comes in once.
    assert ana.send(where, {"format": "auto"}).status_code == 404


def test_what_cannot_come_in_is_said_afterwards_and_on_the_import_page(ana, over, documents):
    where = ana.send(IMPORT, {"files": (BytesIO(b" "), "a.txt"), "unseen": "1"}).headers["Location"]
    assert over(where).state == "failed"
    page = ana.get(where)
    assert "a.txt: The text is empty" in page.problem
    assert page.text.count("Nothing was imported") == 1
    assert "a.txt: The text is empty" in ana.get(IMPORT).words("//section[@aria-labelledby='recent']//li")[0]
    assert documents() == 5


def test_a_job_under_way_shows_how_far_it_is_and_can_be_cancelled(ana, store, over, waiting):
    page = ana.get(waiting)
    assert page.page.xpath("//progress/@max") == ["1"]
    assert page.page.xpath("//section[@hx-trigger='every 1s']/@hx-get") == [waiting]
    assert page.page.xpath("//script[contains(@src, 'htmx')]")
    assert "<h1>" not in ana.get(waiting, headers={"HX-Request": "true"}).text
    assert ana.send(f"{waiting}/cancel").headers["Location"] == waiting
    assert ana.get(waiting).words("//section[@id='import-job']/h2") == ["Cancelled"]


def test_after_a_restart_the_page_says_that_it_was_cut(ana, store, waiting):
    jobs.mark_cut(store)
    assert "The server was stopped before this was done" in ana.get(waiting).problem


def archive(number):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        for one in range(number):
            opened.writestr(f"{one}.txt", f"Text number {one}.")
    return data.getvalue()


@pytest.fixture
def over(store, team):
    """The job at an address, once it is over."""
    return lambda where: ended(store, team["ana"], where.split("/")[-1])


@pytest.fixture
def waiting(store, team):
    """The address of an import that nobody begins."""
    idle = Jobs(store)
    with store.write() as tx:
        job, _ = import_job.start(idle, tx, team["ana"], Import(SLUG, (Upload("a.txt", b"Words."),)))
    yield f"/projects/{SLUG}/imports/{job}"
    idle.close()


@pytest.fixture
def documents(store, team):
    def number():
        with store.read() as tx:
            return len(corpus.corpus(tx, team["ana"], SLUG).documents)

    return number
