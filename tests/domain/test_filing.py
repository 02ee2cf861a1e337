"""What a document is filed under, whatever its metadata says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.filing import LONGEST, filed, groups


def under(meta, name):
    return [value for field, value in filed(meta) if field == name]


def test_a_document_is_filed_under_every_field_and_where_it_lacks_one_under_nothing():
    found = dict(filed({}))
    assert found == dict.fromkeys(
        ("publication", "author", "language", "date", "year", "month", "collection", "tag"), ""
    )


@pytest.mark.parametrize(
    ("meta", "year", "month"),
    [
        ({"date": "2005-02-04"}, "2005", "2005-02"),
        ({"date": "2005"}, "2005", ""),
        ({"date": 2005}, "2005", ""),
        ({"date": "2005-13-01"}, "2005", ""),
        ({"date": "20050204"}, "", ""),
        ({"date": "4 February 2005"}, "", ""),
        ({"date": "in spring", "year": 2022}, "2022", ""),
        ({"date": None}, "", ""),
        ({"date": "٢٠٠٥-٠٢"}, "", ""),
    ],
)
def test_year_and_month_are_those_of_the_date(meta, year, month):
    assert (under(meta, "year"), under(meta, "month")) == ([year], [month])


def test_groups_are_lists_of_names_and_a_text_by_itself_is_one_name():
    assert under({"collections": ["a", "b", "a", ""]}, "collection") == ["a", "b"]
    assert under({"tags": "to read"}, "tag") == ["to read"]
    assert groups({"tags": "to read"}, "tags") == ("to read",)
    assert under({"tags": [["nested"], {"a": 1}]}, "tag") == [""]


def test_keys_of_ones_own_are_filed_under_their_names():
    meta = {"court": "Supreme", "pages": 3, "final": True, "judges": ["A", "B"], "more": {"a": 1}, "none": None}
    own = [(field, value) for field, value in filed(meta) if field.startswith("meta.")]
    assert own == [
        ("meta.court", "Supreme"),
        ("meta.pages", "3"),
        ("meta.final", "true"),
        ("meta.judges", "A"),
        ("meta.judges", "B"),
    ]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(
    st.dictionaries(
        st.sampled_from(("publication", "date", "collections", "tags", "year", "x")) | st.text(), json_values
    )
)
def test_whatever_metadata_says_it_is_filed_within_bounds(meta):
    for field, value in filed(meta):
        assert len(field) <= LONGEST + len("meta.")
        assert len(value) <= LONGEST
