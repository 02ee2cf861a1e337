"""Layers: their states, and the names that are no annotator's."""

from annotator.domain.layer import ALL, GOLD, RESERVED_NAMES, STATES


def test_a_layer_is_new_then_in_progress_then_complete():
    assert STATES == ("new", "in_progress", "complete")


def test_no_annotator_is_called_as_a_layer_of_its_own():
    assert {GOLD, ALL, "me"} == RESERVED_NAMES
