"""Spans are marked, changed and taken away in one's own layer, whatever is sent and however often."""

import json
from dataclasses import replace

import pytest
from acting import Desk, action, draft, first_document, new_id
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from annotator.domain.permission import Person
from annotator.services import accounts, annotating, codebooks, completing, projects, reading
from annotator.services.annotating import Draft

# Marking


def test_a_marked_span_is_there_with_all_that_was_said(ana):
    one = draft("Kremlin", ana.text, attributes={"kind": "state"}, note="the government\r\nof Russia")
    change = ana.create(one)
    (span,) = ana.spans
    assert span.quote(ana.text) == "Kremlin"
    assert (span.label, span.layer, span.annotator, span.version) == ("actor", "ana", "ana", 1)
    assert (span.attributes, span.note) == ({"kind": "state"}, "the government\nof Russia")
    assert change.spans == (span,)
    assert change.subjects == (one.id,)
    assert change.saved == span.created == span.updated


def test_spans_may_overlap_nest_and_coincide(ana):
    whole = ana.mark("ethnic Russians from CIS countries")
    nested = ana.mark("ethnic Russians")
    crossing = ana.mark("recruiting ethnic Russians", "stance")
    same = ana.mark("ethnic Russians", "legal_instrument")
    twice = ana.mark("ethnic Russians")
    assert {span.id for span in ana.spans} == {whole, nested, crossing, same, twice}


def test_a_span_may_be_several_fragments(ana):
    start = ana.text.index("growing casualties")
    fragments = [(start, start + 7), (start + 8, start + 18), (start + 30, start + 40)]
    change = ana.create(Draft(new_id(), fragments, "stance", ana.text[start : start + 40]))
    assert change.spans[0].fragments == tuple(fragments)
    assert ana.spans[0].fragments == tuple(fragments)


def test_several_spans_are_marked_as_one_action(ana):
    drafts = [draft("Miroglov", ana.text, nth=nth) for nth in range(3)]
    change = ana.create(*drafts)
    assert change.subjects == tuple(one.id for one in drafts)
    assert ana.quotes == ["Miroglov"] * 3
    ana.undo()
    assert ana.quotes == []


def test_the_answer_holds_all_spans_of_the_paragraphs_that_were_touched_and_no_others(ana):
    near = ana.mark("Kremlin")
    ana.mark("Publication")
    change = ana.create(draft("draft dodging", ana.text, "stance"))
    assert [span.id for span in change.spans] == [near, *change.subjects]
    assert len(change.blocks) == 1


