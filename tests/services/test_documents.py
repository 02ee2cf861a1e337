"""Documents one at a time: added without a file, and taken out without being deleted."""

import pytest
from acting import SLUG, Desk, first_document
from sqlalchemy import text

from annotator.domain.errors import Forbidden, Invalid, NotFound
from annotator.services import corpus, documents, exporting


def test_a_document_stands_at_the_end_with_its_blocks_recognised(store, team):
    with store.write() as tx:
        made = read("A heading\n\nA paragraph that goes on for a while, and ends here.\r\n", meta={"date": "2026"})
        assert documents.add(tx, team["ana"], SLUG, made) == made.id
        listed = corpus.corpus(tx, team["ana"], SLUG).documents
    assert (listed[-1].id, listed[-1].title, listed[-1].meta) == (made.id, "A heading", {"date": "2026"})
    assert len(listed) == 6
    assert "\r" not in made.text
    assert len(made.blocks) == 2


@pytest.mark.parametrize(
    "wrong", [{"text": " \n"}, {"title": ""}, {"title": "a\nb"}, {"meta": {"a": "\0"}}, {"meta": {"n": 2**64}}]
)
def test_what_cannot_be_kept_is_refused(wrong):
    with pytest.raises(Invalid):
        read(**{"text": "A text.", **wrong})


def test_a_removed_document_is_nowhere_and_nothing_of_it_is_lost(store, team):
    document = first_document(store, team["ana"])
    Desk(store, team["ben"], document).mark("Kremlin")
    with store.write() as tx:
        documents.remove(tx, team["ana"], document)
    with store.read() as tx:
        assert document not in [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents]
        row = tx.connection.execute(text("SELECT deleted_by FROM document WHERE id = :id"), {"id": document}).one()
        assert row.deleted_by == team["ana"].id
        assert tx.connection.execute(text("SELECT count(*) FROM span WHERE deleted IS NULL")).scalar() == 1
        told = text("SELECT kind FROM event ORDER BY sequence DESC LIMIT 1")
        assert tx.connection.execute(told).scalar() == "document.delete"
    wanted = exporting.prepare(store, team["ana"], SLUG, "jsonl", "all")
    assert document not in b"".join(wanted.chunks()).decode()
    with pytest.raises(NotFound), store.write() as tx:
        documents.remove(tx, team["ana"], document)


def test_only_a_manager_removes(store, team):
    for name in ("ben", "adjudicator"):
        with pytest.raises(Forbidden), store.write() as tx:
            documents.remove(tx, team[name], first_document(store, team[name]))


def read(text="A text.", title=None, meta=None):
    return documents.read(
        text, title, meta or {}, document_id="6b1f8b0e-0000-4000-8000-000000000000", now="2026-11-23T00:00:00Z"
    )
