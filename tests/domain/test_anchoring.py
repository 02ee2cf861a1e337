"""Places of a text in its corrected edition: what stays, what moves, what reads otherwise, what is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.anchoring import LOST, Anchoring

OLD = (
    "Talks in Astana\n\n"
    "The goverment of Kazakhstan refused the pact. The Duma adopted it.\n\n"
    "Later 👨‍👩‍👧‍👦 the pact was forgotten by the people of the region.\n"
)


def place(text, words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return ((start, start + len(words)),)


def became(old, new, words, nth=0):
    """What became of the first place with these words: its fate, and the words there now."""
    found = Anchoring(old, new).anchored(place(old, words, nth))
    return found.fate, " … ".join(new[start:end] for start, end in found.fragments)


def test_what_stands_before_a_correction_is_unchanged_and_what_stands_behind_it_moves():
    new = OLD.replace("goverment", "government")
    assert became(OLD, new, "Astana") == ("unchanged", "Astana")
    assert became(OLD, new, "Kazakhstan") == ("moved", "Kazakhstan")
    assert became(OLD, new, "the pact", 1) == ("moved", "the pact")
    assert Anchoring(OLD, new).anchored(place(OLD, "the pact", 1)).fragments == place(new, "the pact", 1)


def test_a_word_that_was_corrected_is_marked_with_its_correction():
    new = OLD.replace("goverment", "government")
    assert became(OLD, new, "goverment") == ("reworded", "government")
    assert became(OLD, new, "The goverment of Kazakhstan") == ("reworded", "The government of Kazakhstan")


def test_what_was_taken_out_is_lost():
    new = OLD.replace(" The Duma adopted it.", "")
    assert became(OLD, new, "The Duma") == ("lost", "")
    assert became(OLD, new, "the pact", 1) == ("moved", "the pact")


def test_what_was_replaced_by_something_else_is_lost():
    assert became(OLD, OLD.replace("Kazakhstan", "it"), "Kazakhstan") == ("lost", "")


def test_a_paragraph_that_was_put_elsewhere_is_found_by_its_words():
    first, second, third, _ = OLD.partition("\n\n")[0], *OLD.split("\n\n")[1:], ""
    new = f"{first}\n\n{third.strip()}\n\n{second}\n"
    assert became(OLD, new, "Kazakhstan refused") == ("moved", "Kazakhstan refused")
    assert became(OLD, new, "people of the region") == ("moved", "people of the region")


def test_the_same_words_elsewhere_are_not_taken_for_those_that_were_deleted():
    old = "It fell. The law stands there. And so on and on.\n\nElsewhere the law says no.\n"
    new = "It fell. And so on and on.\n\nElsewhere the law says no.\n"
    assert became(old, new, "law") == ("lost", "")
    assert became(old, new, "law", 1) == ("moved", "law")


def test_offsets_are_code_points_whatever_they_look_like():
    new = OLD.replace("Later 👨‍👩‍👧‍👦", "😀 Later 👨‍👩‍👧‍👦")
    assert became(OLD, new, "forgotten") == ("moved", "forgotten")


def test_fragments_go_together_or_are_lost_together():
    new = OLD.replace("goverment", "government")
    parts = (*place(OLD, "goverment"), *place(OLD, "refused"))
    found = Anchoring(OLD, new).anchored(parts)
    assert found.fate == "reworded"
    assert [new[start:end] for start, end in found.fragments] == ["government", "refused"]
    gone = new.replace(" refused the pact", "")
    assert Anchoring(OLD, gone).anchored(parts) == LOST


def test_words_are_placed_by_hand_nearest_to_where_the_old_ones_were():
    new = OLD.replace("goverment", "government")
    (start, _), *_ = place(OLD, "forgotten")
    assert Anchoring(OLD, new).nearest("the pact", start) == place(new, "the pact", 1)[0]
    assert Anchoring(OLD, new).nearest("nothing of it", start) is None


def test_lines_that_are_broken_otherwise_leave_everything_in_its_place():
    new = OLD.replace("refused the pact. The Duma", "refused the\npact.\nThe Duma")
    for words in ("Kazakhstan", "Duma adopted", "region"):
        assert became(OLD, new, words)[1] == words


TEXTS = st.lists(st.sampled_from(["law ", "pact ", "the ", "😀", "\n", "é. "]), max_size=40).map("".join)


@given(TEXTS, TEXTS, st.data())
def test_a_place_that_is_not_lost_lies_in_the_new_text_and_keeps_its_words_unless_it_says_so(old, new, data):
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    found = Anchoring(old, new).anchored(((start, end),))
    for left, right in found.fragments:
        assert 0 <= left < right <= len(new)
        if found.fate in ("unchanged", "moved"):
            assert new[left:right] == old[start:end]
    assert (found.fate == "lost") == (found.fragments == ())


@given(TEXTS)
def test_the_same_text_changes_nothing(text):
    if text:
        assert Anchoring(text, text).anchored(((0, len(text)),)).fate == "unchanged"


@pytest.mark.parametrize("size", [200_000])
def test_a_long_text_with_many_corrections_is_quick_enough_to_wait_for(size):
    old = "".join(
        f"Line {number} of the long report says something about law {number % 7}.\n"
        for number in range(size // 60)
    )
    new = old.replace("law 3", "act 3")
    found = Anchoring(old, new)
    assert found.anchored(place(old, "report", 3_000)).fate == "unchanged"
