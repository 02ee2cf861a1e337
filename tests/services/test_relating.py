"""Relations between one's own spans: made, taken away, undone, done again."""

import pytest
from acting import Desk, action, first_document, new_id
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import accounts, completing, exporting, projects, relating
from annotator.services.relating import Link


def test_two_spans_are_joined_and_parted(ana, ends):
    relation = ana.relate(*ends)
    assert ana.relations == [("holds", *ends)]
    ana.part(relation)
    assert ana.relations == []
    with pytest.raises(NotFound):
        ana.part(relation)


def test_undo_and_redo_walk_over_relations_and_spans_alike(ana, ends):
    ana.part(ana.relate(*ends))
    note = ana.mark("Miroglov")
    seen = []
    for step in (ana.undo, ana.undo, ana.undo, ana.undo, ana.redo, ana.redo, ana.redo, ana.redo):
        step()
        seen.append((len(ana.spans), ana.relations))
    joined = [("holds", *ends)]
    assert seen == [(2, []), (2, joined), (2, []), (1, []), (2, []), (2, joined), (2, []), (3, [])]
    assert ana.span(note).label == "actor"


def test_it_is_told_in_the_log(ana, ends):
    relation = ana.relate(*ends)
    ana.part(relation)
    ana.undo()
    query = text("SELECT kind, subject FROM event WHERE kind LIKE 'relation.%' ORDER BY sequence")
    with ana.store.read() as tx:
        told = [tuple(row) for row in tx.connection.execute(query)]
    assert told == [("relation.create", relation), ("relation.delete", relation), ("relation.create", relation)]


def test_the_same_action_again_makes_no_second_one(ana, ends):
    by, link = action(), Link(new_id(), "holds", *ends)
    for _ in range(2):
        with ana.store.write() as tx:
            relating.create(tx, ana.person, by, ana.document, link)
    assert len(ana.relations) == 1


def test_it_joins_only_what_the_codebook_lets_it(ana, ends):
    actor, stance = ends
    for kind, source, target, code in (
        ("holds", stance, actor, "relation-not-allowed"),
        ("toward", actor, stance, "relation-not-allowed"),
        ("loves", actor, stance, "unknown-relation"),
        ("holds", actor, actor, "relation-to-itself"),
        ("holds", actor, new_id(), "dangling-relation"),
    ):
        with pytest.raises(Invalid) as refused:
            ana.relate(source, target, kind)
        assert refused.value.code == code
    assert ana.relations == []


def test_it_joins_spans_of_ones_own_layer_and_of_one_document_alone(ana, ends, store, team):
    ben = Desk(store, team["ben"], ana.document)
    with store.read() as tx:
        other = tx.connection.execute(text("SELECT id FROM document WHERE position = 2")).scalar()
    elsewhere = Desk(store, ana.person, other).mark("Kazakhstan", "stance")
    for desk, target in ((ben, ends[1]), (ana, elsewhere)):
        source = desk.mark("Miroglov")
        with pytest.raises(Invalid, match="is not a span of layer"):
            desk.relate(source, target)


def test_the_same_two_spans_are_not_joined_twice(ana, ends):
    ana.relate(*ends)
    with pytest.raises(Conflict, match="joined by this relation already"):
        ana.relate(*ends)


def test_nobody_takes_away_somebody_elses(ana, ends, store, team):
    relation = ana.relate(*ends)
    with store.write() as tx:
        stranger = accounts.add_user(tx, accounts.OPERATOR, "stranger", password_hash=None)
        viewer = accounts.add_user(tx, accounts.OPERATOR, "viewer", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, "central-asia", "viewer", "viewer")
    for person, kind in ((team["ben"], NotFound), (stranger, NotFound), (viewer, Forbidden)):
        with pytest.raises(kind):
            Desk(store, person, ana.document).part(relation)
    assert len(ana.relations) == 1


def test_a_span_keeps_its_label_while_a_relation_needs_it(ana, ends):
    relation = ana.relate(*ends)
    with pytest.raises(Conflict, match="remove it first"):
        ana.change(ends[0], label="stance")
    with pytest.raises(Conflict, match="remove it first"):
        ana.delete(ends[0])
    ana.part(relation)
    ana.change(ends[0], label="stance")
    assert ana.span(ends[0]).label == "stance"


def test_a_complete_layer_takes_none(ana, ends):
    with ana.store.write() as tx:
        completing.set_state(tx, ana.person, action(), ana.document, "complete")
    with pytest.raises(Conflict, match="complete"):
        ana.relate(*ends)


def test_it_is_exported_with_its_layer(ana, ends, store):
    relation = ana.relate(*ends)
    wanted = exporting.prepare(store, ana.person, "central-asia", "jsonl", "ana")
    assert relation in b"".join(wanted.chunks()).decode()


@pytest.fixture
def ana(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))


@pytest.fixture
def ends(ana):
    """An actor and a stance."""
    return ana.mark("Kremlin"), ana.mark("growing casualties", "stance")
