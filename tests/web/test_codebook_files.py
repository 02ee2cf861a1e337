"""The codebook as a file, in the browser: out in each form, in as a draft, and what is lost on the way."""

from io import BytesIO

import pytest
from acting import SLUG

from annotator.services import accounts, codebooks

HERE = f"/projects/{SLUG}/codebook"


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_is_taken_away_says_all_of_it_when_it_is_brought_in_again(ana, store, form):
    answer = ana.get(f"{HERE}/file.{form}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={SLUG}-codebook.{form}"
    with store.read() as tx:
        book = codebooks.current(tx, accounts.OPERATOR, SLUG)
    assert codebooks.read_codebook(answer.data, f"c.{form}").at_version(book.version) == book
    assert bring_in(ana, answer.data, f"c.{form}").status_code == 303
    assert "nothing is changed yet" in ana.get(f"{HERE}/draft").words("//p[@class='version']")[0]


def test_what_a_form_has_no_place_for_is_said_beside_it(ben, store):
    said = ben.get(f"{HERE}/file").words("//ul[@class='hint']/li")
    with store.read() as tx:
        assert said == codebooks.not_held(codebooks.current(tx, accounts.OPERATOR, SLUG), "qdc")
    assert any("relation" in line for line in said)
    assert ben.get(f"{HERE}/file.qdc").data.startswith(b"<?xml")


def test_a_file_becomes_ones_draft_and_no_version_before_its_maker_says_so(ana, ben, store):
    sent = b"labels: [{name: actor}, {name: stance}, {name: legal_instrument}, {name: event, title: Event}]"
    assert bring_in(ana, sent, "b.yaml").location.endswith(f"{HERE}/draft")
    page = ana.get(f"{HERE}/draft")
    changes = page.words("//ul[@class='differences']/li")
    assert [line for line in changes if "Event" in line and "added" in line]
    assert "Event" not in ben.get(HERE).text
    assert ana.send(f"{HERE}/draft", {"do": "publish", "note": "From a file."}).status_code == 303
    assert "Event" in ben.get(HERE).text


def test_what_of_a_file_has_no_place_here_is_said_and_the_rest_is_the_draft(ana):
    data = ana.get(f"{HERE}/file.qdc").data.replace(
        b"</CodeBook>", b'<Sets><Set guid="%s" name="Later"/></Sets></CodeBook>'
    )
    answer = bring_in(ana, data.replace(b"%s", b"5f0c7c1e-3a52-4f0e-9d59-7d3c1b1c8a60"), "other.qdc")
    assert answer.status_code == 200
    assert answer.words("//section[@role='status']//li") == ["Sets of codes are not taken over: Later."]
    assert "What your draft changes" in ana.get(f"{HERE}/draft").text


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"labels: [{nam: actor}]", "b.yaml"), (b"\xff\xfe", "b.yaml"), (b"<x/>", "b.qdc"), (b"", "")],
)
def test_a_file_that_is_no_codebook_changes_nothing_and_is_told_of(ana, data, name):
    refused = bring_in(ana, data, name)
    assert refused.status_code == 422
    assert refused.problem.startswith(name or "Choose a file")
    assert "nothing is changed yet" in ana.get(f"{HERE}/draft").text


def bring_in(somebody, data, name):
    return somebody.send(f"{HERE}/file", {"file": (BytesIO(data), name)})


@pytest.fixture
def store(sqlite_store):
    """One kind of database is enough where none is asked."""
    return sqlite_store
