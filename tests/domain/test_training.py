"""Splits: by lot from a seed, and never through what belongs together."""

import re
from collections import Counter

import pytest

from annotator.domain.errors import Invalid
from annotator.domain.pinning import pins_from
from annotator.domain.training import Part, Split, Unit, assigned, parts_from, refuse_empty, split_from

THREE = parts_from("train=0.8,dev=0.1,test=0.1")


def units(count=100):
    return [
        Unit(f"document-{number}", number, f"paper {number % 7}", f"20{number:02}-01-01")
        for number in range(count)
    ]


def test_each_document_is_in_one_part_and_parts_have_their_shares():
    given = assigned(units(), Split(THREE))
    assert Counter(given.values()) == {"train": 80, "dev": 10, "test": 10}
    assert given.keys() == {unit.id for unit in units()}


def test_the_same_seed_gives_the_same_parts_in_whatever_order_documents_come():
    assert assigned(units(), Split(THREE, seed=7)) == assigned(units()[::-1], Split(THREE, seed=7))
    assert assigned(units(), Split(THREE, seed=7)) != assigned(units(), Split(THREE, seed=8))


def test_a_family_is_never_parted():
    alike = [Unit(f"document-{number}", number // 5 * 5) for number in range(100)]
    given = assigned(alike, Split(THREE))
    for first in range(0, 100, 5):
        assert len({given[f"document-{number}"] for number in range(first, first + 5)}) == 1


def test_by_publication_no_paper_is_in_two_parts():
    given = assigned(units(), Split(parts_from("train=1,test=1"), "publication"))
    parts = {
        paper: {given[unit.id] for unit in units() if unit.publication == paper}
        for paper in map("paper {}".format, range(7))
    }
    assert all(len(one) == 1 for one in parts.values())
    assert set(given.values()) == {"train", "test"}


def test_by_date_the_parts_follow_each_other():
    given = assigned(units(), Split(THREE, "date"))
    dates = {
        part: sorted(unit.date for unit in units() if given[unit.id] == part) for part in ("train", "dev", "test")
    }
    assert dates["train"][-1] < dates["dev"][0] < dates["dev"][-1] < dates["test"][0]


def test_pinned_documents_count_towards_the_share_of_their_part():
    pins = pins_from("\n".join(f"document-{number},test" for number in range(8)))
    given = assigned(units(), Split(THREE, pins=pins), {pin.document: pin for pin in pins})
    assert Counter(given.values()) == {"train": 80, "dev": 10, "test": 10}
    assert all(given[pin.document] == "test" for pin in pins)


def test_a_publication_goes_where_one_of_its_documents_is_pinned():
    (pin,) = pins_from("document-3,test")
    given = assigned(units(), Split(THREE, "publication", pins=(pin,)), {pin.document: pin})
    assert {given[unit.id] for unit in units() if unit.publication == "paper 3"} == {"test"}


def test_lines_are_read_as_tables_have_them_and_as_people_write_them():
    text = 'document,part\nOne, two, and three, Test\n\n"Four, ""five""",dev\n"Six" is seven,dev\n'
    assert [(pin.document, pin.part, pin.line) for pin in pins_from(text)] == [
        ("One, two, and three", "test", 2),
        ('Four, "five"', "dev", 4),
        ('"Six" is seven', "dev", 5),
    ]


@pytest.mark.parametrize(
    ("parts", "pins", "problem"),
    [
        ("train=1,test=1", "an article", "Line 1: “an article” is not a document and its part"),
        ("train=1,test=1", "one,test\none,dev", "Line 2: “dev” is none of the parts train, test"),
        ("train=1,test=1", "one,", "Line 1"),
        ("train=1,test=0", "one,train", "is not a part and its share"),
        ("train=0,test=0", "one,train\ntwo,test", "has to take the documents that are not named"),
    ],
)
def test_lines_that_put_nothing_anywhere_are_refused(parts, pins, problem):
    with pytest.raises(Invalid, match=problem):
        split_from(parts, "document", "0", pins)


def test_whole_numbers_are_scaled():
    assert parts_from("train=8, test=2") == (Part("train", 0.8), Part("test", 0.2))


def test_rounded_shares_are_scaled():
    assert [one.share for one in parts_from("a=0.33,b=0.33,c=0.33")] == pytest.approx([1 / 3] * 3)
    assert [one.share for one in parts_from("a=0.7,b=0.2,c=0.1")] == pytest.approx([0.7, 0.2, 0.1])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Say the parts and their shares"),
        ("train", "“train” is not a part and its share above 0"),
        ("train=1", "A split has 2 to 10 parts: “train=1” has 1"),
        (",".join(f"p{number}=1" for number in range(11)), "has 11"),
        ("train=0,test=1", "“train=0” is not a part"),
        ("train=x,test=1", "“train=x” is not a part"),
        ("a=0.5,a=0.5", "The part “a” is named twice"),
        ("a=1,B=1,A=1", "The part “a” is named twice"),
        ("../x=1,b=1", "“../x=1” is not a part"),
        ("a=nan,b=1", "“a=nan” is not a part"),
        ("a=inf,b=1", "“a=inf” is not a part"),
        ("a=-1,b=2", "“a=-1” is not a part"),
        ("train=0.9,test=0.4", "“train=0.9,test=0.4” add up to 1.3, not to 1"),
        ("train=0.8,dev=0.1,test=0.11", "add up to 1.01, not to 1"),
        ("train=0.8,test=1", "add up to 1.8, not to 1"),
        ("train=0.5,test=0.1", "add up to 0.6, not to 1"),
    ],
)
def test_parts_that_make_no_sense_are_refused(text, problem):
    with pytest.raises(Invalid, match=re.escape(problem)) as refusal:
        parts_from(text)
    assert refusal.value.code == "bad-split"


@pytest.mark.parametrize(
    ("by", "seed"), [("author", "0"), ("date", "x"), ("date", ""), ("date", "1" * 30), ("date", "²")]
)
def test_a_way_or_seed_that_is_none_is_refused(by, seed):
    with pytest.raises(Invalid):
        split_from("train=1,test=1", by, seed)


def test_a_part_without_a_document_is_refused_by_name():
    with pytest.raises(Invalid, match=r"^dev, test have no document"):
        refuse_empty({"one": "train"}, Split(THREE))
