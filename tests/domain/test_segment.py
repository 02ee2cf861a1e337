"""Runs and lanes: overlapping spans side by side, whatever spans there are."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.segment import Run, lanes, runs
from annotator.domain.span import Span, reading_order

LENGTH = 40


@st.composite
def stretches(draw):
    """A stretch of a text, and spans anywhere in the text, in reading order."""
    start, end = sorted(draw(st.sets(st.integers(0, LENGTH), min_size=2, max_size=2)))
    return start, end, draw(spans())


@st.composite
def spans(draw):
    places = draw(st.lists(fragments(), max_size=12))
    return sorted((span_at(place, f"s{number}") for number, place in enumerate(places)), key=reading_order)


@st.composite
def fragments(draw):
    """One stretch or several that lie apart or touch."""
    count = draw(st.sampled_from([1, 1, 1, 2, 3]))
    points = sorted(draw(st.sets(st.integers(0, LENGTH), min_size=2 * count, max_size=2 * count)))
    if count > 1 and draw(st.booleans()):
        points[2] = points[1]
    return tuple(zip(points[::2], points[1::2], strict=True))


@given(stretches())
def test_runs_tile_the_stretch_and_none_is_empty(given_):
    start, end, found = given_
    cut = list(runs(start, end, found, lanes(found)))
    assert [run.start for run in cut] == [start, *(run.end for run in cut[:-1])]
    assert cut[-1].end == end
    assert all(run.start < run.end for run in cut)


@given(stretches())
def test_under_every_character_lie_just_the_spans_that_cover_it(given_):
    start, end, found = given_
    for run in runs(start, end, found, lanes(found)):
        drawn = {stroke.span.id for stroke in run.strokes}
        for offset in range(run.start, run.end):
            assert drawn == {span.id for span in found if covers(span, offset)}


@given(stretches())
def test_strokes_lie_by_lane_and_each_span_keeps_its_own(given_):
    start, end, found = given_
    lane = lanes(found)
    for run in runs(start, end, found, lane):
        drawn = [stroke.lane for stroke in run.strokes]
        assert drawn == sorted(set(drawn))
        assert all(stroke.lane == lane[stroke.span.id] for stroke in run.strokes)


@given(stretches())
def test_a_stroke_ends_where_its_fragment_or_the_stretch_does(given_):
    start, end, found = given_
    for run in runs(start, end, found, lanes(found)):
        for stroke in run.strokes:
            ends = {min(right, end) for left, right in stroke.span.fragments if left < end and right > start}
            assert stroke.ends == (run.end in ends)


@given(stretches())
def test_neighbouring_runs_differ_or_something_ends_between_them(given_):
    start, end, found = given_
    cut = list(runs(start, end, found, lanes(found)))
    borders = {offset for span in found for fragment in span.fragments for offset in fragment}
    assert all(run.start in borders for run in cut[1:])


@given(spans())
def test_spans_that_overlap_never_share_a_lane_and_lanes_are_as_few_as_can_be(found):
    lane = lanes(found)
    for one in found:
        for other in found:
            if one.id != other.id and one.start < other.end and other.start < one.end:
                assert lane[one.id] != lane[other.id]
    deepest = max((sum(one.start <= offset < one.end for one in found) for offset in range(LENGTH)), default=0)
    assert set(lane.values()) == set(range(deepest))


@given(spans(), st.data())
def test_a_later_span_moves_no_earlier_ones_lane(found, data):
    kept = found[: data.draw(st.integers(0, len(found)))]
    assert lanes(kept).items() <= lanes(found).items()


def test_a_stretch_without_spans_is_one_run():
    assert list(runs(3, 9, [], {})) == [Run(3, 9, ())]


def test_three_spans_over_one_word_lie_in_three_lanes():
    outer, middle, inner = (
        span_at(((start, end),), name) for start, end, name in [(0, 9, "a"), (2, 7, "b"), (4, 5, "c")]
    )
    cut = list(runs(0, 10, [outer, middle, inner], lanes([outer, middle, inner])))
    assert [(run.start, run.end, len(run.strokes)) for run in cut] == [
        *((0, 2, 1), (2, 4, 2), (4, 5, 3), (5, 7, 2), (7, 9, 1), (9, 10, 0)),
    ]
    drawn = [(stroke.lane, stroke.span, stroke.ends) for stroke in cut[2].strokes]
    assert drawn == [(0, outer, False), (1, middle, False), (2, inner, True)]


def test_fragments_that_touch_end_one_by_one():
    span = span_at(((0, 3), (3, 5)), "a")
    assert [(run.start, run.end, run.strokes[0].ends) for run in runs(0, 5, [span], {"a": 0})] == [
        *((0, 3, True), (3, 5, True)),
    ]


def covers(span, offset):
    return any(left <= offset < right for left, right in span.fragments)


def span_at(place, name):
    return Span(name, "ana", "ana", "actor", place, {}, "", 1, 1, "", "")
