"""The export page and its downloads: the same bytes as the services give, streamed, always saved."""

import io
import json
import zipfile

import pytest
from acting import SLUG, Desk

from annotator.domain.document_filter import filter_from
from annotator.services import exchange, exporting, filters, importing, projects
from annotator.services.importing import Upload

FILE = f"/projects/{SLUG}/export/file"
FORMATS = ["jsonl", "tei"]


def test_the_page_offers_every_format_and_the_layers_one_may_have(ana, ben, desk):
    desk.mark("Kazakhstan")
    page = ana.get(f"/projects/{SLUG}/export").page
    assert page.xpath("//input[@name='format']/@value") == [one.name for one in exchange.writers()]
    assert page.xpath("//select[@name='layer']/option/@value") == ["all", "ben"]
    assert ben.get(f"/projects/{SLUG}/export").page.xpath("//select[@name='layer']/option/@value") == ["ben"]


def test_a_viewer_is_told_that_there_is_nothing_yet(people, sign_in):
    answer = sign_in("viewer").get(f"/projects/{SLUG}/export")
    assert (answer.status_code, answer.page.xpath("//form[contains(@action, 'export')]")) == (200, [])


@pytest.mark.parametrize("form", FORMATS)
def test_a_download_holds_the_bytes_that_the_services_give(ana, desk, team, store, form):
    desk.mark("Kazakhstan")
    for layer in ("all", "ben"):
        answer = ana.get(f"{FILE}?format={form}&layer={layer}")
        assert answer.status_code == 200
        wanted = exporting.prepare(store, team["ana"], SLUG, form, layer)
        assert answer.data == b"".join(wanted.chunks())
        assert b"Kazakhstan" in answer.data


@pytest.mark.parametrize("form", FORMATS)
def test_a_download_is_saved_and_never_shown(ana, form):
    answer = ana.get(f"{FILE}?format={form}&layer=all")
    kind = next(one for one in exchange.writers() if one.name == form)
    assert answer.headers["Content-Disposition"] == f"attachment; filename={SLUG}-all{kind.suffix}"
    assert answer.mimetype == kind.media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_download_is_streamed(ana):
    answer = ana.get(f"{FILE}?format=jsonl&layer=all", buffered=False)
    assert "Content-Length" not in answer.headers
    pieces = list(answer.response)
    assert len(pieces) >= 5
    answer.close()


def test_whoever_leaves_half_way_keeps_no_connection(ana, store):
    for _ in range(40):
        answer = ana.get(f"{FILE}?format=jsonl&layer=all", buffered=False)
        assert next(iter(answer.response))
        answer.close()
    assert store.engine.pool.checkedout() == 0
    assert ana.get("/").status_code == 200


def test_while_somebody_downloads_others_go_on_marking(ana, ben, document, desk):
    answer = ana.get(f"{FILE}?format=jsonl&layer=all", buffered=False)
    pieces = iter(answer.response)
    first = next(pieces)
    desk.mark("Kazakhstan")
    rest = b"".join(pieces)
    answer.close()
    assert desk.quotes == ["Kazakhstan"]
    assert all(not json.loads(line)["spans"] for line in (first + rest).splitlines()), "one moment's view"


def test_the_name_of_a_download_is_safe_whatever_a_layer_is_called(ana, bring_in, store):
    for name in ("Әсел", "o.k+1@example.org", "a" * 64):
        line = {"title": name, "text": "A text.", "layers": [{"annotator": name, "state": "complete"}]}
        bring_in("t.jsonl", json.dumps(line).encode())
        answer = ana.get(FILE, query_string={"layer": name})
        assert answer.status_code == 200
        kept = answer.headers["Content-Disposition"].removeprefix("attachment; filename=")
        assert set(kept) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_an_annotator_gets_nothing_of_the_others(ben, desk, people, store, document):
    Desk(store, people["ana"], document).mark("Kazakhstan", note="a secret of ana's")
    desk.mark("Kazakhstan", nth=1)
    for form in FORMATS:
        answer = ben.get(f"{FILE}?format={form}&layer=ben")
        assert answer.status_code == 200
        assert b"secret" not in answer.data
        assert b'"ana"' not in answer.data
        assert b">ana<" not in answer.data
    for layer in ("ana", "all", "gold", "nobody", "ANA"):
        assert ben.get(f"{FILE}?layer={layer}").status_code == 403, layer


