"""A correction of a text makes another edition: what was marked follows, what cannot stays; both can be read."""

import json
from dataclasses import replace

import pytest
from acting import Desk, action, draft, first_document, new_id
from adjudicators import Chair

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import (
    accounts,
    checking,
    codebooks,
    commenting,
    completing,
    corpus,
    editions,
    exporting,
    importing,
    placing,
    projects,
    queues,
    reading,
    revising,
    rounds,
    searching,
    seeding,
)
from annotator.services.commenting import Remark
from annotator.services.importing import Upload
from annotator.services.revising import Correction
from annotator.services.rounds import Plan

TEXT = (
    "Talks in Astana\n\nThe goverment of Kazakhstan refused the pact. The Duma adopted it.\n\n"
    "Later 😀 the pact was forgotten.\n"
)
MENDED = TEXT.replace("goverment", "government").replace(" The Duma adopted it.", "")


@pytest.fixture
def document(store, team):
    """The only document of another project with ana and ben in it."""
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, "texts", "Texts")
        book = (seeding.seeds_folder() / "codebook.yaml").read_bytes()
        codebooks.replace(tx, accounts.OPERATOR, "texts", codebooks.read_codebook(book, "codebook.yaml"))
        for name, role in (("ana", "manager"), ("ben", "annotator")):
            projects.set_member(tx, accounts.OPERATOR, "texts", name, role)
        parsed = importing.parse([Upload("a.txt", TEXT.encode())], "txt", None, now=tx.now, new_id=tx.new_id)
        importing.import_files(tx, accounts.OPERATOR, "texts", parsed)
    return first_document(store, team["ana"], "texts")


@pytest.fixture
def ana(store, team, document):
    return Desk(store, team["ana"], document)


@pytest.fixture
def ben(store, team, document):
    return Desk(store, team["ben"], document)


def correct(desk, text=MENDED, **more):
    with desk.store.write() as tx:
        return revising.revise(tx, desk.person, desk.document, Correction(text, "spelling", **more))


def looked(desk, text=MENDED, **more):
    with desk.store.read() as tx:
        report = revising.look(tx, desk.person, desk.document, Correction(text, **more))
    return {one.was: (one.fate, one.becomes) for one in report.carried}


def exported(desk, layer="all", edition=None):
    store = desk.store
    if edition:
        wanted = editions.export(store, desk.person, desk.document, edition, form="jsonl", layer=layer)
    else:
        wanted = exporting.prepare(store, desk.person, "texts", "jsonl", layer)
    return [json.loads(line) for line in b"".join(wanted.chunks()).splitlines()]


def test_the_report_says_of_every_span_what_becomes_of_it(ana, ben):
    for words in ("Astana", "goverment", "Kazakhstan", "Duma"):
        ana.mark(words)
    ben.mark("the pact", nth=1)
    assert looked(ana) == {
        "Astana": ("unchanged", "Astana"),
        "goverment": ("reworded", "government"),
        "Kazakhstan": ("moved", "Kazakhstan"),
        "Duma": ("lost", ""),
        "the pact": ("moved", "the pact"),
    }
    assert ana.text == TEXT


def test_the_new_edition_takes_the_place_of_the_old_with_its_id_in_exports(ana, store):
    span = ana.mark("Kazakhstan", note="kept")
    before = exported(ana)
    new = Desk(store, ana.person, correct(ana).document_id)
    after = exported(new)
    assert (new.text, new.quotes) == (MENDED, ["Kazakhstan"])
    assert [one["id"] for one in after] == [one["id"] for one in before]
    (old_span,), (new_span,) = before[0]["spans"], after[0]["spans"]
    assert (new_span["id"], new_span["note"]) == (span, "kept") == (old_span["id"], old_span["note"])
    assert new_span["start"] == old_span["start"] + 1
    with store.read() as tx:
        assert [one.id for one in corpus.corpus(tx, ana.person, "texts").documents] == [new.document]
        assert checking.check(tx).faults == ()


