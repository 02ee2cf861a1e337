"""Metadata: free keys, JSON values, within what every database and export can hold."""

import pytest
from corpora import metadata
from hypothesis import given

from annotator.domain.errors import Invalid
from annotator.domain.meta import checked_meta


@given(metadata())
def test_what_every_export_can_hold_is_kept_as_it_is(meta):
    assert checked_meta(meta) == meta


def test_line_ends_become_lf_in_keys_and_values():
    assert checked_meta({"a\r\nb": ["c\rd", {"e": "\r\n"}]}) == {"a\nb": ["c\nd", {"e": "\n"}]}


@pytest.mark.parametrize(
    ("meta", "says"),
    [
        ([], r"meta: \[\] is not an object"),
        ({1: "a"}, "meta: a key is text"),
        ({"a\r": 1, "a\n": 2}, "meta: two keys differ in their line ends alone"),
        ({"k" * 201: 1}, "meta: a key has 201 characters"),
        ({"a": {"b": ["\x00"]}}, r"meta.a.b\[0\] has the control character U\+0000"),
        ({"a": "\ud800"}, r"meta.a has the control character U\+D800"),
        ({"a": 2**63}, "meta.a: 9223372036854775808 is no JSON value, or beyond the bounds"),
        ({"a": float("nan")}, "meta.a: nan is no JSON value"),
        ({"a": float("-inf")}, "meta.a: -inf is no JSON value"),
        ({"a": {1, 2}}, r"meta.a: \{1, 2\} is no JSON value"),
        ({"a": "x" * 1_000_001}, "meta.a has 1000001 characters"),
    ],
)
def test_what_no_export_could_hold_is_refused_by_its_key(meta, says):
    with pytest.raises(Invalid, match=says):
        checked_meta(meta)


@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}], ids=["lists", "objects"])
def test_nesting_has_an_end(wrap):
    meta = "deep"
    for _ in range(100_000):
        meta = wrap(meta)
    with pytest.raises(Invalid, match="nested deeper than 16 levels"):
        checked_meta({"a": meta})
