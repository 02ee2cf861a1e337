"""The statements of a project: what they say, whom they are shown to, filtered and sorted."""

import pytest
from acting import SLUG
from adjudicators import Chair, complete
from registering import Clerk
from saying import say

from annotator.domain.errors import Invalid, NotFound
from annotator.services import accounts, documents, listing_statements, projects
from annotator.services.listing_statements import ORDERS, Wanted

ALL = Wanted()


def test_a_statement_says_who_takes_which_stance_on_what_and_where(ana, told):
    say(ana[0], "Moscow", "adopted", "Kazakhstan", "opposes")
    (one,) = told()
    assert said(one) == ("Moscow", "opposes", "Kazakhstan")
    assert (one.document, one.words, one.statement.layer) == (ana[0].document, "adopted", "ana")
    assert f"{one.left}{one.words}{one.right}" in ana[0].text
    assert one.tie.sign == -1


def test_the_words_beside_a_stance_are_whole(ana, told):
    say(ana[0], "Moscow", "adopted", "Kazakhstan")
    (one,) = told()
    text, (left, right) = ana[0].text, (one.left.split(), one.right.split())
    assert len(left) > 4 and len(right) > 4
    assert left == text[: one.statement.stance.start].split()[-len(left) :]
    assert right == text[one.statement.stance.end :].split()[: len(right)]


def test_what_is_not_said_yet_is_missing_and_makes_no_tie(ana, told):
    say(ana[0], "", "adopted", "Kazakhstan", None)
    (one,) = told()
    assert (one.actor, one.statement.polarity, one.tie) == (None, None, None)
    assert set(one.statement.missing) >= {"actor", "polarity"}


def test_an_entry_is_the_same_actor_under_every_name_also_after_a_merge(store, team, ana, told):
    clerk = Clerk(store, team["ana"])
    kremlin, russia = clerk.add("The Kremlin"), clerk.add("Russia")
    say(ana[0], "Moscow", "adopted", "Kazakhstan", is_actor=kremlin)
    say(ana[0], "Kremlin", "military", "Kazakhstan", is_actor=russia)
    clerk.merge(kremlin, russia)
    found = told(Wanted(actor=f"entry:{russia}"))
    assert {(one.actor.node.name, one.actor.words) for one in found} == {
        ("Russia", "Moscow"),
        ("Russia", "Kremlin"),
    }


def test_while_work_is_blind_an_annotator_reads_their_own_statements_alone(store, team, desks, told):
    ben, other = desks("ben", "adjudicator")
    say(ben[0], "Moscow", "adopted", "Kazakhstan")
    say(other[0], "Kremlin", "adopted", "Kazakhstan")
    assert names(told(person=team["ben"])) == ["Moscow"]
    assert names(told(Wanted(layer="adjudicator"), person=team["ben"])) == []
    assert layers(store, team["ben"]) == ("ben",)
    assert sorted(names(told())) == ["Kremlin", "Moscow"]
    with store.write() as tx:
        projects.change(tx, accounts.OPERATOR, SLUG, blind=False)
    assert sorted(names(told(person=team["ben"]))) == ["Kremlin", "Moscow"]
    assert layers(store, team["ben"]) == ("adjudicator", "ben")


def test_a_viewer_reads_gold_and_a_stranger_nothing(store, team, desks, told):
    with store.write() as tx:
        viewer, stranger = (
            accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None) for name in ("viewer", "stranger")
        )
        projects.set_member(tx, accounts.OPERATOR, SLUG, "viewer", "viewer")
    (ben,) = desks("ben")
    say(ben[0], "Moscow", "adopted", "Kazakhstan")
    complete(ben[0])
    chair = Chair(store, team["adjudicator"], ben[0].document)
    for words in ("Moscow", "adopted", "Kazakhstan"):
        chair.decide(words, "all")
    assert names(told(person=viewer)) == ["Moscow"]
    assert {one.statement.layer for one in told(person=viewer)} == {"gold"}
    assert len(told()) == 2
    with pytest.raises(NotFound):
        told(person=stranger)


