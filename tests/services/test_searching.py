"""A search finds the same places on every database, in what somebody may read, and in no more than that."""

import pytest
from acting import SLUG
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import Invalid, NotFound
from annotator.domain.word import word_keys
from annotator.services import accounts, corpus, documents, projects, reading, searching
from annotator.store import searching as stored
from annotator.store import word_index


def test_a_word_is_found_wherever_it_stands(store, team):
    found = look(store, team["ana"], "Kazakhstan")
    with store.read() as tx:
        texts = [one.text for one in documents_of(tx, team["ana"])]
    assert len(found.hits) == sum(word_keys(text).count("kazakhstan") for text in texts) == found.total
    for hit in found.hits:
        assert hit.text.casefold() == "kazakhstan"
        text = next(
            one for one in texts if one[hit.start : hit.end] == hit.text and hit.left + hit.text + hit.right in one
        )
        assert text[max(0, hit.start - 60) : hit.start] == hit.left


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ('"military doctrine"', 2),
        ("recruit*", 7),
        ("kazakh* -medvedev", 79),
        ("nowhere", 0),
        ("date:2022..", 2),
        ("kazakh* date:2005", 26),
    ],
)
def test_every_database_finds_as_much(store, team, query, count):
    assert len(look(store, team["ana"], query, limit=500).hits) == count


def test_spans_are_found_by_label_attribute_annotator_note_and_what_they_say(store, team, desks):
    desk = desks("ben")[0][0]
    desk.mark("ethnic Russians", attributes={"kind": "group"}, note="the people, not the state")
    desk.mark("Kazakhstan")
    manager = team["ana"]
    assert words_of(look(store, manager, "label:actor by:ben")) == ["Kazakhstan", "ethnic Russians"]
    assert words_of(look(store, manager, "kind=group")) == ["ethnic Russians"]
    assert words_of(look(store, manager, "label:actor russian*")) == ["ethnic Russians"]
    assert words_of(look(store, manager, 'note:"not the state"')) == ["ethnic Russians"]
    assert words_of(look(store, manager, "label:actor -by:ben")) == []
    assert words_of(look(store, manager, "label:actor date:1999")) == []


def test_while_work_is_blind_an_annotator_finds_their_own_spans_alone(store, team, desks):
    ben, other = desks("ben", "adjudicator")
    ben[0].mark("Kazakhstan")
    other[0].mark("ethnic Russians")
    assert words_of(look(store, team["ben"], "label:actor")) == ["Kazakhstan"]
    assert words_of(look(store, team["ben"], "by:adjudicator")) == []
    assert words_of(look(store, team["ana"], "label:actor")) == ["Kazakhstan", "ethnic Russians"]
    with store.write() as tx:
        projects.change(tx, accounts.OPERATOR, SLUG, blind=False)
    assert words_of(look(store, team["ben"], "label:actor")) == ["Kazakhstan", "ethnic Russians"]


def test_deleted_spans_and_documents_are_not_found(store, team, desks):
    desk = desks("ben")[0][0]
    desk.delete(desk.mark("Kazakhstan"))
    assert look(store, team["ana"], "label:actor").hits == ()
    before = len(look(store, team["ana"], "kazakhstan").hits)
    with store.write() as tx:
        documents.remove(tx, team["ana"], desk.document)
    assert 0 < len(look(store, team["ana"], "kazakhstan").hits) < before


def test_pages_follow_one_another_in_every_order(store, team):
    for order in searching.ORDERS:
        whole = look(store, team["ana"], "kazakh*", order=order, limit=1000)
        pages = [
            look(store, team["ana"], "kazakh*", order=order, limit=10, after=after) for after in range(0, 90, 10)
        ]
        assert [hit for page in pages for hit in page.hits] == list(whole.hits)[:90]
        assert [page.more for page in pages] == [after + 10 < len(whole.hits) for after in range(0, 90, 10)]


def test_what_is_read_in_several_pieces_is_what_is_read_at_once(store, team, monkeypatch):
    at_once = look(store, team["ana"], "kazakh*", limit=500)
    monkeypatch.setattr(stored, "_AT_ONCE", 1)
    assert look(store, team["ana"], "kazakh*", limit=500).hits == at_once.hits
    assert len({hit.document for hit in at_once.hits}) > 2


