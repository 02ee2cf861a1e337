"""A larger corpus asks no more of the database for what people wait for: by statements and plans, not by time."""

import re
from contextlib import contextmanager

import pytest
from clocks import Clock
from sqlalchemy import event

from annotator.domain.document_filter import filter_from
from annotator.services import accounts, browsing, documents, projects, reading, rounds
from annotator.services.accounts import OPERATOR
from annotator.services.rounds import Plan
from annotator.services.transactions import Store


def test_a_document_and_the_corpus_are_opened_with_as_many_statements_in_a_long_queue_as_in_a_short_one(grown):
    store, ben, grow = grown
    assert asked(store, ben, "short", grow("short", 6)) == asked(store, ben, "long", grow("long", 60))


def test_no_table_is_read_through_where_a_document_is_opened(grown):
    store, ben, grow = grown
    ids = grow("papers", 12)
    with told(store) as statements, store.read() as tx:
        reading.open_document(tx, ben, ids[5])
    if not store.is_sqlite:
        return  # how PostgreSQL reads a table as small as this one tells nothing of a large one
    plans = [(statement, step) for statement, given in statements for step in plan(store, statement, given)]
    assert [step for _, step in plans if re.match(r"SCAN (?!CONSTANT|.*USING COVERING INDEX|anon)", step)] == []
    assert any("ix_assignment_of_user" in step for _, step in plans)


def test_of_many_documents_what_stands_beside_them_is_counted_once_in_a_minute(database, monkeypatch):
    clock = Clock()
    store = Store(database, clock=clock)
    monkeypatch.setattr(browsing, "MANY", 2)
    make(store)
    add(store, 3)
    first = browsed(store)
    assert (first.counted_lately, first.total, years(first)) == (True, 3, 3)
    add(store, 1)
    again = browsed(store)
    assert (again.total, len(again.documents), years(again)) == (4, 4, 3)
    clock.pass_by(minutes=1)
    assert years(browsed(store)) == 4
    store.close()


def test_of_few_documents_everything_is_counted_at_once(store):
    make(store)
    add(store, 3)
    assert years(browsed(store)) == 3
    add(store, 1)
    found = browsed(store)
    assert (found.counted_lately, years(found)) == (False, 4)


def asked(store, person, slug, ids):
    with told(store) as statements, store.read() as tx:
        reading.open_document(tx, person, ids[len(ids) // 2])
        browsing.browse(tx, person, slug, filter_from(""))
    return len(statements)


@contextmanager
def told(store):
    statements = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        statements.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(store.engine, "before_cursor_execute", note)


def plan(store, statement, parameters):
    with store.engine.connect() as connection:
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


def browsed(store):
    with store.read() as tx:
        return browsing.browse(tx, OPERATOR, "papers", filter_from(""))


def years(found):
    (facet,) = [one for one in found.facets if one.name == "year"]
    return sum(count for _, count in facet.values)


def add(store, count, slug="papers"):
    with store.write() as tx:
        for number in range(count):
            document, name, meta = store.new_id(), f"{number}", {"date": "2005"}
            made = documents.read("Some text.", name, meta, document_id=document, now=tx.now)
            documents.add(tx, OPERATOR, slug, made)


def make(store, slug="papers"):
    with store.write() as tx:
        projects.create(tx, OPERATOR, slug, "")


@pytest.fixture
def grown(store):
    """Projects whose documents are all given out to one annotator, in a round, made as they are asked for."""
    with store.write() as tx:
        accounts.add_user(tx, OPERATOR, "ben", password_hash=None)
        ben = accounts.named(tx, "ben")

    def grow(slug, count):
        make(store, slug)
        add(store, count, slug)
        with store.write() as tx:
            projects.set_member(tx, OPERATOR, slug, "ben", "annotator")
            made = rounds.create(tx, OPERATOR, slug, Plan(overlap=1))
            return [one for one, _ in rounds.board(tx, OPERATOR, slug, made.number).documents]

    return store, ben, grow
