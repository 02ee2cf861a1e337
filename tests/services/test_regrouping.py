"""Documents are grouped, tagged and given metadata, many at once; it is told who did it when, and taken back."""

import orjson
import pytest
from acting import SLUG
from sqlalchemy import text

from annotator.domain.document_filter import filter_from
from annotator.domain.errors import Conflict, Forbidden, NotFound
from annotator.domain.regrouping import change_of
from annotator.services import browsing, checking, corpus, exporting, importing, projects, regrouping
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload
from annotator.services.regrouping import Which

EARLY = filter_from("year=2005")


def test_all_that_match_come_into_a_collection_and_are_found_there(store, team):
    done = change(store, team["ana"], Which(filter=filter_from("publication=Eurasia+Daily+Monitor")), into("law"))
    assert done.documents == 2
    inside = [one for one in listed(store, team["ana"]) if one.meta.get("collections") == ["law"]]
    assert [one.meta["publication"] for one in inside] == ["Eurasia Daily Monitor"] * 2
    with store.read() as tx:
        found = browsing.browse(tx, team["ben"], SLUG, filter_from("collection=law"))
    assert found.total == 2


def test_each_document_has_an_event_of_it_with_who_and_what_was_before(store, team):
    document = listed(store, team["ana"])[0].id
    change(store, team["ana"], Which([document]), change_of(into={}, out_of={}, values={"volume": "3"}))
    query = text("SELECT user_id, before, after FROM event WHERE kind = 'document.meta' AND document_id = :id")
    with store.read() as tx:
        (told,) = tx.connection.execute(query, {"id": document})
    assert told.user_id == team["ana"].id
    assert (orjson.loads(told.before), orjson.loads(told.after)) == ({"volume": "2"}, {"volume": "3"})


def test_a_change_is_taken_back_but_for_what_was_changed_since(store, team):
    first, second, *_ = (one.id for one in listed(store, team["ana"]))
    before = metas(store, team["ana"])
    done = change(store, team["ana"], Which([first, second]), into("law"))
    change(store, team["ana"], Which([second]), into("wheat"))
    undone = undo(store, team["ana"], done.id)
    assert (undone.documents, undone.left) == (1, 1)
    assert metas(store, team["ana"]) == {**before, second: {**before[second], "collections": ["law", "wheat"]}}
    with pytest.raises(Conflict):
        undo(store, team["ana"], done.id)
    assert [one.undone is not None for one in kept(store, team["ana"])] == [False, True]


def test_what_all_have_already_is_no_change(store, team):
    which = Which(filter=EARLY)
    assert change(store, team["ana"], which, into("law")).id
    assert change(store, team["ana"], which, into("law")).id is None
    assert len(kept(store, team["ana"])) == 1


def test_a_document_of_another_project_or_one_that_never_was_is_refused_and_nothing_changes(store, people):
    first = listed(store, people["ana"])[0].id
    with pytest.raises(NotFound):
        change(store, people["ana"], Which([first, "never"]), into("law"))
    with pytest.raises(NotFound):
        change(store, people["neighbour"], Which([first]), into("law"), slug="another")
    assert kept(store, people["ana"]) == []


def test_a_filter_that_others_match_than_when_somebody_looked_changes_nothing(store, team):
    with pytest.raises(Conflict) as refused:
        change(store, team["ana"], Which(filter=EARLY, seen=4), into("law"))
    assert "4 documents matched, now 1 do" in refused.value.message
    assert kept(store, team["ana"]) == []


@pytest.mark.parametrize("name", ["ben", "adjudicator"])
def test_only_a_manager_changes_documents_or_is_told_of_changes(store, team, name):
    with pytest.raises(Forbidden):
        change(store, team[name], Which(filter=EARLY), into("law"))
    with pytest.raises(Forbidden):
        kept(store, team[name])


@pytest.mark.parametrize("form", ["jsonl", "tei"])
def test_groups_and_own_keys_come_back_from_files_byte_for_byte(store, team, form):
    wanted = change_of(
        into={"collection": ["law & order", "=1+1"], "tag": ["<b>", "Äpfel"]},
        out_of={},
        values={"court": "Supreme", "final": True, "pages": [1, 2.5, None], "more": {"deep": ["x"]}},
    )
    change(store, team["ana"], Which(filter=EARLY), wanted)
    exported, lines = written(store, SLUG, form), written(store, SLUG, "jsonl")
    with store.write() as tx:
        projects.create(tx, OPERATOR, "again", "Central Asia and the draft")
    files = importing.parse([Upload(f"a.{form}", exported)], form, None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        importing.import_files(tx, OPERATOR, "again", files)
    assert written(store, "again", "jsonl") == lines
    with store.read() as tx:
        assert browsing.browse(tx, OPERATOR, "again", filter_from("tag=Äpfel&meta.court=Supreme")).total == 1


def test_what_is_stored_still_holds_together(store, team):
    done = change(store, team["ana"], Which(filter=EARLY), into("law"))
    undo(store, team["ana"], done.id)
    with store.read() as tx:
        assert checking.check(tx).faults == ()


def into(name):
    return change_of(into={"collection": [name]}, out_of={}, values={})


def change(store, person, which, wanted, slug=SLUG):
    with store.write() as tx:
        return regrouping.change(tx, person, slug, which, wanted)


def undo(store, person, edit):
    with store.write() as tx:
        return regrouping.undo(tx, person, SLUG, edit)


def kept(store, person):
    with store.read() as tx:
        return regrouping.changes(tx, person, SLUG)[1]


def listed(store, person):
    with store.read() as tx:
        return corpus.corpus(tx, person, SLUG).documents


def metas(store, person):
    return {one.id: one.meta for one in listed(store, person)}


def written(store, slug, form):
    return b"".join(exporting.prepare(store, OPERATOR, slug, form, "all", allow_loss=True).chunks())