def test_a_span_across_paragraphs_touches_each_of_them(ana):
    start = ana.text.index("(KTK TV")
    end = ana.text.index("In fact, Miroglov") + len("In fact")
    change = ana.create(Draft(new_id(), [(start, end)], "actor", ana.text[start:end]))
    first, second = change.blocks
    assert second == first + 1
    for block in (first, second):
        with ana.store.read() as tx:
            assert [one.id for one in reading.block_spans(tx, ana.person, ana.document, block)[1]] == [
                change.subjects[0]
            ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"words": "Kremlim"}, "text-mismatch"),
        ({"label": "person"}, "unknown-label"),
        ({"label": ""}, "unknown-label"),
        ({"attributes": {"mood": "good"}}, "unknown-attribute"),
        ({"attributes": {"kind": "planet"}}, "bad-attribute"),
        ({"attributes": {"kind": ["state"]}}, "bad-attribute"),
        ({"attributes": {"kind": True}}, "bad-attribute"),
        ({"note": "x" * 20_001}, "too-long"),
        ({"note": "\x00"}, "control-character"),
        ({"fragments": []}, "no-fragment"),
        ({"fragments": [(10, 10)]}, "empty-span"),
        ({"fragments": [(-1, 4)]}, "span-outside-text"),
        ({"fragments": [(4950, 4956)]}, "span-outside-text"),
        ({"fragments": [(10, 20), (19, 30)]}, "fragments-overlap"),
        ({"fragments": [(30, 40), (10, 20)]}, "fragments-overlap"),
        ({"fragments": [(n, n + 1) for n in range(0, 202, 2)]}, "too-many-fragments"),
        ({"fragments": [(True, 4)]}, "not-an-offset"),
        ({"fragments": [(1.0, 4)]}, "not-an-offset"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_marked(ana, change, code):
    good = draft("Kremlin", ana.text)
    with pytest.raises(Invalid) as refusal:
        ana.create(good, replace(draft("Kremlin", ana.text), **change))
    assert refusal.value.code == code
    assert ana.spans == []
    assert ana.state == "new"
    assert logged(ana) == []


def test_the_last_character_of_a_text_can_be_marked(ana):
    end = len(ana.text)
    ana.create(Draft(new_id(), [(end - 1, end)], "actor", ana.text[-1]))
    assert ana.quotes == [ana.text[-1]]


@pytest.mark.parametrize("count", [0, 2001])
def test_an_action_marks_one_span_at_least_and_not_any_number(ana, count):
    with pytest.raises(Invalid, match="at most 2000"):
        ana.create(*[draft("Kremlin", ana.text)] * count)


def test_an_id_that_a_span_has_already_is_refused(ana, ben):
    one = draft("Kremlin", ana.text)
    ana.create(one)
    for desk in (ana, ben):
        with pytest.raises(Conflict) as refusal:
            desk.create(one)
        assert refusal.value.code == "id-taken"
    assert len(ana.spans) == 1
    assert ben.spans == []


def test_an_id_twice_in_one_action_is_refused(ana):
    one = draft("Kremlin", ana.text)
    with pytest.raises(Conflict, match="this id already"):
        ana.create(one, one)


# Changing


def test_a_change_sets_only_what_was_sent(ana):
    span = ana.mark("Kremlin", attributes={"kind": "state"}, note="a note")
    ana.change(span, note="another")
    assert (ana.span(span).attributes, ana.span(span).note) == ({"kind": "state"}, "another")
    ana.change(span, attributes={"kind": "group"})
    assert (ana.span(span).attributes, ana.span(span).note) == ({"kind": "group"}, "another")
    ana.change(span, attributes={}, note="")
    assert (ana.span(span).attributes, ana.span(span).note) == ({}, "")
    assert ana.span(span).version == 4


def test_borders_move_and_fragments_come_and_go(ana):
    start = ana.text.index("the Kremlin")
    span = ana.mark("Kremlin")
    ana.change(span, fragments=[(start, start + 11)], words="the Kremlin")
    assert ana.quotes == ["the Kremlin"]
    ana.change(span, fragments=[(start, start + 3), (start + 4, start + 11)], words="the Kremlin")
    assert ana.span(span).fragments == ((start, start + 3), (start + 4, start + 11))
    ana.change(span, fragments=[(start + 4, start + 11)], words="Kremlin")
    assert ana.span(span).fragments == ((start + 4, start + 11),)


def test_moving_a_span_to_another_paragraph_touches_both(ana):
    span = ana.mark("Kremlin")
    (there,) = ana.change(span, note="x").blocks
    change = ana.change(span, fragments=[(0, 11)], words="Publication")
    assert change.blocks == (0, there)


def test_relabelling_keeps_the_attributes_that_both_labels_ask(shared):
    span = shared.mark("Kremlin", attributes={"kind": "state", "sure": True, "only": "here"})
    shared.change(span, label="place")
    assert shared.span(span).label == "place"
    assert shared.span(span).attributes == {"sure": True}
    shared.undo()
    assert shared.span(span).attributes == {"kind": "state", "sure": True, "only": "here"}


def test_relabelling_with_attributes_takes_those_that_were_sent(ana):
    span = ana.mark("Kremlin", attributes={"kind": "state"})
    ana.change(span, label="stance", attributes={"voice": "reported"})
    assert (ana.span(span).label, ana.span(span).attributes) == ("stance", {"voice": "reported"})


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"label": "person"}, "unknown-label"),
        ({"fragments": [(0, 5)], "words": "Kremlin"}, "text-mismatch"),
        ({"fragments": [(0, 4956)]}, "span-outside-text"),
        ({"attributes": {"polarity": "supports"}}, "unknown-attribute"),
        ({"attributes": {"kind": "law"}}, "bad-attribute"),
        ({"note": "\ud800"}, "control-character"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_changes_nothing(ana, edit, code):
    span = ana.mark("Kremlin", attributes={"kind": "state"})
    before, log = ana.spans, logged(ana)
    with pytest.raises(Invalid) as refusal:
        ana.change(span, **edit)
    assert refusal.value.code == code
    assert (ana.spans, logged(ana)) == (before, log)


def test_a_change_to_what_is_there_already_is_no_change(ana):
    span = ana.mark("Kremlin", note="a note")
    change = ana.change(span, label="actor", note="a note")
    assert change.subjects == (span,)
    assert ana.span(span).version == 1
    assert [kind for kind, *_ in logged(ana)] == ["span.create"]


def test_a_change_of_a_version_that_is_gone_is_refused(ana):
    span = ana.mark("Kremlin")
    ana.change(span, version=1, note="first")
    for refused in (lambda: ana.change(span, version=1, note="second"), lambda: ana.delete(span, version=1)):
        with pytest.raises(Stale):
            refused()
    assert ana.span(span).note == "first"
    ana.delete(span, version=2)
    assert ana.spans == []


def test_without_a_version_the_last_write_wins(ana):
    span = ana.mark("Kremlin")
    ana.change(span, note="first")
    ana.change(span, note="second")
    assert ana.span(span).note == "second"


# Deleting


def test_a_deleted_span_is_gone_and_cannot_be_changed_or_deleted_again(ana):
    span = ana.mark("Kremlin")
    assert ana.delete(span).spans == ()
    assert ana.spans == []
    for refused in (lambda: ana.change(span, note="x"), lambda: ana.delete(span), lambda: ana.span(span)):
        with pytest.raises(NotFound, match="no longer there"):
            refused()


def test_a_deleted_span_is_still_in_the_past_with_who_and_when(ana):
    span = ana.mark("Kremlin")
    change = ana.delete(span)
    with ana.store.read() as tx:
        row = tx.connection.execute(text("SELECT deleted, deleted_by FROM span")).one()
    assert tuple(row) == (change.saved, ana.person.id)


# Others


def test_nobody_can_change_or_learn_of_anothers_span(ana, ben):
    span = ana.mark("Kremlin")
    nowhere = new_id()
    for refused in (
        lambda one: ben.change(one, note="x"),
        lambda one: ben.change(one, version=7, note="x"),
        ben.delete,
        ben.span,
        lambda one: mentions(ben, one),
    ):
        answers = []
        for one in (span, nowhere):
            with pytest.raises(NotFound) as refusal:
                refused(one)
            answers.append((refusal.value.code, refusal.value.message))
        assert answers[0] == answers[1]
    ben.mark("Kremlin")
    with pytest.raises(NotFound):
        ben.change(span, note="x")
    assert (ana.span(span).note, ana.span(span).version) == ("", 1)


def test_layers_do_not_see_each_other(ana, ben):
    ana.mark("Kremlin")
    assert ben.spans == []
    assert [one.annotator for one in ben.create(draft("Kremlin", ben.text)).spans] == ["ben"]


def test_undo_takes_back_ones_own_actions_alone(ana, ben):
    ana.mark("Kremlin")
    with pytest.raises(Conflict, match="nothing to undo"):
        ben.undo()
    assert ana.quotes == ["Kremlin"]


def test_a_viewer_may_read_and_not_annotate(store, ana):
    with store.write() as tx:
        person = accounts.add_user(tx, accounts.OPERATOR, "viewer", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, "central-asia", "viewer", "viewer")
    viewer = Desk(store, person, ana.document)
    assert viewer.text == ana.text
    for refused in (lambda: viewer.mark("Kremlin"), viewer.undo, lambda: complete(viewer)):
        with pytest.raises(Forbidden):
            refused()


def test_a_stranger_does_not_learn_that_a_document_is_there(store, ana):
    with store.write() as tx:
        person = accounts.add_user(tx, accounts.OPERATOR, "stranger", password_hash=None)
    one = draft("Kremlin", ana.text)
    span = ana.mark("Kremlin")
    stranger = Desk(store, person, ana.document)
    for refused in (
        lambda: stranger.text,
        lambda: stranger.create(one),
        lambda: stranger.change(span, note="x"),
        lambda: stranger.delete(span),
        lambda: complete(stranger),
    ):
        with pytest.raises(NotFound):
            refused()


def test_a_document_that_is_not_there_is_said_to_be(ana):
    with pytest.raises(NotFound, match="no such document"):
        Desk(ana.store, ana.person, new_id()).undo()


def test_the_command_lines_operator_has_no_layer(ana):
    operator = Desk(ana.store, Person(None, "operator", admin=True), ana.document)
    with pytest.raises(Conflict, match="operator"):
        operator.create(draft("Kremlin", ana.text))


# A complete layer


def test_a_complete_layer_is_left_alone_until_it_is_opened_again(ana):
    span = ana.mark("Kremlin")
    complete(ana)
    for refused in (
        lambda: ana.mark("Kremlin"),
        lambda: ana.change(span, note="x"),
        lambda: ana.delete(span),
        ana.undo,
        ana.redo,
    ):
        with pytest.raises(Conflict, match="declared this document complete"):
            refused()
    complete(ana, "in_progress")
    ana.change(span, note="x")
    assert ana.span(span).note == "x"


def test_one_persons_complete_layer_does_not_stop_another(ana, ben):
    complete(ana)
    ben.mark("Kremlin")
    assert ben.quotes == ["Kremlin"]


# The same action again


def test_the_same_action_sent_twice_makes_one_span(ana):
    one, by = draft("Kremlin", ana.text), action()
    assert ana.create(one, by=by).spans == ana.create(one, by=by).spans
    assert len(ana.spans) == 1
    assert [kind for kind, *_ in logged(ana)] == ["span.create"]


def test_every_kind_of_action_sent_twice_is_done_once(ana):
    span = ana.mark("Kremlin")
    for act in (
        lambda by: ana.change(span, by=by, version=1, note="x"),
        lambda by: ana.delete(span, by=by, version=2),
        ana.undo,
        ana.redo,
    ):
        by = action()
        first = act(by)
        log = logged(ana)
        second = act(by)
        assert (second.subjects, second.blocks, second.spans) == (first.subjects, first.blocks, first.spans)
        assert logged(ana) == log
    assert [kind for kind, *_ in logged(ana)] == [
        "span.create",
        "span.change",
        "span.delete",
        "span.create",
        "span.delete",
    ]


def test_an_action_sent_again_after_more_was_done_is_answered_with_how_things_stand(ana):
    one, by = draft("Kremlin", ana.text), action()
    ana.create(one, by=by)
    ana.change(one.id, note="since then")
    (span,) = ana.create(one, by=by).spans
    assert span.note == "since then"


def test_an_actions_id_with_another_body_is_refused(ana):
    by = action("one body")
    ana.create(draft("Kremlin", ana.text), by=by)
    with pytest.raises(Conflict) as refusal:
        ana.create(draft("Miroglov", ana.text), by=replace(by, body_hash="another"))
    assert refusal.value.code == "action-reused"
    assert ana.quotes == ["Kremlin"]


def test_an_actions_id_of_somebody_else_is_refused(ana, ben):
    by = action()
    ana.create(draft("Kremlin", ana.text), by=by)
    with pytest.raises(Conflict) as refusal:
        ben.create(draft("Kremlin", ben.text), by=by)
    assert refusal.value.code == "action-reused"
    assert ben.spans == []


# The past


def test_each_change_is_told_with_what_was_before_and_what_after(ana):
    span = ana.mark("Kremlin")
    ana.change(span, note="x")
    ana.delete(span)
    made, changed, gone = logged(ana)
    assert (made[0], made[1], made[2]) == ("span.create", span, None)
    assert (made[3]["label"], made[3]["note"], made[3]["version"]) == ("actor", "", 1)
    assert changed[:2] == ("span.change", span)
    assert changed[2] == made[3]
    assert (changed[3]["note"], changed[3]["version"]) == ("x", 2)
    assert (gone[0], gone[2], gone[3]) == ("span.delete", changed[3], None)


def test_events_say_who_and_where_and_by_which_action(ana):
    by = action()
    ana.create(draft("Kremlin", ana.text), by=by)
    query = text("SELECT user_id, document_id, action_id, project_id FROM event WHERE kind = 'span.create'")
    with ana.store.read() as tx:
        row = tx.connection.execute(query).one()
    assert tuple(row)[:3] == (ana.person.id, ana.document, by.id)
    assert row.project_id is not None


def test_a_change_that_fails_at_the_end_leaves_neither_row_nor_event_nor_action(ana):
    with pytest.raises(ZeroDivisionError), ana.store.write() as tx:
        annotating.create(tx, ana.person, action(), ana.document, [draft("Kremlin", ana.text)])
        1 / 0  # noqa: B018 - the fault
    assert (ana.spans, ana.state, logged(ana)) == ([], "new", [])
    with ana.store.read() as tx:
        assert tx.connection.execute(text("SELECT count(*) FROM action")).scalar() == 0


# Beginning a layer


def test_the_first_action_begins_the_layer(ana):
    assert ana.state == "new"
    ana.mark("Kremlin")
    assert ana.state == "in_progress"


def test_a_document_says_which_version_of_the_codebook_its_annotations_were_last_made_under(ana):
    span = ana.mark("Kremlin")
    assert versions(ana, span) == (1, 1)
    new_codebook(ana)
    assert versions(ana, span) == (1, 1)
    ana.change(span, note="x")
    assert versions(ana, span) == (1, 2)
    ana.change(span, attributes={"kind": "state"})
    assert versions(ana, span) == (2, 2)
    other = ana.mark("Miroglov")
    assert versions(ana, other) == (2, 2)


def test_a_new_version_of_the_codebook_alone_is_no_change_of_a_span(ana):
    span = ana.mark("Kremlin", attributes={"kind": "state"}, note="x")
    new_codebook(ana)
    ana.change(span, label="actor", attributes={"kind": "state"}, note="x")
    assert ana.span(span).version == 1
    assert [kind for kind, *_ in logged(ana)] == ["span.create"]


def mentions(desk, span):
    with desk.store.read() as tx:
        return reading.other_mentions(tx, desk.person, span)


def complete(desk, state="complete"):
    with desk.store.write() as tx:
        completing.set_state(tx, desk.person, action(), desk.document, state)


def logged(desk):
    """What the log tells of spans, oldest first: kind, subject, before, after."""
    with desk.store.read() as tx:
        return [
            (row.kind, row.subject, loaded(row.before), loaded(row.after))
            for row in tx.connection.execute(
                text("SELECT * FROM event WHERE kind LIKE 'span.%' ORDER BY sequence")
            )
        ]


def loaded(value):
    return None if value is None else json.loads(value)


def versions(desk, span):
    """The codebook's version of a span and of its document."""
    with desk.store.read() as tx:
        here, found = reading.own_span(tx, desk.person, span)
    return found.codebook_version, here.codebook_version


def new_codebook(desk):
    with desk.store.write() as tx:
        book = codebooks.current(tx, desk.person, "central-asia")
        codebooks.replace(tx, desk.person, "central-asia", replace(book, description="Another version."))


SHARED = b"""
labels:
  - name: actor
    attributes:
      - {name: kind, type: choice, choices: [state, person]}
      - {name: sure, type: boolean}
      - {name: only, type: text}
  - name: place
    attributes:
      - {name: kind, type: choice, choices: [city, river]}
      - {name: sure, type: boolean}
"""


@pytest.fixture
def document(store, team):
    return first_document(store, team["ana"])


@pytest.fixture
def ana(store, team, document):
    return Desk(store, team["ana"], document)


@pytest.fixture
def ben(store, team, document):
    return Desk(store, team["ben"], document)


@pytest.fixture
def shared(ana):
    """Ana's desk, with a codebook whose labels share attributes."""
    with ana.store.write() as tx:
        codebooks.replace(tx, ana.person, "central-asia", codebooks.read_codebook(SHARED, "codebook.yaml"))
    return ana
