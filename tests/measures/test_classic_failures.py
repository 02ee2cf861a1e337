"""Seven ways in which programs get agreement wrong, on texts of 60 characters; the seventh is a person who left.

That one is at the services, where people are known: ``tests/services/test_agreeing.py``.
"""

import pytest
from measures.drawn import compared

from annotator.measures._base import NO_PAIR, NOTHING_MARKED, ONE_VALUE, OVERLAP
from annotator.services.figures import Figure, Figures, all_measures

EVERY = tuple(name for one in all_measures() for name in (one, f"token_{one}", f"char_{one}"))
"""All names, so that what has to be asked for is asked for."""

BY_LABEL = ("u_alpha", "span_f1_exact", "token_krippendorff_alpha", "char_cohen_kappa")
"""Some of what is said of a label by itself, where all labels together have no figure."""


def test_annotators_who_worked_on_disjoint_documents_get_no_number_for_any_measure():
    found = Figures([compared({"ana": marks(0, 10)}), compared({"ben": marks(20)})])
    assert found.together.documents == 0
    assert all_reasons(found.whole(EVERY)) == {NO_PAIR}
    assert all_reasons(found.label("actor", EVERY)) >= {NO_PAIR}


def test_documents_that_only_one_of_them_completed_do_not_count_as_empty_for_the_other():
    both = {"ana": marks(0, 10), "ben": marks(0, 10)}
    found = Figures([compared(both), compared({"ana": marks(20)}), compared({"ben": marks(30)})])
    assert {found.whole()[name].value for name in ("u_alpha", "span_f1_exact", "token_cohen_kappa")} == {1}


def test_with_one_label_only_where_to_mark_has_a_number_and_which_label_has_none():
    found = Figures([compared({"ana": marks(0, 10, 20), "ben": marks(0, 10, 30)})]).whole()
    assert 0 < found["u_alpha"].value < 1
    assert found["u_alpha"].value == pytest.approx(found["u_alpha_binary"].value)
    assert found["cu_alpha"] == Figure(None, why=ONE_VALUE)


def test_layers_that_were_completed_empty_are_data_and_not_missing():
    marked = compared({"ana": marks(0, 10), "ben": marks(0, 10)})
    without_empty = Figures([marked]).whole()
    empty_for_both = Figures([marked, compared({"ana": [], "ben": []})]).whole()
    empty_for_one = Figures([marked, compared({"ana": marks(20), "ben": []})]).whole()
    assert without_empty["u_alpha"].value == empty_for_both["u_alpha"].value == 1
    assert empty_for_one["u_alpha"].value < 1
    assert empty_for_one["span_f1_exact"].value == pytest.approx(4 / 5)


def test_where_all_layers_are_empty_everybody_agrees_and_nothing_is_measured_beyond_chance():
    found = Figures([compared({"ana": [], "ben": []})] * 3).whole()
    assert found["token_percent_agreement"] == Figure(1, 1, 1)
    assert found["u_alpha"] == found["token_cohen_kappa"] == Figure(None, why=ONE_VALUE)
    assert found["span_f1_exact"] == Figure(None, why=NOTHING_MARKED)


def test_spans_that_overlap_within_one_annotator_leave_each_label_its_figure_and_drop_none_in_silence():
    overlapping = [*marks(0, 20), *marks(2, label="stance")]
    found = Figures([compared({"ana": overlapping, "ben": overlapping})])
    assert found.whole()["u_alpha"] == found.whole()["token_krippendorff_alpha"] == Figure(None, why=OVERLAP)
    for label in ("actor", "stance"):
        assert {found.label(label)[name].value for name in BY_LABEL} == {1}
    assert found.whole()["span_f1_exact"].value == 1
    assert found.together.spans == {
        ("ana", "actor"): 2, ("ana", "stance"): 1, ("ben", "actor"): 2, ("ben", "stance"): 1
    }  # fmt: skip


def test_one_overlap_in_one_document_is_not_left_out_of_the_whole():
    apart = compared({"ana": marks(0), "ben": marks(0)})
    overlapping = compared({"ana": [*marks(0), *marks(2)], "ben": marks(0)})
    assert Figures([apart] * 4).whole()["u_alpha"].value == 1
    assert Figures([*[apart] * 4, overlapping]).whole()["u_alpha"] == Figure(None, why=OVERLAP)


def test_without_any_variation_the_answer_is_a_reason_and_never_0_or_1():
    everything = [(((0, 60),), "actor")]
    found = Figures([compared({"ana": everything, "ben": everything})] * 3).whole(EVERY)
    beyond_chance = [name for name in found if "alpha" in name or "kappa" in name or "pi" in name.split("_")]
    assert len(beyond_chance) > 10
    assert {found[name].value for name in beyond_chance} == {None}
    assert found["token_percent_agreement"].value == found["span_f1_exact"].value == 1


def test_a_single_document_has_numbers_and_says_why_they_have_no_interval():
    found = Figures([compared({"ana": marks(0, 10, 20), "ben": marks(0, 10, 30)})]).whole()
    for name in ("u_alpha", "span_f1_exact", "token_cohen_kappa"):
        assert (found[name].low, found[name].high) == (None, None)
        assert found[name].why == "no interval with fewer than 3 documents"


def marks(*starts, label="actor"):
    """Spans of five characters."""
    return [(((start, start + 5),), label) for start in starts]


def all_reasons(figures):
    assert {one.value for one in figures.values()} == {None}
    return {one.why for one in figures.values()}
