"""What formats have no place for: how much of it there is, and what is left."""

from collections import Counter

import pytest
from marked_corpus import TEXT, document, full_document, place, plain_document, relation, span

from annotator.formats._loss import (
    ABOUT,
    ATTRIBUTES,
    CUT_TOKENS,
    FRAGMENTS,
    LINKS,
    NOTES,
    OVERLAPS,
    RELATIONS,
    SPANS,
    reduced,
)

EVERYTHING = (RELATIONS, ATTRIBUTES, NOTES, LINKS, FRAGMENTS, CUT_TOKENS, OVERLAPS, ABOUT)


@pytest.mark.parametrize(
    ("loss", "touched"),
    [
        (RELATIONS, {"holds": 2, "toward": 1}),
        (ATTRIBUTES, {"actor": 4, "stance": 2}),
        (NOTES, {"actor": 1, "stance": 1}),
        (LINKS, {"legal_instrument": 1}),
        (FRAGMENTS, {"actor": 1}),
        (CUT_TOKENS, {"actor": 1}),
        (SPANS, {"actor": 6, "stance": 3, "legal_instrument": 1}),
    ],
    ids=lambda value: value.name if hasattr(value, "name") else "",
)
def test_each_loss_is_counted_by_label(loss, touched):
    assert reduced(full_document(), [loss])[1][loss.name] == touched


def test_where_there_is_nothing_to_lose_nothing_changes():
    left, touched = reduced(plain_document(), EVERYTHING)
    assert left == plain_document()
    assert not any(touched.values())


def test_of_two_spans_that_overlap_the_first_or_longer_stays():
    marked = [
        span("long", "actor", "The ministry of"),
        span("inside", "stance", "ministry"),
        span("across", "actor", "of Қазақстан"),
        span("after", "actor", "said"),
    ]
    left, touched = reduced(document(*marked), [OVERLAPS])
    assert [one.id for one in left.spans] == ["long", "after"]
    assert touched["overlaps"] == {"actor": 1, "stance": 1}


def test_spans_that_touch_do_not_overlap():
    left, _ = reduced(document(span("a", "actor", "The "), span("b", "actor", "ministry")), [OVERLAPS])
    assert len(left.spans) == 2


def test_a_relation_that_loses_its_span_is_counted_as_a_relation():
    holds = relation("r", "holds", "a", "s")
    marked = document(span("a", "actor", "The ministry"), span("s", "stance", "ministry"), relations=(holds,))
    left, touched = reduced(marked, [OVERLAPS])
    assert left.relations == ()
    assert touched == {"overlaps": Counter(stance=1), "relations": Counter(holds=1)}


def test_a_span_that_cuts_a_token_is_widened_and_one_without_a_token_is_gone():
    left, touched = reduced(
        document(span("a", "actor", "inistry of Қаз"), span("b", "stance", "\n\n")), [CUT_TOKENS]
    )
    assert [one.fragments for one in left.spans] == [(place("ministry of Қазақстан"),)]
    assert touched["cut_tokens"] == {"actor": 1, "stance": 1}


def test_fragments_of_one_token_become_one():
    start, _ = place("uniform")
    one = span("a", "actor", "nobody")
    cut = type(one)(**{**_fields(one), "fragments": ((start, start + 1), (start + 3, start + 4), place("sent"))})
    left, _ = reduced(document(cut), [CUT_TOKENS])
    assert left.spans[0].fragments == (place("uniform"), place("sent"))


def test_joined_fragments_hold_what_stands_between_them():
    left, _ = reduced(full_document(), [FRAGMENTS])
    assert "nobody in uniform" in [one.quote(TEXT) for one in left.spans if len(one.fragments) == 1]


def test_losses_add_up_in_the_order_in_which_they_are_named():
    left, touched = reduced(full_document(), EVERYTHING)
    assert {name: by.total() for name, by in touched.items()} == {
        "relations": 3,
        "attributes": 6,
        "notes": 2,
        "links": 1,
        "fragments": 1,
        "cut_tokens": 1,
        "overlaps": 4,
        "document_attributes": 0,
    }
    assert [one.quote(TEXT) for one in left.spans] == [
        "Astana",
        "refrains",
        "ministry of Қазақстан",
        "nobody in uniform",
        "“Café” שלום \u202eabc\u202c, the draft",
        "O’Neil-Smith",
    ]


def _fields(one):
    return {name: getattr(one, name) for name in one.__slots__}
