"""A change of metadata does what it says, leaves the rest as it is, and is taken back exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import Invalid
from annotator.domain.regrouping import Change, change_of, difference, taken_back

scalars = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(("a", "b", ""))
metas = st.dictionaries(
    st.sampled_from(("collections", "tags", "court", "pages")), scalars | st.lists(scalars, max_size=3)
)
names = st.lists(st.sampled_from(("a", "b", "c")), max_size=2).map(tuple)
kinds = st.dictionaries(st.sampled_from(("collection", "tag")), names)
changes = st.builds(Change, kinds, kinds, st.dictionaries(st.sampled_from(("court", "pages")), scalars))


def test_documents_come_into_groups_and_leave_them():
    wanted = change_of(into={"collection": ["law"], "tag": ["x"]}, out_of={"collection": ["old"]}, values={})
    assert wanted.of({"collections": ["old", "kept"], "date": "2005"}) == {
        "collections": ["kept", "law"],
        "tags": ["x"],
        "date": "2005",
    }
    assert wanted.of({"collections": "old"}) == {"collections": ["law"], "tags": ["x"]}


def test_a_document_that_leaves_its_last_group_is_in_none():
    assert change_of(into={}, out_of={"tag": ["x"]}, values={}).of({"tags": ["x"]}) == {}


def test_keys_are_set_and_taken_away():
    wanted = change_of(into={}, out_of={}, values={"court": "Supreme", "old": None, "never": None})
    assert wanted.of({"old": 1, "kept": 2}) == {"kept": 2, "court": "Supreme"}


@pytest.mark.parametrize(
    "said",
    [
        {"into": {}, "out_of": {}, "values": {}},
        {"into": {"tag": []}, "out_of": {}, "values": {}},
        {"into": {"tag": [" "]}, "out_of": {}, "values": {}},
        {"into": {"tag": ["a\nb"]}, "out_of": {}, "values": {}},
        {"into": {"tag": ["x" * 201]}, "out_of": {}, "values": {}},
        {"into": {}, "out_of": {}, "values": {"tags": ["x"]}},
        {"into": {}, "out_of": {}, "values": {" ": "x"}},
        {"into": {}, "out_of": {}, "values": {"x": float("nan")}},
    ],
)
def test_a_change_that_is_none_is_refused(said):
    with pytest.raises(Invalid):
        change_of(**said)


@given(metas, changes)
def test_a_change_made_twice_is_a_change_made_once(meta, wanted):
    once = wanted.of(meta)
    assert difference(wanted.of(once), once) == ({}, {})


@given(metas, changes)
def test_what_is_taken_back_is_as_it_was(meta, wanted):
    made = wanted.of(meta)
    back, left = taken_back(made, *difference(meta, made))
    assert (difference(back, meta), left) == (({}, {}), 0)


def test_what_was_changed_since_stays():
    was, became = difference({"a": 1}, {"a": 2, "b": 3, "c": 4})
    assert taken_back({"a": 2, "b": 9, "d": 5}, was, became) == ({"a": 1, "b": 9, "d": 5}, 2)


def test_true_and_one_are_not_the_same():
    assert difference({"a": 1}, {"a": True}) == ({"a": 1}, {"a": True})
