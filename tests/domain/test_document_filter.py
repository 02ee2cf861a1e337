"""A filter of documents: written as in an address, the same filter always the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.document_filter import FIELDS, Filter, filter_from, filter_of
from annotator.domain.errors import Invalid

values = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
fields = st.one_of(st.sampled_from(FIELDS), values.filter(bool).map("meta.{}".format))


def test_a_filter_is_read_from_an_address_and_written_in_one_order():
    found = filter_from("year=2022&publication=RFE%2FRL&words=refrain*&year=2005&year=2022")
    assert found == Filter("refrain*", (("publication", ("RFE/RL",)), ("year", ("2005", "2022"))))
    assert str(found) == "words=refrain%2A&publication=RFE%2FRL&year=2005&year=2022"


@given(st.lists(st.tuples(fields, values), max_size=8))
def test_what_is_written_is_read_as_the_same_filter(pairs):
    made = filter_of(pairs)
    assert filter_from(str(made)) == made


def test_an_empty_value_stands_for_documents_that_have_none():
    assert filter_from("collection=").of("collection") == ("",)


def test_no_filter_lets_everything_through_and_is_false():
    assert not filter_from("")
    assert not filter_from("words=")
    assert filter_from("tag=a")


def test_a_value_is_toggled_and_a_field_without_values_is_gone():
    one = filter_from("tag=a")
    assert one.toggled("tag", "b").of("tag") == ("a", "b")
    assert one.toggled("tag", "a") == Filter()
    assert one.toggled("year", "2005").without("tag") == filter_from("year=2005")
    assert filter_from("words=a&tag=a").unsaid() == one


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("colour=red", "unknown-field"),
        ("meta.=x", "unknown-field"),
        ("2022", "bad-filter"),
        ("words=label:actor", "filter-of-spans"),
        ("words=%22open", "open-quotation"),
        ("words=" + "a" * 501, "filter-too-long"),
        ("&".join(f"tag={number}" for number in range(501)), "filter-too-long"),
        ("tag=" + "a" * 20_000, "bad-filter"),
    ],
)
def test_what_is_no_filter_is_refused_by_name(query, code):
    with pytest.raises(Invalid) as refused:
        filter_from(query)
    assert refused.value.code == code
