"""What annotators say of the places that they marked alike."""

from domain.test_alignment import layers, span
from hypothesis import given

from annotator.domain.attribute_rating import in_ranks, rated, said
from annotator.domain.codebook import Attribute
from annotator.domain.disagreement import pair_off

HERE = [(0, 5)]


def test_two_who_marked_the_same_under_the_same_label_rate_what_both_speak_of():
    assert counts([mark(kind="state", voice="quote")], [mark(kind="group")]) == {
        ("x", "kind"): {("state", "group"): 1},
    }


def test_other_borders_and_other_labels_are_not_the_same_place():
    here = mark(kind="state")
    assert counts([here], [span([(0, 6)], kind="state")]) == {}
    assert counts([here], [span(HERE, "y", kind="state")]) == {}


def test_whoever_has_nothing_there_gives_no_answer_to_the_others():
    assert counts([mark(kind="state")], [], [mark(kind="state")]) == {("x", "kind"): {("state", None, "state"): 1}}


def test_what_is_left_open_is_no_answer_and_a_no_is_one():
    open_ = {"words": "", "many": []}
    assert counts([mark(**open_, sure=False)], [mark(**open_, sure=True)]) == {("x", "sure"): {("no", "yes"): 1}}


def test_the_order_of_several_choices_does_not_matter():
    found = counts([mark(many=["b", "a"])], [mark(many=["a", "b"])])
    assert found == {("x", "many"): {("a\nb", "a\nb"): 1}}


def test_choices_are_ranked_as_the_codebook_has_them_and_what_it_lost_is_no_answer():
    attribute = Attribute("size", "choice", choices=("small", "medium", "large"))
    found = said({"ana": [mark(size="large")], "ben": [mark(size="huge")], "cem": [mark(size="small")]})
    ranks = in_ranks(found["x", "size"], attribute)
    assert dict(ranks.counts) == {(3, None, 1): 1}
    assert rated(ranks) == 1


@given(layers(12), layers(12))
def test_of_two_annotators_what_differs_is_what_the_list_of_disagreements_has(first, second):
    found = counts(first, second)
    differing = sum(count for table in found.values() for (one, other), count in table.items() if one != other)
    pairs = [pair.kind for pair in pair_off(first, second)]
    assert differing == pairs.count("attribute")
    assert sum(sum(table.values()) for table in found.values()) == differing + pairs.count("same")


def mark(**attributes):
    return span(HERE, **attributes)


def counts(*layers_):
    found = said(dict(zip(("ana", "ben", "cem"), layers_, strict=False)))
    return {key: dict(ratings.counts) for key, ratings in found.items()}
