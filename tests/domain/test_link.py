"""Links say what a span has to do with entries of the registry."""

import pytest

from annotator.domain.errors import Invalid
from annotator.domain.link import checked_links, shared_links


def test_links_come_in_the_order_of_the_roles():
    sent = {"reporter": "interfax", "instrument": "draft-law", "is": "kazakhstan"}
    assert list(checked_links(sent).items()) == [
        ("is", "kazakhstan"),
        ("instrument", "draft-law"),
        ("reporter", "interfax"),
    ]


@pytest.mark.parametrize(
    ("sent", "code", "line"),
    [
        ({"speaker": "ana"}, "unknown-role", "links: “speaker” is none of is, actor, instrument,"),
        ({"is": ""}, "bad-link", "links.is: “” is not a slug"),
        ({"is": "Kazakh stan"}, "bad-link", "links.is: “Kazakh stan” is not a slug"),
        ({"is": 265}, "bad-link", "links.is: 265 is not the key of an entry"),
        ({"is": None}, "bad-link", "links.is: None is not the key of an entry"),
    ],
)
def test_what_is_no_link_is_refused_with_its_place(sent, code, line):
    with pytest.raises(Invalid, match=line) as refusal:
        checked_links(sent)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("several", "shared"),
    [
        ([], {}),
        ([{"is": "a"}], {"is": "a"}),
        ([{"is": "a", "actor": "b"}, {"actor": "b", "is": "a"}], {"is": "a", "actor": "b"}),
        ([{"is": "a", "actor": "b"}, {"is": "a", "actor": "c"}], {"is": "a"}),
        ([{"is": "a"}, {}], {}),
    ],
)
def test_links_are_shared_that_everybody_has(several, shared):
    assert shared_links(several) == shared
