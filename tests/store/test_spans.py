"""Rows of spans: read by the paragraph, written at the version that was read."""

import pytest
from acting import Desk, first_document

from annotator.store import spans


def test_a_span_is_written_only_at_the_version_that_was_read(store, desk):
    span = desk.mark("Kremlin")
    with store.write() as tx:
        before = spans.state(tx, span)
        assert spans.put(tx, span, {**before, "version": 2, "note": "first"}, version=1)
        assert not spans.put(tx, span, {**before, "version": 2, "note": "second"}, version=1)
    assert (desk.span(span).note, desk.span(span).version) == ("first", 2)


def test_the_spans_of_some_paragraphs_are_those_that_reach_into_them(store, desk):
    end = desk.text.index("In fact, Miroglov") + len("In fact")
    long = desk.mark(desk.text[desk.text.index("Fedor Miroglov") : end])
    first, second = desk.mark("KTK TV"), desk.mark("Rumors of Russians")
    with store.read() as tx:
        _, _, layer = spans.by_id(tx, long)
        found = [
            {span.id for span in spans.in_blocks(tx, layer, *blocks)}
            for blocks in ((0, 0), (1, 1), (2, 2), (1, 3))
        ]
    assert found == [set(), {long, first}, {long, second}, {long, first, second}]


def test_ids_that_are_taken_are_found_among_very_many(store, desk):
    span = desk.mark("Kremlin")
    gone = desk.mark("Miroglov")
    desk.delete(gone)
    asked = [f"{number:036d}" for number in range(40_000)]
    with store.read() as tx:
        assert spans.taken_ids(tx, [*asked, span, gone]) == {span, gone}


@pytest.fixture
def desk(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))