def test_a_concordance_is_sorted_by_what_stands_left_or_right(store, team):
    right = [word_keys(hit.right) for hit in look(store, team["ana"], "kazakhstan", order="right").hits]
    assert right == sorted(right)
    left = [word_keys(hit.left)[::-1] for hit in look(store, team["ana"], "kazakhstan", order="left").hits]
    assert left == sorted(left)


def test_a_stranger_is_not_told_that_there_is_anything(store, people):
    with pytest.raises(NotFound):
        look(store, people["stranger"], "kazakhstan")


def test_an_order_that_there_is_not_is_refused(store, team):
    with pytest.raises(Invalid, match="is no order"):
        look(store, team["ana"], "kazakhstan", order="sideways")


def test_documents_that_were_there_before_the_index_are_indexed_by_an_upgrade(store, team):
    before = look(store, team["ana"], "kazakhstan").hits
    with store.write() as tx:
        tx.connection.exec_driver_sql("DELETE FROM word_index")
    assert look(store, team["ana"], "kazakhstan").hits == ()
    with store.write() as tx:
        word_index.catch_up(tx.connection)
    assert look(store, team["ana"], "kazakhstan").hits == before


@given(
    words=st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=700), min_size=1, max_size=5)
)
def test_any_word_of_any_script_is_found(store, team, words):
    text = " ".join(["made", *words])
    with store.write() as tx:
        made = documents.read(text, "made", {}, document_id=store.new_id(), now=tx.now)
        documents.add(tx, team["ana"], SLUG, made)
    for word in words:
        if word_keys(word) and len(word) < 400:
            found = look(store, team["ana"], f'"{word}" title:made', limit=5000).hits
            assert made.id in {hit.document for hit in found}


SCRIPTS = (
    "Казахстан воздержался; закон о мобилизации не принят. Ёлка и ёж.",
    "Қазақстан заң жобасын қолдамайды, Өзбекстан қолдайды.",
    "哈萨克斯坦反对新法律。日本は賛成した。",
    "رفضت كازاخستان القانون الجديد",
    "हिन्दी में क़ानून का विरोध",
    "Straße, STRASSE, İstanbul, re\u0301sume\u0301, ﬁnal, C’est l’État-nation",
)
QUERIES = (
    '"military doctrine"',
    '"of the" kazakh*',
    '"новый закон"',
    "recruit*",
    "казах*",
    "қолда*",
    "воздержался",
    "ёлка",
    "哈萨克斯坦",
    "كازاخستان",
    "क़ानून",
    "straße",
    "strasse",
    "İstanbul",
    "résumé",
    "résu*",
    "final",
    "état*",
    '"central asia*" date:2005..2011',
    "russia* publication:monitor -chechnya",
    '"defense ministry" title:cadets date:2007-09',
    "title:script казах* закон",
    "title:script -straße",
)


def test_the_index_of_every_database_hides_no_place_that_reading_all_texts_finds(store, team, monkeypatch):
    with store.write() as tx:
        for number, text in enumerate(SCRIPTS):
            made = documents.read(text, f"A script, {number}", {}, document_id=store.new_id(), now=tx.now)
            documents.add(tx, team["ana"], SLUG, made)

    def found():
        return {query: look(store, team["ana"], query, limit=5000).hits for query in QUERIES}

    indexed, texts = found(), searching.searching.texts
    monkeypatch.setattr(searching.searching, "texts", lambda tx, project, _needed: texts(tx, project, ()))
    assert indexed == found()
    assert [query for query, hits in indexed.items() if not hits] == ['"новый закон"']


def look(store, person, query, **more):
    with store.read() as tx:
        return searching.search(tx, person, SLUG, query, **more)


def words_of(found):
    return sorted(hit.text for hit in found.hits)


def documents_of(tx, person):
    return [reading.desk(tx, person, one.id).reading for one in corpus.corpus(tx, person, SLUG).documents]