def test_the_old_edition_stays_to_be_read_and_exported_with_what_was_left_behind(ana, store):
    ana.mark("Duma")
    ana.mark("Astana")
    new = Desk(store, ana.person, correct(ana).document_id)
    with store.read() as tx:
        found = editions.listed(tx, ana.person, new.document)
        old = editions.opened(tx, ana.person, new.document, 1)
        with pytest.raises(NotFound, match=new.document):
            reading.desk(tx, ana.person, ana.document)
    assert [(one.number, one.by, one.reason) for one in found.all] == [(1, None, ""), (2, "ana", "spelling")]
    assert [one.quote for one in found.left[1]] == ["Duma"]
    assert (old.desk.reading.text, len(old.spans)) == (TEXT, 2)
    (line,) = exported(new, edition=1)
    assert (line["text"], [span["text"] for span in line["spans"]]) == (TEXT, ["Astana", "Duma"])
    assert exported(new, edition=2)[0]["text"] == MENDED


def test_what_was_left_behind_is_placed_by_its_maker_afterwards_and_is_the_same_span(ana, ben, store):
    lost = ana.mark("Duma", note="kept")
    ben.mark("Duma")
    second = correct(ana).document_id
    new = Desk(store, ana.person, correct(Desk(store, ana.person, second), MENDED + "\nAn end.\n").document_id)
    (before,) = [one for one in exported(new, edition=1)[0]["spans"] if one["annotator"] == "ana"]
    assert [one.quote for one in left(new)] == [one.quote for one in left(new, ben.person)] == ["Duma"]
    with pytest.raises(Invalid, match="stands nowhere"), store.write() as tx:
        placing.place(tx, new.person, action(), new.document, lost, words="The Senate")
    with pytest.raises(NotFound), store.write() as tx:
        placing.place(tx, ben.person, action(), new.document, lost, words="Talks")
    once = action()
    for _ in range(2):
        with store.write() as tx:
            placing.place(tx, new.person, once, new.document, lost, words="the pact")
    (span,) = exported(new)[0]["spans"]
    assert (span["id"], span["text"], span["note"]) == (before["id"], "the pact", "kept")
    assert left(new) == []
    assert [one.quote for one in left(new, ben.person)] == ["Duma"]
    new.undo()
    assert new.quotes == []
    with store.read() as tx:
        assert checking.check(tx).faults == ()


def left(desk, person=None):
    """What a correction left behind of somebody's own, as they are told on their desk."""
    with desk.store.read() as tx:
        return editions.own_left(tx, reading.desk(tx, person or desk.person, desk.document))


def test_an_edition_can_be_corrected_again_and_back(ana, store):
    ana.mark("Kazakhstan")
    second = Desk(store, ana.person, correct(ana).document_id)
    third = Desk(store, ana.person, correct(second, TEXT).document_id)
    assert (third.text, third.quotes) == (TEXT, ["Kazakhstan"])
    with store.read() as tx:
        assert [one.number for one in editions.listed(tx, ana.person, third.document).all] == [1, 2, 3]


def test_fragments_go_along(ana, store):
    text = ana.text
    places = [(text.index(words), text.index(words) + len(words)) for words in ("goverment", "refused")]
    whole = text[places[0][0] : places[1][1]]
    ana.create(replace(draft("goverment", text), fragments=places, words=whole))
    new = Desk(store, ana.person, correct(ana).document_id)
    (span,) = new.spans
    assert [new.text[start:end] for start, end in span.fragments] == ["government", "refused"]


def test_relations_follow_their_spans_and_go_with_one_that_is_lost(ana, store):
    holder, stance, lost = ana.mark("Kazakhstan"), ana.mark("refused", "stance"), ana.mark("Duma")
    ana.relate(holder, stance)
    ana.relate(lost, stance)
    with store.read() as tx:
        assert revising.look(tx, ana.person, ana.document, Correction(MENDED)).untied == 1
    new = Desk(store, ana.person, correct(ana).document_id)
    quotes = {span.id: span.quote(MENDED) for span in new.spans}
    assert [(kind, quotes[a], quotes[b]) for kind, a, b in new.relations] == [("holds", "Kazakhstan", "refused")]


