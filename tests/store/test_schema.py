"""What the database itself refuses, whatever a program above it does."""

import pytest
from acting import Desk, first_document
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError


@pytest.mark.parametrize("table", ["user", "project", "document", "layer", "span", "action", "source"])
def test_what_others_refer_to_cannot_be_deleted(store, worked_on, table):
    before = counts(store)
    with store.write() as tx, pytest.raises(IntegrityError):
        tx.connection.execute(text(f'DELETE FROM "{table}"'))
    assert counts(store) == before


def test_a_span_of_nobodys_layer_cannot_be_kept(store, worked_on):
    with store.write() as tx, pytest.raises(IntegrityError):
        tx.connection.execute(text("UPDATE span SET layer_id = 'nowhere'"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE layer SET state = 'done'",
        "UPDATE member SET role = 'boss'",
        "UPDATE action SET undo = 'perhaps'",
        "UPDATE document SET length = 0",
        'UPDATE span SET "start" = -1',
        'UPDATE span SET "end" = "start"',
        "UPDATE span SET last_block = first_block - 1",
        "UPDATE span SET label = NULL",
        "UPDATE document SET position = 1",
        "UPDATE document SET key = 'the same'",
        "UPDATE \"user\" SET name_key = 'the same'",
    ],
)
def test_values_that_make_no_sense_are_refused(store, worked_on, statement):
    with store.write() as tx, pytest.raises(IntegrityError):
        tx.connection.execute(text(statement))


def test_two_layers_of_one_name_on_a_document_are_refused(store, worked_on):
    copied = (
        "INSERT INTO layer (id, document_id, name, user_id, state, created, updated) "
        "SELECT 'another', document_id, name, user_id, state, created, updated FROM layer"
    )
    with store.write() as tx, pytest.raises(IntegrityError):
        tx.connection.execute(text(copied))


def counts(store):
    tables = ("user", "project", "document", "layer", "span", "action", "source", "event", "member", "codebook")
    with store.read() as tx:
        return {table: tx.connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar() for table in tables}


@pytest.fixture
def worked_on(store, team):
    """Ana has marked two spans on the first article, and a relation joins them."""
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    ends = {"source": desk.mark("Russia"), "target": desk.mark("adopted", "stance")}
    joined = (
        "INSERT INTO relation (id, key, document_id, layer_id, user_id, type, source_id, target_id, "
        "codebook_version, created) SELECT id, id, document_id, layer_id, user_id, 'holds', id, :target, "
        "codebook_version, created FROM span WHERE id = :source"
    )
    with store.write() as tx:
        tx.connection.execute(text(joined), ends)
