"""A release is put onto one's own articles on a page: tried first, then attached, with the same report."""

from io import BytesIO

import orjson
import pytest
from acting import SLUG, Desk, ended, first_document
from adjudicators import complete

from annotator.domain.release import Terms
from annotator.services import attaching, exporting, jobs, opening_releases, projects, releasing
from annotator.services.accounts import OPERATOR
from annotator.store import jobs as stored_jobs

OWN = "own-copy"
HERE = f"/projects/{OWN}/attach"


def test_it_is_tried_and_then_attached_with_the_report_of_the_command(sign_in, store, team, archive, own):
    admin = sign_in("ana")
    begun = admin.send(HERE, {"file": (BytesIO(archive), "open.zip")})
    tried = ended(store, team["ana"], begun.location.split("/")[-1])
    assert spans(store) == []
    page = admin.get(begun.location)
    assert "Would attach 2 spans; none could not be placed" in page.text
    release = opening_releases.archived("open.zip", archive)
    said = attaching.attach(store, OPERATOR, OWN, release, dry_run=True).tree()
    assert tried.result["attached"] == orjson.loads(orjson.dumps(said))
    (form,) = page.page.xpath("//main//form/@action")
    done = admin.send(form, {})
    assert ended(store, team["ana"], done.location.split("/")[-1]).result["attached"] == tried.result["attached"]
    assert "Attached 2 spans" in admin.get(done.location).text
    assert spans(store) == ["Moscow", "Moscow"]
    assert "attached" in admin.get(HERE).page.xpath("string(//main//ul)")


def test_one_that_was_cancelled_or_cut_tells_how_many_documents_it_kept(sign_in, store, team, archive, own):
    admin = sign_in("ana")
    for ended_by, said in ((jobs.cancel, "Cancelled"), (_cut, "1 of 5 documents have")):
        with store.write() as tx:
            project = projects.find(tx, team["ana"], OWN).id
            job = stored_jobs.add(tx, "attach", project, team["ana"].id, total=100, about=None)
            told = {"documents": 5, "documents_kept": 1, "dry_run": False, "added": False, "batch": ""}
            stored_jobs.set_kept(tx, job, 60, told)
            where = f"/projects/{OWN}/attaching/{job}"
        page = admin.get(where)
        assert page.words("//button[.='Stop here']") and "60 %" in page.text
        with store.write() as tx:
            ended_by(tx, team["ana"], job)
        page = admin.get(where)
        assert page.words("//section[@id='attach-job']/h2")[0].startswith(said)
        assert "1 of 5 documents have what the release marks" in page.text


def _cut(tx, _person, job):
    stored_jobs.fail(tx, job, {"code": "cut", "detail": "The server was stopped."})


def test_what_is_no_release_is_refused_in_one_line_and_nothing_is_kept(sign_in, store, team, own):
    admin = sign_in("ana")
    begun = admin.send(HERE, {"file": (BytesIO(b"PK\x05\x06" + bytes(18)), "empty.zip")})
    assert ended(store, team["ana"], begun.location.split("/")[-1]).state == "failed"
    assert "empty.zip" in admin.get(begun.location).problem
    assert admin.send(HERE, {}).status_code == 422


@pytest.fixture
def archive(store, team):
    """A release without texts, of two people's readings of the first article."""
    for name in ("ana", "ben"):
        desk = Desk(store, team[name], first_document(store, team["ana"]))
        desk.mark("Moscow")
        complete(desk)
    made = releasing.create(store, team["ana"], SLUG, Terms("1.0", "2026-11-28", text=False))
    return b"".join(releasing.chunks(store, made))


@pytest.fixture
def own(store, team):
    """The same articles in a project of ana's own, with nothing marked in them."""
    from annotator.services import importing
    from annotator.services.importing import Upload

    lines = b"".join(exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all").chunks()).splitlines()
    bare = [
        {name: value for name, value in orjson.loads(line).items() if name in ("title", "text", "meta")}
        for line in lines
    ]
    upload = Upload("own.jsonl", b"\n".join(map(orjson.dumps, bare)))
    with store.write() as tx:
        projects.create(tx, OPERATOR, OWN, "Our own copy")
        projects.set_member(tx, OPERATOR, OWN, "ana", "manager")
        parsed = importing.parse([upload], "jsonl", None, now=tx.now, new_id=store.new_id)
        importing.import_files(tx, OPERATOR, OWN, parsed)


def spans(store):
    data = b"".join(exporting.prepare(store, OPERATOR, OWN, "jsonl", "all").chunks())
    return [span["text"] for line in data.splitlines() for span in orjson.loads(line)["spans"]]
