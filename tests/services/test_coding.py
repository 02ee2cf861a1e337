"""Places that were found are marked at once, each document by an action that its maker can undo there."""

import pytest
from acting import SLUG, action

from annotator.domain.errors import Forbidden, Invalid
from annotator.services import coding, completing, searching, uncoding
from annotator.services.coding import Place


def test_all_places_are_marked_in_ones_own_layer_and_undone_document_by_document(store, team, desks):
    places = found(store, team["ben"], "kremlin")
    done = code(store, team["ben"], places)
    assert (done.made, done.there, done.complete) == (len(places), 0, ())
    marked = [desk for desk in desks("ben")[0] if desk.spans]
    assert sum(len(desk.spans) for desk in marked) == len(places) > len(marked) > 1
    assert {quote for desk in marked for quote in desk.quotes} == {"Kremlin"}
    marked[0].undo()
    assert (marked[0].spans, len(marked[1].spans) > 0) == ([], True)


def test_what_has_the_label_already_is_left_as_it_is(store, team, desks):
    places = found(store, team["ben"], "kremlin")
    code(store, team["ben"], places[:2])
    done = code(store, team["ben"], places)
    assert (done.made, done.there) == (len(places) - 2, 2)
    assert sum(len(desk.spans) for desk in desks("ben")[0]) == len(places)


def test_the_same_request_twice_marks_once(store, team, desks):
    places, request = found(store, team["ben"], "kremlin"), action()
    for _ in range(2):
        code(store, team["ben"], places, by=request)
    assert sum(len(desk.spans) for desk in desks("ben")[0]) == len(places)


def test_a_document_that_is_complete_is_left_and_named(store, team, desks):
    places = found(store, team["ben"], "kremlin")
    first = next(desk for desk in desks("ben")[0] if desk.document == places[0].document)
    with store.write() as tx:
        completing.set_state(tx, team["ben"], action(), first.document, "complete")
    done = code(store, team["ben"], places)
    assert len(done.complete) == 1
    assert done.made == len([one for one in places if one.document != first.document])
    assert first.spans == []


def test_all_that_a_query_finds_is_marked_without_being_chosen(store, team, desks):
    places = found(store, team["ben"], "kremlin")
    code(store, team["ben"], places[:1])
    done = code_found(store, team["ben"], "kremlin")
    assert (done.made, done.there, done.more) == (len(places) - 1, 1, False)
    marked = [(desk.document, span.start, span.end) for desk in desks("ben")[0] for span in desk.spans]
    assert sorted(marked) == sorted((one.document, one.start, one.end) for one in places)


def test_what_is_more_than_one_transaction_marks_is_marked_by_the_same_again(store, team, desks, monkeypatch):
    monkeypatch.setattr(coding, "_MOST", 1)
    places = found(store, team["ben"], "kremlin")
    first = code_found(store, team["ben"], "kremlin")
    assert (first.more, 0 < first.made < len(places)) == (True, True)
    while code_found(store, team["ben"], "kremlin").more:
        pass
    assert sum(len(desk.spans) for desk in desks("ben")[0]) == len(places)


def test_a_query_that_finds_no_words_of_a_text_marks_nothing(store, team):
    for query in ("label:actor", "title:Kazakhstan", "zzz"):
        with pytest.raises(Invalid, match="no place in a text"):
            code_found(store, team["ben"], query)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"places": []}, "Choose at least one place"),
        ({"label": "wish"}, "is not in the codebook"),
        ({"places": [(0, 10_000_000)]}, "lies outside the text"),
    ],
)
def test_what_cannot_be_marked_is_refused_and_nothing_is(store, team, desks, wrong, said):
    desk = desks("ben")[0][0]
    places = [Place(desk.document, *place) for place in wrong.get("places", [(0, 4)])]
    with pytest.raises(Invalid, match=said):
        code(store, team["ben"], places, label=wrong.get("label", "actor"))
    assert desk.spans == []


def test_whoever_only_reads_marks_nothing(store, people):
    with pytest.raises(Forbidden):
        code(store, people["viewer"], found(store, people["ben"], "kremlin"))
    with pytest.raises(Forbidden):
        code_found(store, people["viewer"], "kremlin")


def test_all_that_was_marked_at_once_is_taken_back_in_one_step(store, team, desks):
    places, batch = found(store, team["ben"], "kremlin"), action()
    other = code(store, team["ben"], places[:1], label="stance")
    code(store, team["ben"], places, by=batch)
    gone = take_back(store, team["ben"], batch)
    assert (gone.spans, gone.kept, gone.complete) == (len(places), 0, ())
    left = [span.label for desk in desks("ben")[0] for span in desk.spans]
    assert left == ["stance"] * other.made
    # It is an action as any other.
    first = next(desk for desk in desks("ben")[0] if desk.document == places[-1].document)
    first.undo()
    assert "actor" in {span.label for span in first.spans}


def test_what_was_changed_or_joined_since_or_is_complete_stays(store, team, desks):
    places, batch = found(store, team["ben"], "kremlin"), action()
    code(store, team["ben"], places, by=batch)
    by_count = sorted((desk for desk in desks("ben")[0] if desk.spans), key=lambda desk: len(desk.spans))
    done, busy = by_count[0], by_count[-1]
    changed, holder = busy.spans[:2]
    busy.change(changed.id, note="sure?")
    busy.relate(
        holder.id, busy.mark("adopted", "stance") if "adopted" in busy.text else busy.mark("the", "stance")
    )
    with store.write() as tx:
        completing.set_state(tx, team["ben"], action(), done.document, "complete")
    finished = len(done.spans)
    gone = take_back(store, team["ben"], batch)
    assert (gone.spans, gone.kept, len(gone.complete)) == (len(places) - finished - 2, 2, 1)
    assert {changed.id, holder.id} <= {span.id for span in busy.spans}
    assert len(done.spans) == finished


def test_taking_back_twice_or_what_is_somebody_elses_takes_nothing(store, team, desks):
    places, batch, request = found(store, team["ben"], "kremlin"), action(), action()
    code(store, team["ben"], places, by=batch)
    assert take_back(store, team["ana"], batch).spans == 0
    assert [take_back(store, team["ben"], batch, by=request).spans for _ in range(2)] == [len(places)] * 2
    assert take_back(store, team["ben"], batch).spans == 0
    assert not any(desk.spans for desk in desks("ben")[0])


def take_back(store, person, batch, by=None):
    with store.write() as tx:
        return uncoding.take_back(tx, person, by or action(), SLUG, batch.id)


def found(store, person, query):
    with store.read() as tx:
        hits = searching.search(tx, person, SLUG, query, limit=500).hits
    return [Place(hit.document, hit.start, hit.end) for hit in hits]


def code(store, person, places, *, label="actor", by=None):
    with store.write() as tx:
        return coding.code(tx, person, by or action(), SLUG, places, label=label)


def code_found(store, person, query):
    with store.write() as tx:
        return coding.code_found(tx, person, action(), SLUG, query, label="actor")