def test_a_format_or_a_layer_that_is_none_is_refused_by_name(ana):
    answer = ana.get(f"{FILE}?format=pdf")
    assert (answer.status_code, "“pdf” is not a format here" in answer.problem) == (422, True)
    for layer in ("nobody", "../../x", "<b>", "' OR 1=1 --", ""):
        answer = ana.get(FILE, query_string={"layer": layer})
        assert answer.status_code == 404
        assert "<b>" not in answer.text


def test_a_project_without_documents_exports_nothing_and_says_so_in_no_other_way(ana, store, team):
    with store.write() as tx:
        projects.create(tx, team["ana"], "empty", "Empty")
    assert ana.get("/projects/empty/export").status_code == 200
    assert ana.get("/projects/empty/export/file?format=jsonl").data == b""


def test_hostile_text_is_exported_as_it_is(ana, store, team):
    text = "<script>alert(1)</script> {{ 7*7 }} 👩‍👩‍👧 שלום \u202e =1+1"
    with store.write() as tx:
        parsed = importing.parse([Upload("x.txt", text.encode())], "txt", None, now=tx.now, new_id=tx.new_id)
        importing.import_files(tx, team["ana"], SLUG, parsed)
    lines = ana.get(f"{FILE}?format=jsonl").data.splitlines()
    assert json.loads(lines[-1])["text"] == text


def test_what_would_be_lost_is_said_and_can_be_allowed(ana, desk):
    desk.mark("Kazakhstan")
    answer = ana.get(f"{FILE}?format=txt&layer=all")
    assert (answer.status_code, "txt cannot hold 1 span" in answer.problem) == (422, True)
    assert ana.get(f"{FILE}?format=txt&layer=all&allow_loss=on").status_code == 200


def test_a_manifest_can_be_had_alone(ana, desk):
    desk.mark("Kazakhstan")
    answer = ana.get(f"/projects/{SLUG}/export/manifest?format=jsonl&layer=ben")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={SLUG}-ben.jsonl.manifest.json"
    assert json.loads(answer.data)["spans"] == {"actor": {"database": 1, "file": 1}}


def test_a_corpus_is_downloaded_in_parts(ana):
    asked = "split=train%3D3,test%3D2&split_by=date&seed=1&split_named=year%3D2022,test"
    answer = ana.get(f"{FILE}?format=jsonl&layer=all&{asked}")
    assert answer.mimetype == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(answer.data)).namelist() == [
        "train.jsonl",
        "test.jsonl",
        "split.csv",
        "manifest.json",
    ]


@pytest.mark.parametrize(
    "asked",
    [
        "split=train",
        "split=a=0.9,b=0.4",
        "split=a=1,a=1",
        "split_named=one,test",
        "split=a=1,b=1&split_by=author",
        "split=a=1,b=1&seed=x",
        "split=a=99,b=1",
    ],
)
def test_a_split_that_makes_no_sense_is_refused(ana, asked):
    assert ana.get(f"{FILE}?format=jsonl&layer=all&{asked}").status_code == 422


def test_a_filter_of_the_corpus_page_that_is_kept_is_exported_by_its_name(store, team, sign_in):
    with store.write() as tx:
        filters.save(tx, team["ana"], SLUG, "of the war", filter_from("year=2022"))
    chosen = "string(//select[@name='filter']/option[@selected])"
    for let, name in (("year%3D2022", "of the war"), ("year%3D2011", "as chosen on the corpus page")):
        assert sign_in("ana").get(f"/projects/{SLUG}/export?filter={let}").page.xpath(chosen) == name