def test_what_is_lost_or_reads_otherwise_is_placed_by_hand_or_left(ana, store):
    duma, government = ana.mark("Duma"), ana.mark("goverment")
    words = {duma: "the pact"}
    assert looked(ana, words=words)["Duma"] == ("reworded", "the pact")
    with pytest.raises(Invalid, match="stands nowhere"):
        looked(ana, words={duma: "Ural"})
    with pytest.raises(Invalid, match="outside the text"):
        looked(ana, placed={duma: ((0, 10_000),)})
    with pytest.raises(Invalid, match="No span"):
        looked(ana, placed={"somebody": ((0, 1),)})
    new = Desk(store, ana.person, correct(ana, words=words, placed={government: ()}).document_id)
    assert new.quotes == ["the pact"]
    with store.read() as tx:
        assert [one.quote for one in editions.listed(tx, ana.person, new.document).left[1]] == ["goverment"]


def test_gold_and_its_decisions_follow(ana, ben, store):
    for desk in (ana, ben):
        desk.mark("Kazakhstan", attributes={"kind": "state"})
        with store.write() as tx:
            completing.set_state(tx, desk.person, action(), desk.document, "complete")
    chair = Chair(store, ana.person, ana.document)
    chair.take("Kazakhstan", "ben")
    assert chair.gold == [("actor", "Kazakhstan")]
    new = Chair(store, ana.person, correct(ana).document_id)
    assert new.gold == [("actor", "Kazakhstan")]
    assert new.open == []
    with store.read() as tx:
        assert checking.check(tx).faults == ()


def test_queues_rounds_and_comments_go_on_with_the_new_edition(ana, ben, store):
    span = ben.mark("Kazakhstan")
    with store.write() as tx:
        rounds.create(tx, accounts.OPERATOR, "texts", Plan("First", overlap=1))
        commenting.on_document(tx, ben.person, ben.document, Remark(new_id(), "Sure?"), span_id=span)
    new = correct(ana).document_id
    with store.read() as tx:
        project = projects.find(tx, ben.person, "texts")
        assert [one for one, _ in queues.queue(tx, ben.person, project).items] == [new]
        _, threads = commenting.of_document(tx, ben.person, new)
    assert Desk(store, ben.person, new).quotes == ["Kazakhstan"]
    assert len(threads) == 1


def test_a_search_finds_the_present_edition_alone(ana, store):
    def hits(words):
        with store.read() as tx:
            return len(searching.search(tx, ana.person, "texts", words).hits)

    assert (hits("goverment"), hits("government")) == (1, 0)
    correct(ana)
    assert (hits("goverment"), hits("government")) == (0, 1)


def test_a_report_that_is_not_what_somebody_saw_is_not_carried_out(ana, ben, store):
    with store.read() as tx:
        seen = revising.look(tx, ana.person, ana.document, Correction(MENDED)).digest
    ben.mark("Astana")
    with store.read() as tx:
        assert revising.look(tx, ana.person, ana.document, Correction(MENDED)).digest == seen
    ben.mark("Duma")
    with store.write() as tx, pytest.raises(Conflict, match="look at the report again"):
        revising.revise(tx, ana.person, ana.document, Correction(MENDED), confirmed=seen)
    assert ana.text == TEXT


def test_only_a_manager_corrects_and_annotators_see_of_editions_what_is_theirs(ana, ben, store):
    with pytest.raises(Forbidden):
        correct(ben)
    ana.mark("Duma")
    ben.mark("adopted", "stance")
    new = correct(ana).document_id
    with store.read() as tx:
        assert [one.quote for one in editions.listed(tx, ben.person, new).left[1]] == ["adopted"]
        assert editions.opened(tx, ben.person, new, 1).layers == ("ben",)
        with pytest.raises(NotFound):
            editions.opened(tx, ben.person, new, 1, "ana")
    with pytest.raises(Forbidden):
        editions.export(store, ben.person, new, 1, form="jsonl", layer="all")


@pytest.mark.parametrize(("text", "says"), [(TEXT, "nothing to correct"), (" \n", "empty")])
def test_what_corrects_nothing_is_refused(ana, text, says):
    with pytest.raises(Invalid, match=says):
        correct(ana, text)
