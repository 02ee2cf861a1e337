"""Long work: done once or not at all, and never forgotten half-way."""

import io
from zipfile import ZipFile

import pytest
from acting import SLUG, ended
from sqlalchemy import text

from annotator.domain.errors import Forbidden, NotFound
from annotator.services import appearing, corpus, import_job, jobs
from annotator.services.import_job import Import
from annotator.services.jobs import Jobs
from annotator.services.unpacking import Upload


def test_an_import_goes_on_by_itself_and_says_what_came_of_it(store, team, start):
    job = start("a.txt", b"A text.\n", "b.txt", b"Another.\n")
    assert (job.state, job.done, job.total, job.problem) == ("done", 2, 2, None)
    assert job.result == {"documents": 2, "spans": 0, "findings": []}
    with store.read() as tx:
        assert len(corpus.corpus(tx, team["ana"], SLUG).documents) == 7


def test_an_archive_counts_as_the_files_that_are_in_it(start):
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", f"Text number {number}.")
    job = start("all.zip", packed.getvalue())
    assert (job.done, job.total, job.result["documents"]) == (3, 3, 3)


def test_one_file_that_cannot_come_in_keeps_all_of_them_out(store, team, start):
    job = start("a.txt", b"A text.\n", "b.txt", b" ")
    assert (job.state, job.result, job.problem["code"]) == ("failed", None, "bad-file")
    assert "b.txt" in job.problem["detail"]
    with store.read() as tx:
        assert len(corpus.corpus(tx, team["ana"], SLUG).documents) == 5


def test_a_fault_of_ours_ends_the_job_and_tells_nothing_of_its_inside(start, monkeypatch, caplog):
    def broken(*_args, **_more):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(appearing, "keep_items", broken)
    job = start("a.txt", b"A text.\n")
    assert (job.state, job.problem["code"]) == ("failed", "fault")
    assert "secret" not in job.problem["detail"]
    assert "secret detail" in caplog.text


def test_what_a_restart_cut_is_said_to_have_failed(store, team, made):
    with store.write() as tx:
        waiting, _ = import_job.start(made, tx, team["ana"], Import(SLUG, (Upload("a.txt", b"A text."),)))
        running, _ = import_job.start(made, tx, team["ana"], Import(SLUG, (Upload("a.txt", b"A text."),)))
        tx.connection.execute(text("UPDATE job SET state = 'running' WHERE id = :id"), {"id": running})
    assert jobs.mark_cut(store) == 2
    with store.read() as tx:
        for job_id in (waiting, running):
            found = jobs.find(tx, team["ana"], job_id)
            assert (found.state, found.problem["code"]) == ("failed", "cut")
    assert jobs.mark_cut(store) == 0


def test_only_a_manager_imports_and_a_job_is_its_makers_alone(store, team, made):
    wanted = Import(SLUG, (Upload("a.txt", b"A text."),))
    with pytest.raises(Forbidden), store.write() as tx:
        import_job.start(made, tx, team["ben"], wanted)
    with store.write() as tx:
        job_id, _ = import_job.start(made, tx, team["ana"], wanted)
    with pytest.raises(NotFound), store.read() as tx:
        jobs.find(tx, team["ben"], job_id)


@pytest.fixture
def made(store):
    jobs_ = Jobs(store)
    yield jobs_
    jobs_.close()


@pytest.fixture
def start(store, team, made):
    """Import files, given by name and bytes; the job when it is over."""

    def started(*given):
        files = tuple(Upload(name, data) for name, data in zip(given[::2], given[1::2], strict=True))
        with store.write() as tx:
            job_id, begin = import_job.start(made, tx, team["ana"], Import(SLUG, files))
        begin()
        return ended(store, team["ana"], job_id)

    return started
