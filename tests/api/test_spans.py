"""Spans through the API: the same words, the same span, the same version, or a clear no."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from acting import SLUG, Desk
from registering import Clerk
from sqlalchemy import text as sql

from annotator.services import completing, projects
from annotator.services.recording import Action

ORDINARY = {"start": 0, "end": 11, "label": "actor"}


def test_a_span_is_marked_and_read_back(ana, document, text):
    start = text.index("Kremlin")
    sent = {"start": start, "end": start + 7, "label": "actor", "attributes": {"kind": "state"}, "note": "a note"}
    made = ana.post(f"/documents/{document}/spans", json={**sent, "text": "Kremlin"})
    assert made.status_code == 201
    span = made.json
    assert made.headers["Location"] == f"/api/v1/spans/{span['id']}"
    assert made.headers["ETag"] == '"1"'
    assert set(span) == {
        *("id", "document", "annotator", "layer", "label", "start", "end", "text", "attributes", "note"),
        *("version", "created", "updated"),
    }
    assert {**span, **sent} == span
    assert (span["document"], span["annotator"], span["layer"], span["text"]) == (
        document,
        "ana",
        "ana",
        "Kremlin",
    )
    assert ana.get(f"/spans/{span['id']}").json == span
    assert ana.get(f"/documents/{document}/spans").json == [span]


def test_a_span_is_marked_with_links_and_linked_otherwise(ana, document, store, team):
    for name in ("Kremlin", "Russia"):
        Clerk(store, team["ana"]).add(name)
    made = ana.post(f"/documents/{document}/spans", json={**ORDINARY, "links": {"is": "kremlin"}}).json
    assert made["links"] == {"is": "kremlin"}
    where = f"/spans/{made['id']}"
    assert ana.patch(where, json={"links": {"actor": "russia"}}).json["links"] == {"actor": "russia"}
    assert "links" not in ana.patch(where, json={"links": {}}).json


def test_the_same_id_again_is_the_same_span(ana, document, new_id):
    body = {**ORDINARY, "id": new_id()}
    first = ana.post(f"/documents/{document}/spans", json=body)
    again = ana.post(f"/documents/{document}/spans", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json["id"] == body["id"]
    assert len(ana.get(f"/documents/{document}/spans").json) == 1


def test_the_same_id_sent_again_later_is_answered_with_how_the_span_stands_now(ana, document, new_id):
    body = {**ORDINARY, "id": new_id()}
    ana.post(f"/documents/{document}/spans", json=body)
    ana.patch(f"/spans/{body['id']}", json={"note": "changed"})
    again = ana.post(f"/documents/{document}/spans", json=body)
    assert (again.status_code, again.json["note"], again.json["version"]) == (200, "changed", 2)
    ana.delete(f"/spans/{body['id']}")
    gone = ana.post(f"/documents/{document}/spans", json=body)
    assert (gone.status_code, gone.json["code"]) == (409, "span-deleted")
    assert ana.get(f"/documents/{document}/spans").json == []


@pytest.mark.parametrize(
    "other", [{"end": 10}, {"label": "stance"}, {"note": "x"}, {"attributes": {"kind": "state"}}]
)
def test_the_same_id_with_another_body_is_refused(ana, document, new_id, other):
    body = {**ORDINARY, "id": new_id()}
    ana.post(f"/documents/{document}/spans", json=body)
    answer = ana.post(f"/documents/{document}/spans", json={**body, **other})
    assert answer.status_code == 409
    assert len(ana.get(f"/documents/{document}/spans").json) == 1


def test_an_id_that_somebody_else_used_is_refused(ana, ben, document, new_id):
    body = {**ORDINARY, "id": new_id()}
    ana.post(f"/documents/{document}/spans", json=body)
    assert ben.post(f"/documents/{document}/spans", json=body).status_code == 409


def test_an_id_that_was_used_on_the_page_is_refused(ana, document, store, team):
    marked = Desk(store, team["ana"], document).mark("Kremlin")
    assert ana.post(f"/documents/{document}/spans", json={**ORDINARY, "id": marked}).status_code == 409


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**ORDINARY, "text": "publication"}, "text-mismatch"),
        ({**ORDINARY, "end": 0}, "empty-span"),
        ({**ORDINARY, "end": 10_000_000}, "span-outside-text"),
        ({**ORDINARY, "label": "nothing"}, "unknown-label"),
        ({**ORDINARY, "attributes": {"kind": "purple"}}, "bad-attribute"),
        ({**ORDINARY, "attributes": {"colour": "purple"}}, "unknown-attribute"),
        ({**ORDINARY, "note": "a\0b"}, "control-character"),
        ({**ORDINARY, "fragments": [[0, 5]]}, "two-places"),
        ({"label": "actor", "start": 0}, "no-place"),
        ({"label": "actor", "fragments": [[0, 5], [3, 9]]}, "fragments-overlap"),
        ({**ORDINARY, "start": -1}, "bad-body"),
        ({**ORDINARY, "start": "0"}, "bad-body"),
        ({**ORDINARY, "start": True}, "bad-body"),
        ({**ORDINARY, "start": 0.5}, "bad-body"),
        ({**ORDINARY, "end": 2**31}, "bad-body"),
        ({**ORDINARY, "id": "1"}, "bad-body"),
        ({**ORDINARY, "colour": "red"}, "bad-body"),
        ({**ORDINARY, "note": None}, "bad-body"),
        ({**ORDINARY, "links": {"is": "Kremlin"}}, "bad-link"),
        ({**ORDINARY, "links": {"is": "nobody"}}, "unknown-entity"),
        ({**ORDINARY, "links": {"of": "kremlin"}}, "unknown-role"),
        ({**ORDINARY, "links": {"is": 1}}, "bad-body"),
        ([ORDINARY], "bad-body"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_made(ana, document, body, code):
    answer = ana.post(f"/documents/{document}/spans", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert ana.get(f"/documents/{document}/spans").json == []


def test_offsets_count_code_points_also_after_an_emoji(ana):
    text = "A 😀 flag 🇰🇿 and a family 👩‍👩‍👧 in Almaty\r\nand Бишкек."
    document = ana.post(f"/projects/{SLUG}/documents", json={"text": text, "title": "T"}).json
    kept = document["text"]
    assert kept == text.replace("\r\n", "\n")
    for words in ("flag", "🇰🇿", "👩‍👩‍👧", "Almaty\nand", "Бишкек"):
        start = kept.index(words)
        body = {"start": start, "end": start + len(words), "label": "actor", "text": words}
        answer = ana.post(f"/documents/{document['id']}/spans", json=body)
        assert (answer.status_code, answer.json["text"]) == (201, words)
    start = len(kept.encode("utf-16-le")) // 2 - len("Бишкек.")
    in_utf16 = {"start": start, "end": start + 6, "label": "actor", "text": "Бишкек"}
    assert ana.post(f"/documents/{document['id']}/spans", json=in_utf16).status_code == 422


def test_a_span_in_pieces_is_told_with_its_pieces(ana, document):
    pieces = [[0, 11], [13, 20]]
    made = ana.post(f"/documents/{document}/spans", json={"fragments": pieces, "label": "actor"})
    assert made.status_code == 201
    assert (made.json["start"], made.json["end"], made.json["fragments"]) == (0, 20, pieces)
    one = ana.patch(f"/spans/{made.json['id']}", json={"start": 0, "end": 11}).json
    assert "fragments" not in one


def test_what_a_change_leaves_out_stays(ana, document):
    span = ana.mark(document, 0, 11, attributes={"kind": "state"}, note="a note")
    changed = ana.patch(f"/spans/{span['id']}", json={"end": 20})
    assert changed.status_code == 200
    assert changed.headers["ETag"] == '"2"'
    new = {name: changed.json[name] for name in ("text", "updated")}
    assert changed.json == {**span, **new, "end": 20, "version": 2}
    assert len(new["text"]) == 20
    same = ana.patch(f"/spans/{span['id']}", json={})
    assert (same.status_code, same.json["version"]) == (200, 2)


def test_the_words_of_a_change_are_held_against_the_text(ana, document, text):
    span = ana.mark(document, 0, 11)
    for body, status in (
        ({"text": "Publication"}, 200),
        ({"text": "publication"}, 422),
        ({"start": 1, "end": 3, "text": text[1:3]}, 200),
        ({"start": 1, "end": 3, "text": text[1:4]}, 422),
        ({"start": 2}, 200),
        ({"start": 99}, 422),
    ):
        assert ana.patch(f"/spans/{span['id']}", json=body).status_code == status, body


def test_a_change_of_what_somebody_changed_since_is_refused_with_how_it_stands_now(ana, document):
    span = ana.mark(document, 0, 11)
    where = f"/spans/{span['id']}"
    seen = {"If-Match": '"1"'}
    assert ana.patch(where, json={"note": "first"}, headers=seen).status_code == 200
    for answer in (ana.patch(where, json={"note": "second"}, headers=seen), ana.delete(where, headers=seen)):
        assert (answer.status_code, answer.headers["ETag"]) == (412, '"2"')
        assert (answer.json["code"], answer.json["present"]["note"]) == ("changed-since", "first")
    assert ana.get(where).json["note"] == "first"
    assert ana.delete(where, headers={"If-Match": '"2"'}).status_code == 204
    assert ana.get(where).status_code == 404


def test_without_if_match_the_last_write_wins(ana, document):
    where = f"/spans/{ana.mark(document, 0, 11)['id']}"
    for note in ("first", "second"):
        assert ana.patch(where, json={"note": note}).status_code == 200
    assert ana.patch(where, json={"note": "third"}, headers={"If-Match": "*"}).status_code == 200
    assert ana.get(where).json["note"] == "third"
    assert ana.delete(where).status_code == 204


@pytest.mark.parametrize(
    ("tag", "status"), [('W/"1"', 412), ('"x"', 412), ('"99"', 412), ("1", 400), ('"1", "2"', 400)]
)
def test_an_entity_tag_that_names_no_version_changes_nothing(ana, document, tag, status):
    where = f"/spans/{ana.mark(document, 0, 11)['id']}"
    assert ana.patch(where, json={"note": "x"}, headers={"If-Match": tag}).status_code == status
    assert ana.get(where).json["note"] == ""


def test_what_has_not_changed_is_not_sent_again(ana, document):
    span = ana.mark(document, 0, 11)
    for where in (
        f"/spans/{span['id']}",
        f"/documents/{document}",
        f"/documents/{document}/spans",
        f"/projects/{SLUG}/documents",
    ):
        tag = ana.get(where).headers["ETag"]
        again = ana.get(where, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b""), where
        assert ana.get(where, headers={"If-None-Match": '"other"'}).status_code == 200
    where = f"/spans/{span['id']}"
    tag = ana.get(where).headers["ETag"]
    ana.patch(where, json={"note": "new"})
    assert ana.get(where, headers={"If-None-Match": tag}).json["note"] == "new"


def test_a_span_that_is_gone_is_gone_for_every_call(ana, document):
    where = f"/spans/{ana.mark(document, 0, 11)['id']}"
    assert ana.delete(where).status_code == 204
    for answer in (ana.get(where), ana.delete(where), ana.patch(where, json={"note": "x"})):
        assert (answer.status_code, answer.json["code"]) == (404, "no-span")


def test_a_complete_layer_takes_no_change(ana, document, store, team, new_id):
    span = ana.mark(document, 0, 11)
    with store.write() as tx:
        completing.set_state(tx, team["ana"], Action(new_id(), ""), document, "complete")
    for answer in (
        ana.post(f"/documents/{document}/spans", json=ORDINARY),
        ana.patch(f"/spans/{span['id']}", json={"note": "x"}),
        ana.delete(f"/spans/{span['id']}"),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "layer-complete")


def test_one_layer_is_asked_for_by_its_annotator(ana, ben, document):
    hers, his = ana.mark(document, 0, 11), ben.mark(document, 0, 11)
    spans = f"/documents/{document}/spans"
    assert {span["id"] for span in ana.get(spans).json} == {hers["id"], his["id"]}
    assert ana.get(f"{spans}?annotator=ben").json == [his]
    assert ana.get(f"{spans}?annotator=me").json == [hers]
    assert ana.get(f"{spans}?annotator=nobody").status_code == 404
    assert ben.get(spans).json == ben.get(f"{spans}?annotator=me").json == [his]
    for name in ("ana", "nobody", "gold"):
        assert ben.get(f"{spans}?annotator={name}").status_code == 403


def test_in_an_open_project_an_annotator_reads_the_others(ana, ben, document, store, team):
    hers = ana.mark(document, 0, 11)
    assert ben.get(f"/spans/{hers['id']}").status_code == 404
    with store.write() as tx:
        projects.change(tx, team["ana"], SLUG, blind=False)
    assert ben.get(f"/spans/{hers['id']}").json == hers
    assert ben.get(f"/documents/{document}/spans").json == [hers]
    assert ben.patch(f"/spans/{hers['id']}", json={"note": "mine?"}).status_code == 404


def test_a_long_list_comes_a_page_at_a_time_each_span_once(ana, document):
    made = {ana.mark(document, start, start + length)["id"] for start in (5, 9) for length in (3, 7, 3)}
    seen, where = [], f"/documents/{document}/spans?limit=2"
    while where:
        answer = ana.get(where)
        assert len(answer.json) <= 2
        seen += answer.json
        link = answer.headers.get("Link")
        where = link and link.removeprefix("<").removesuffix('>; rel="next"')
    assert len(seen) == len(made) == 6
    assert {span["id"] for span in seen} == made
    assert [span["start"] for span in seen] == [5, 5, 5, 9, 9, 9]


def test_a_change_through_the_api_is_undone_on_the_page(ana, document, store, team):
    ana.mark(document, 0, 11)
    desk = Desk(store, team["ana"], document)
    desk.undo()
    assert ana.get(f"/documents/{document}/spans").json == []
    desk.redo()
    assert len(ana.get(f"/documents/{document}/spans").json) == 1


def test_every_change_is_told_in_the_log(ana, document, store):
    where = f"/spans/{ana.mark(document, 0, 11)['id']}"
    ana.patch(where, json={"note": "x"})
    ana.delete(where)
    query = sql("SELECT kind FROM event WHERE kind LIKE 'span.%' ORDER BY sequence")
    with store.read() as tx:
        assert list(tx.connection.execute(query).scalars()) == ["span.create", "span.change", "span.delete"]


def test_the_same_span_sent_many_times_at_once_is_made_once(app, ana, document, new_id):
    body = {**ORDINARY, "id": new_id()}
    statuses = at_once(app, ana, lambda script: script.post(f"/documents/{document}/spans", json=body))
    assert sorted(statuses) == [200] * 7 + [201]
    assert len(ana.get(f"/documents/{document}/spans").json) == 1


def test_of_many_changes_of_one_version_at_once_one_is_done(app, ana, document):
    where = f"/spans/{ana.mark(document, 0, 11)['id']}"
    notes = iter("abcdefgh")

    def change(script):
        return script.patch(where, json={"note": next(notes)}, headers={"If-Match": '"1"'})

    assert sorted(at_once(app, ana, change)) == [200] + [412] * 7
    assert ana.get(where).json["version"] == 2


def at_once(app, owner, ask):
    """The statuses of the same thing asked eight times at one moment."""
    start = Barrier(8)

    def asked(_):
        script = app.test_client()
        script.token = owner.token
        start.wait()
        return ask(script).status_code

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(asked, range(8)))
