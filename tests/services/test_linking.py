"""A mention is linked once by hand, and then by itself."""

import pytest
from acting import Desk, action, draft, first_document
from registering import Clerk

from annotator.services import annotating, linking
from annotator.services.annotating import Edit


@pytest.fixture
def ana(store, team, no_entries):
    return Clerk(store, team["ana"])


@pytest.fixture
def desk(store, team):
    return Desk(store, team["ben"], first_document(store, team["ana"]))


def marked(desk: Desk, words: str, label: str = "actor", nth: int = 0, **more) -> dict[str, str]:
    """Mark words as the page does; the links that the span came to have."""
    one = draft(words, desk.text, label, nth, **more)
    with desk.store.write() as tx:
        drafts = linking.by_themselves(tx, desk.person, desk.document, [one])
        annotating.create(tx, desk.person, action(), desk.document, drafts)
    return dict(desk.span(one.id).links)


def suggested(desk: Desk, span: str, letters: str = "") -> list[str]:
    with desk.store.read() as tx:
        return [one.entity.key for one in linking.suggested(tx, desk.person, span, letters)[1]]


def test_a_name_or_an_alias_links_by_itself(ana, desk):
    key = ana.add("Kazakhstan", aliases=["Astana"])
    assert marked(desk, "Kazakhstan") == marked(desk, "Astana") == {"is": key}


def test_words_that_are_no_name_link_by_themselves_after_the_first_time(ana, desk):
    key = ana.add("Kazakhstan")
    assert marked(desk, "Kazakh authorities") == {}
    desk.change(desk.spans[0].id, links={"is": key})
    assert marked(desk, "Kazakh authorities", nth=1) == {"is": key}


def test_what_was_linked_last_counts(ana, desk):
    first, second = ana.add("Kazakhstan"), ana.add("Astana")
    desk.mark("Astana", links={"is": second})
    assert marked(desk, "Astana") == {"is": second}
    desk.mark("Astana", links={"is": first})
    assert marked(desk, "Astana") == {"is": first}


def test_what_others_linked_does_not_count(store, team, ana, desk):
    key = ana.add("Kazakhstan")
    Desk(store, team["ana"], desk.document).mark("Kazakh authorities", links={"is": key})
    assert marked(desk, "Kazakh authorities") == {}


def test_a_name_of_two_entries_links_to_none(ana, desk):
    ana.add("Moscow")
    ana.add("Russia", aliases=["Moscow"])
    assert marked(desk, "Moscow") == {}


def test_names_of_merged_entries_link_to_what_they_are(ana, desk):
    kept, gone = ana.add("Russia"), ana.add("Kremlin")
    ana.merge(gone, kept)
    assert marked(desk, "Kremlin") == {"is": kept}


def test_a_label_links_to_entries_of_its_own_sort(ana, desk):
    ana.add("Kremlin")
    assert marked(desk, "Kremlin", "legal_instrument") == {}
    assert marked(desk, "Kremlin", "stance") == {}


def test_links_that_were_chosen_stay_and_none_may_be_chosen(ana, desk):
    ana.add("Kremlin")
    other = ana.add("Russia")
    assert marked(desk, "Kremlin", links={"is": other}) == {"is": other}
    assert marked(desk, "Kremlin", links={}) == {}


def test_a_few_letters_or_its_own_words_suggest_entries_for_a_span(ana, desk):
    keys = [ana.add(name) for name in ("Kazakhstan", "Kazakh government", "Russia")]
    ana.add("Kazakh law", "instrument")
    span = desk.mark("Kazakhstan", nth=1)
    assert suggested(desk, span) == [keys[0]]
    assert suggested(desk, span, "kaz") == [keys[1], keys[0]]
    assert suggested(desk, span, "RUS") == [keys[2]]


def test_the_same_words_that_are_marked_already_are_linked_along_and_back_by_one_undo(ana, desk):
    key = ana.add("Kazakhstan")
    first, second = desk.mark("Kazakh authorities"), desk.mark("Kazakh authorities", nth=1)
    other = desk.mark("Kremlin")
    linked(desk, first, key)
    assert [dict(desk.span(one).links) for one in (first, second, other)] == [{"is": key}, {"is": key}, {}]
    desk.undo()
    assert [dict(desk.span(one).links) for one in (first, second)] == [{}, {}]


def test_what_is_linked_otherwise_or_was_unlinked_by_hand_stays(ana, desk):
    key, another = ana.add("Kazakhstan"), ana.add("Astana")
    first, second = desk.mark("Kazakh authorities"), desk.mark("Kazakh authorities", nth=1, links={"is": another})
    linked(desk, first, key)
    assert dict(desk.span(second).links) == {"is": another}
    desk.change(second, links={})
    linked(desk, first, another)
    assert [dict(desk.span(one).links) for one in (first, second)] == [{"is": another}, {}]


def test_words_of_another_label_or_in_somebody_elses_layer_are_not_linked_along(store, team, ana, desk):
    key = ana.add("Kazakhstan")
    other = Desk(store, team["ana"], desk.document)
    theirs = other.mark("Kazakh authorities", nth=1)
    span, law = desk.mark("Kazakh authorities"), desk.mark("Kazakh authorities", "legal_instrument", nth=1)
    linked(desk, span, key)
    assert [dict(desk.span(law).links), dict(other.span(theirs).links)] == [{}, {}]


def linked(desk, span, key):
    """Link a span as the page does."""
    with desk.store.write() as tx:
        linking.change(tx, desk.person, action(), span, Edit(links={"is": key}))
