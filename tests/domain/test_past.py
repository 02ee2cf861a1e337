"""The past of a layer: events gathered into moments, and replayed to what stood."""

from annotator.domain.past import Spans, Told, moments, replayed
from annotator.domain.stood import decisions_after, relations_after

LINK = {"type": "holds", "source_id": "a", "target_id": "s", "codebook_version": 1}


def test_what_somebody_else_did_between_the_events_of_an_action_does_not_tear_it_apart():
    told = [event(1, "span.create", action="x"), event(2, "precedent.change"), event(3, "span.create", action="x")]
    assert [[one.sequence for one in moment.told] for moment in moments(told)] == [[1, 3], [2]]


def test_a_moment_is_known_by_its_action_or_else_by_when_it_was():
    told = [event(1, "span.create", action="x"), event(2, "span.import")]
    assert [moment.key for moment in moments(told)] == ["x", "at 2"]


def test_the_layers_own_event_is_the_moments_mark_and_none_of_its_changes():
    (moment,) = moments([event(1, "layer.undo", action="x"), event(2, "relation.delete", action="x")])
    assert (moment.mark.kind, [one.kind for one in moment.changes]) == ("layer.undo", ["relation.delete"])


def test_each_sort_of_thing_is_replayed_by_itself():
    told = [
        event(1, "span.create", after={"label": "actor"}),
        event(2, "relation.create", subject="r", after=LINK),
        event(3, "relation.create", subject="q", after=LINK),
        event(4, "relation.delete", subject="r", before=LINK),
    ]
    assert replayed(told) == {"thing": {"label": "actor"}}
    assert replayed(told, "relation") == {"q": LINK}


def test_what_was_taken_away_and_came_back_is_still_its_makers():
    told = [
        event(1, "relation.create", subject="r", after=LINK, who="ana"),
        event(2, "relation.delete", subject="r", before=LINK, who="ben"),
        event(3, "relation.create", subject="r", after=LINK, who="ben"),
        event(4, "decision.make", subject="d", after={"choice": "none"}, who="ana"),
        event(5, "decision.withdraw", subject="d", before={"choice": "none"}, who="ben"),
        event(6, "decision.make", subject="d", after={"choice": "none"}, who="ben"),
    ]
    assert [(one.annotator, one.created) for one in relations_after(told, "gold")] == [("ana", "at 1")]
    assert [(one.who, one.sequence) for one in decisions_after(told)] == [("ana", 4)]


def test_a_span_is_seen_as_it_was_when_it_was_spoken_of():
    first, second = {"start": 0}, {"start": 4}
    spans = Spans(
        {"s": "ana"}, {"s": [event(1, "span.create", after=first), event(5, "span.change", after=second)]}
    )
    assert [spans.at("s", moment) for moment in (1, 4, 5, 9)] == [first, first, second, second]
    assert (spans.at("s", 0), spans.at("other", 9)) == (None, None)


def test_a_deleted_span_is_spoken_of_as_it_was_last():
    state = {"start": 0}
    spans = Spans({}, {"s": [event(1, "span.create", after=state), event(2, "span.delete", before=state)]})
    assert spans.at("s", 3) == state


def event(sequence, kind, *, subject="thing", action=None, before=None, after=None, who="ana"):
    return Told(sequence, f"at {sequence}", who, action, kind, subject, before, after)
