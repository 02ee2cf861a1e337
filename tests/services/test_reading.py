"""What can be asked of a document without changing anything."""

import pytest
from acting import Desk, action, new_id

from annotator.domain.errors import Invalid, NotFound
from annotator.services import accounts, completing, corpus, importing, reading
from annotator.services.annotating import Draft
from annotator.services.importing import Upload

ARTICLE = (
    "Publication: Kremlin Daily\n\n"
    "The Kremlin said the Kremlins of Russia are many.\n\n"
    "“Kremlin” (Kremlin) Kremlin, the_Kremlin Kremlin2 Кремль anti-Kremlin.\n\n"
    "The U.S. and U.S.A. differ: U.S., (U.S.)\n"
)


def test_a_document_is_opened_with_its_neighbours_and_ones_progress(store, team):
    with store.read() as tx:
        ids = [one.id for one in corpus.corpus(tx, team["ana"], "central-asia").documents]
    complete(Desk(store, team["ana"], ids[2]))
    with store.read() as tx:
        opened = [reading.open_document(tx, team["ana"], one) for one in ids]
    assert [(one.place.previous, one.place.next) for one in opened] == [
        (None, ids[1]),
        (ids[0], ids[2]),
        (ids[1], ids[3]),
        (ids[2], ids[4]),
        (ids[3], None),
    ]
    assert {(one.place.done, one.place.documents) for one in opened} == {(1, 5)}


def test_spans_come_in_reading_order_the_longer_first(desk):
    desk.mark("Kremlin said")
    desk.mark("Kremlin", nth=1)
    desk.mark("The Kremlin")
    desk.mark("Kremlin", "stance", nth=1)
    assert [(span.quote(desk.text), span.label) for span in desk.spans] == [
        ("The Kremlin", "actor"),
        ("Kremlin said", "actor"),
        ("Kremlin", "actor"),
        ("Kremlin", "stance"),
    ]


def test_the_spans_over_a_character_are_those_whose_fragments_hold_it(desk):
    start = desk.text.index("Kremlin said")
    whole = desk.mark("Kremlin said")
    desk.create(Draft(new_id(), [(start, start + 7), (start + 8, start + 12)], "stance"))
    parted = desk.spans[1].id
    assert at(desk, start) == [whole, parted]
    assert at(desk, start + 6) == [whole, parted]
    assert at(desk, start + 7) == [whole]
    assert at(desk, start + 11) == [whole, parted]
    assert at(desk, start + 12) == []
    assert at(desk, start - 1) == []


@pytest.mark.parametrize("offset", [-1, len(ARTICLE), len(ARTICLE) + 1])
def test_an_offset_outside_the_text_is_refused(desk, offset):
    with pytest.raises(Invalid, match="outside the text"):
        at(desk, offset)


def test_every_offset_of_a_text_can_be_asked_before_anything_is_marked(desk):
    assert [at(desk, offset) for offset in range(len(desk.text))] == [[]] * len(desk.text)


def test_other_mentions_are_whole_words_outside_the_apparatus(desk):
    desk.mark("Kremlin", nth=1)
    places = mentions(desk, desk.spans[0].id)
    around = [desk.text[start - 1 : end + 1] for start, end in places]
    assert around == ["“Kremlin”", "(Kremlin)", " Kremlin,", "-Kremlin."]


def test_a_place_that_has_the_label_already_is_no_other_mention(desk):
    span = desk.mark("Kremlin", nth=1)
    desk.mark("Kremlin", nth=3)
    desk.mark("Kremlin", "stance", nth=4)
    around = [desk.text[start - 1 : end + 1] for start, end in mentions(desk, span)]
    assert around == ["(Kremlin)", " Kremlin,", "-Kremlin."]


def test_words_that_end_in_a_full_stop_are_found_before_any_sign(desk):
    span = desk.mark("U.S.")
    around = [desk.text[start - 1 : end + 1] for start, end in mentions(desk, span)]
    assert around == [" U.S.A", " U.S.,", "(U.S.)"]


def test_open_questions_are_the_spans_that_leave_a_required_attribute_open(desk):
    bare = desk.mark("Russia")
    desk.mark("Kremlin", nth=1, attributes={"kind": "state"})
    half = desk.mark("said", "stance", attributes={"voice": "reported"})
    desk.mark("differ", "legal_instrument", attributes={"kind": "law"})
    with desk.store.read() as tx:
        _, questions = reading.open_questions(tx, desk.person, desk.document)
    assert {one.span.id: one.missing for one in questions} == {bare: ("kind",), half: ("polarity",)}


def test_a_paragraph_has_the_spans_that_touch_it(desk):
    first, second = (desk.mark(words) for words in ("Publication", "Кремль"))
    with desk.store.read() as tx:
        found = [reading.block_spans(tx, desk.person, desk.document, index)[1] for index in range(4)]
    assert [[span.id for span in spans] for spans in found] == [[first], [], [second], []]


@pytest.mark.parametrize("index", [-1, 4])
def test_a_paragraph_that_is_not_there_is_said_to_be(desk, index):
    with pytest.raises(NotFound, match="no such paragraph"), desk.store.read() as tx:
        reading.block_spans(tx, desk.person, desk.document, index)


def test_nothing_can_be_asked_by_a_stranger(desk, store):
    span = desk.mark("Russia")
    with store.write() as tx:
        stranger = accounts.add_user(tx, accounts.OPERATOR, "stranger", password_hash=None)
    for ask in (
        lambda tx: reading.open_document(tx, stranger, desk.document),
        lambda tx: reading.spans_at(tx, stranger, desk.document, 0),
        lambda tx: reading.block_spans(tx, stranger, desk.document, 0),
        lambda tx: reading.open_questions(tx, stranger, desk.document),
        lambda tx: reading.own_span(tx, stranger, span),
        lambda tx: reading.other_mentions(tx, stranger, span),
    ):
        with pytest.raises(NotFound), store.read() as tx:
            ask(tx)


def at(desk, offset):
    with desk.store.read() as tx:
        return [span.id for span in reading.spans_at(tx, desk.person, desk.document, offset)[1]]


def mentions(desk, span):
    with desk.store.read() as tx:
        return reading.other_mentions(tx, desk.person, span)[2]


def complete(desk):
    with desk.store.write() as tx:
        completing.set_state(tx, desk.person, action(), desk.document, "complete")


@pytest.fixture
def desk(store, team):
    """Ana's desk at an article of our own."""
    parsed = importing.parse([Upload("own.txt", ARTICLE.encode())], "txt", None, now=store.moment(), new_id=new_id)
    with store.write() as tx:
        importing.import_files(tx, team["ana"], "central-asia", parsed)
        found = corpus.corpus(tx, team["ana"], "central-asia").documents[-1]
    return Desk(store, team["ana"], found.id)
