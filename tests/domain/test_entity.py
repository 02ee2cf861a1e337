"""An entry of the registry is found by any of its names, and a link to it outlives merges."""

import pytest

from annotator.domain.entity import Alias, Entity, found_by, key_of, linked, named, resolved
from annotator.domain.entity_ids import address_of, checked_ids
from annotator.domain.entity_tree import entities_from_tree, entity_from_tree, entity_to_tree
from annotator.domain.errors import Invalid

KAZAKHSTAN = Entity(
    "kazakhstan",
    "actor",
    "Kazakhstan",
    "state",
    (Alias("Қазақстан", "kk"), Alias("Republic of Kazakhstan"), Alias("Astana")),
    ids={"wikidata": "Q232"},
)
MINISTRY = Entity("ministry", "actor", "Ministry of Defence of Kazakhstan", "organisation")
LAW = Entity("law", "instrument", "Law on Kazakhs abroad", "law", date="1997-04")


@pytest.mark.parametrize(
    "words",
    ["Kazakhstan", "KAZAKHSTAN", "ＫＡＺＡＫＨＳＴＡＮ", "қазақстан", "Republic of\n Kazakhstan", "astana"],
)
def test_an_entry_is_known_by_any_name_whatever_its_case_width_or_line_breaks(words):
    assert named(words, [MINISTRY, KAZAKHSTAN]) == [KAZAKHSTAN]


def test_a_part_of_a_name_is_no_name():
    assert named("Kazakh", [KAZAKHSTAN, MINISTRY]) == []


@pytest.mark.parametrize(
    ("letters", "keys"),
    [
        ("kaz", ["kazakhstan", "law", "ministry"]),
        ("ҚАЗ", ["kazakhstan"]),
        ("astana", ["kazakhstan"]),
        ("defence", ["ministry"]),
        ("q232", ["kazakhstan"]),
        ("law", ["law"]),
        ("russia", []),
        ("", ["kazakhstan", "law", "ministry"]),
    ],
)
def test_a_few_letters_find_entries_the_best_first(letters, keys):
    assert [one.key for one in found_by(letters, [MINISTRY, LAW, KAZAKHSTAN])] == keys


def test_a_link_follows_merges_to_their_end():
    entries = {
        "a": Entity("a", "actor", "A", merged_into="b"),
        "b": Entity("b", "actor", "B", merged_into="c"),
        "c": Entity("c", "actor", "C"),
        "loop": Entity("loop", "actor", "L", merged_into="pool"),
        "pool": Entity("pool", "actor", "P", merged_into="loop"),
        "lost": Entity("lost", "actor", "X", merged_into="nowhere"),
    }
    assert [resolved(key, entries).key for key in "abc"] == ["c", "c", "c"]
    assert resolved("nobody", entries) is resolved("lost", entries) is None
    assert resolved("loop", entries).key in ("loop", "pool")


def test_entries_that_links_point_to_come_once_and_by_key():
    entries = {one.key: one for one in (MINISTRY, LAW, KAZAKHSTAN)}
    links = [{"is": "ministry"}, {"is": "kazakhstan", "actor": "ministry"}, {"is": "gone"}]
    assert linked(links, entries) == [KAZAKHSTAN, MINISTRY]


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Kazakhstan", (), "kazakhstan"),
        ("Kazakhstan’s law, of 1997", (), "kazakhstans-law-of-1997"),
        ("Gulnara Äkim-qızı", (), "gulnara-akim-qz"),
        ("Казахстан", (), "entry"),
        ("Казахстан", ("entry",), "entry-2"),
        ("A", ("a", "a-2"), "a-3"),
        ("x" * 200, (), "x" * 50),
    ],
)
def test_a_key_is_made_of_the_name(name, taken, key):
    assert key_of(name, taken) == key


def test_an_entry_comes_back_from_its_tree_and_empty_keys_are_left_out():
    for one in (KAZAKHSTAN, MINISTRY, LAW, Entity("x", "actor", "X", note="two\nlines", merged_into="y")):
        assert entity_from_tree(entity_to_tree(one)) == one
    assert entity_to_tree(MINISTRY).keys() == {"key", "sort", "name", "kind"}


def test_an_alias_may_be_a_plain_name_and_stands_once():
    tree = {
        "sort": "actor",
        "name": "Russia",
        "aliases": ["Moscow", "russia", "MOSCOW", {"text": "Moscow", "language": "en"}],
    }
    assert entity_from_tree(tree).aliases == (Alias("Moscow"), Alias("Moscow", "en"))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"name": " "}, "entry.name is empty"),
        ({"name": 1.5}, "entry.name: 1.5 is not text"),
        ({"sort": "person"}, "entry.sort: “person” is none of actor, instrument"),
        ({"key": "Kazakh stan"}, "“Kazakh stan” is not a slug"),
        ({"colour": "red"}, "entry: “colour” is none of key, sort"),
        ({"date": "2005-13"}, "entry.date: “2005-13” is not a date"),
        ({"date": "last year"}, "entry.date: “last year” is not a date"),
        ({"ids": {"wikidata": "232"}}, "entry.ids.wikidata: “232” is not a QID"),
        ({"ids": {"viaf": "1"}}, "entry.ids: “viaf” is none of wikidata, eli, celex"),
        ({"ids": {"celex": "law"}}, "entry.ids.celex: “law” is not a CELEX number"),
        ({"ids": {"eli": "javascript:alert(1)"}}, "entry.ids.eli: “javascript:alert"),
        ({"ids": ["Q232"]}, "entry.ids: .* is not an object"),
        ({"aliases": "Astana"}, "entry.aliases: 'Astana' is not a list"),
        ({"aliases": [{"text": "Астана", "language": "Russian!"}]}, "“Russian!” is not a language tag"),
        ({"aliases": [["Astana"]]}, r"entry.aliases\[0\]: \['Astana'\] is neither a name"),
        ({"aliases": ["a\x00b"]}, r"has the control character U\+0000"),
        ({"aliases": [f"a{n}" for n in range(201)]}, "201 are too many"),
        ({"note": "x" * 20_001}, "20000 are the most"),
    ],
)
def test_what_is_no_entry_is_refused_with_its_place(change, line):
    with pytest.raises(Invalid, match=line):
        entity_from_tree({"sort": "actor", "name": "Kazakhstan", **change})


def test_two_entries_of_one_key_are_refused():
    with pytest.raises(Invalid, match=r"entities\[1\]: there are two of the entry “a”"):
        entities_from_tree([{"sort": "actor", "name": "A"}, {"sort": "instrument", "name": "a"}])


@pytest.mark.parametrize(
    ("scheme", "value", "address"),
    [
        ("wikidata", "Q232", "https://www.wikidata.org/wiki/Q232"),
        ("celex", "32016R0679", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679"),
        ("eli", "http://data.europa.eu/eli/reg/2016/679/oj", None),
        ("eli", "https://data.europa.eu/eli/reg/2016/679/oj", "https://data.europa.eu/eli/reg/2016/679/oj"),
        ("eli", "/eli/reg/2016/679/oj", None),
        ("eli", "https://user@evil.example/eli/x", None),
    ],
)
def test_an_id_is_a_link_only_where_that_is_safe(scheme, value, address):
    assert checked_ids({scheme: value}) == {scheme: value}
    assert address_of(scheme, value) == address