def test_what_was_taken_away_is_no_statement_and_a_relation_taken_away_leaves_it_incomplete(
    store, team, ana, told
):
    say(ana[0], "Moscow", "adopted", "Kazakhstan")
    stance = say(ana[1], "Russia", "the", "law")
    ana[0].part(next(key for key, link in ana[0].links.items() if link[0] == "holds"))
    for relation in ana[1].links:
        ana[1].part(relation)
    ana[1].delete(stance)
    (one,) = told()
    assert one.statement.missing[0] == "actor"
    with store.write() as tx:
        documents.remove(tx, team["ana"], ana[0].document)
    assert told() == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["Kremlin", "Moscow", "Russia"]),
        (Wanted(actor="mosc"), ["Moscow"]),
        (Wanted(actor="words:moscow"), ["Moscow"]),
        (Wanted(actor="words:mosc"), []),
        (Wanted(instrument="kazakh"), ["Kremlin", "Moscow"]),
        (Wanted(polarity="opposes"), ["Kremlin"]),
        (Wanted(polarity="opposes", actor="Moscow"), []),
        (Wanted(voice="narrator"), []),
        (Wanted(text="ADOPTED"), ["Moscow"]),
        (Wanted(date="2005"), ["Kremlin", "Moscow"]),
        (Wanted(date="2006..", layer="ana"), ["Russia"]),
        (Wanted(layer="gold"), []),
    ],
)
def test_statements_are_found_by_all_that_they_say(store, team, three, wanted, found):
    assert names(look(store, team["ana"], wanted)) == found


def test_statements_of_one_document_are_found_by_its_id_and_its_title(three, told):
    one = told()[0]
    assert names(told(Wanted(document=one.document))) == ["Kremlin", "Moscow"]
    assert names(told(Wanted(document=one.title.upper()))) == ["Kremlin", "Moscow"]
    assert names(told(Wanted(document="no such title"))) == []


def test_every_order_has_all_of_it_both_ways_and_pages_lose_nothing(store, team, three):
    for order in ORDERS:
        ways = [
            [one.statement.id for one in listing(store, team["ana"], order=way).rows]
            for way in (order, f"-{order}")
        ]
        assert sorted(ways[0]) == sorted(ways[1]) and len(set(ways[0])) == 3
        pages = [listing(store, team["ana"], order=order, after=after, limit=2) for after in (0, 2)]
        assert [one.statement.id for page in pages for one in page.rows] == ways[0]
        assert [page.total for page in pages] == [3, 3]
    assert names(listing(store, team["ana"], order="actor").rows) == ["Kremlin", "Moscow", "Russia"]
    assert names(listing(store, team["ana"], order="-actor").rows) == ["Russia", "Moscow", "Kremlin"]
    assert listing(store, team["ana"], order="polarity").rows[0].statement.polarity == "opposes"


def test_where_there_are_many_they_are_counted_no_further_than_asked_and_not_sorted(store, team, three):
    one = listing(store, team["ana"], limit=1, counts=1)
    assert (len(one.rows), one.total, one.further) == (1, 2, True)
    last = listing(store, team["ana"], after=1, limit=1, counts=2)
    assert (len(last.rows), last.total, last.further) == (1, 3, False)
    by_document = [row.statement.id for row in listing(store, team["ana"]).rows]
    many = listing(store, team["ana"], order="-actor", counts=9, sorts=3)
    assert ([row.statement.id for row in many.rows], many.order) == (by_document, "document")
    few = listing(store, team["ana"], order="-actor", counts=9, sorts=4)
    assert (names(few.rows), few.order, few.total) == (["Russia", "Moscow", "Kremlin"], "-actor", 3)


def test_an_order_that_there_is_not_is_refused(store, team):
    with pytest.raises(Invalid, match="sideways"):
        listing(store, team["ana"], order="sideways")


def said(one):
    return (one.actor.node.name, one.statement.polarity, one.instrument.node.name)


def names(found):
    return [one.actor.node.name for one in found]


def listing(store, person, wanted=ALL, **how):
    with store.read() as tx:
        return listing_statements.listed(tx, person, SLUG, wanted, **how)


def look(store, person, wanted):
    return list(listing(store, person, wanted).rows)


def layers(store, person):
    return listing(store, person).layers


@pytest.fixture
def told(store, team):
    return lambda wanted=ALL, person=None: look(store, person or team["ana"], wanted)


@pytest.fixture
def ana(desks):
    return desks("ana")[0]


@pytest.fixture
def three(ana):
    """Two statements in an article of 2005, and one in a later one."""
    say(ana[0], "Moscow", "adopted", "Kazakhstan")
    say(ana[0], "Kremlin", "military", "Kazakhstan", "opposes")
    say(ana[-1], "Russia", "the", "of")
