"""The registry: what managers make is there for all, what others propose is theirs until it is accepted."""

import pytest
from acting import SLUG, first_document
from acting import Desk as Seat
from registering import Clerk

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from annotator.services import projects

OWN = ["Miroglov", "Muradov"]


@pytest.fixture
def clerks(store, people, no_entries):
    """Everybody at the registry, which is empty."""
    return {name: Clerk(store, person) for name, person in people.items()}


@pytest.fixture
def ana(clerks):
    return clerks["ana"]


@pytest.fixture
def ben(clerks):
    return clerks["ben"]


@pytest.fixture
def seat(store, people):
    """The first document before anybody."""
    return lambda name: Seat(store, people[name], first_document(store, people["ana"]))


def test_a_manager_makes_an_entry_for_everybody(ana, ben):
    key = ana.add("Kazakhstan", kind="state", aliases=["Astana"], ids={"wikidata": "Q232"})
    assert key == "kazakhstan"
    one = ben.entry(key)
    assert (one.entity.kind, one.accepted, one.by, one.version) == ("state", True, "ana", 1)


def test_a_second_entry_of_the_same_name_gets_a_key_of_its_own(ana):
    assert [ana.add("Kazakhstan"), ana.add("Kazakhstan")] == ["kazakhstan", "kazakhstan-2"]
    with pytest.raises(Conflict, match="an entry “kazakhstan” already"):
        ana.add("Kazakhstan", key="kazakhstan")


def test_what_an_annotator_proposes_is_seen_by_those_alone_who_may_read_their_layer(store, clerks):
    key = clerks["ben"].add("Fedor Miroglov")
    sees = {name: bool(clerk.names) for name, clerk in clerks.items() if name not in ("stranger", "neighbour")}
    assert sees == {"ana": True, "manager": True, "adjudicator": True, "ben": True, "viewer": False}
    assert not clerks["ben"].entry(key).accepted
    with pytest.raises(NotFound):
        clerks["viewer"].entry(key)
    with pytest.raises(NotFound):
        clerks["stranger"].entry(key)


def test_the_key_of_a_proposal_does_not_tell_of_another_proposal(store, clerks, people):
    first = clerks["ben"].add("Miroglov")
    with store.write() as tx:
        projects.set_member(tx, people["ana"], SLUG, "viewer", "annotator")
    second = clerks["viewer"].add("Miroglov")
    assert first.startswith("miroglov-") and second.startswith("miroglov-")
    assert len(first) == len(second) == len("miroglov-12345678")
    assert clerks["viewer"].names == ["Miroglov"]


def test_a_proposal_cannot_choose_its_key(ben):
    assert ben.add("Miroglov", key="kazakhstan").startswith("miroglov-")


def test_a_manager_accepts_a_proposal_and_it_is_there_for_everybody(clerks, ana, ben):
    key = ben.add("Miroglov")
    with pytest.raises(Forbidden):
        ben.accept(key)
    ana.accept(key)
    assert clerks["viewer"].names == ["Miroglov"]
    with pytest.raises(Forbidden):
        ben.change(key, name="Fedor Miroglov")


def test_a_proposal_is_changed_and_taken_back_by_its_maker(ben):
    key = ben.add("Miroglov")
    assert ben.change(key, name="Fedor Miroglov", aliases=["Miroglov"]).version == 2
    ben.remove(key)
    assert ben.names == []
    ben.restore(key)
    assert ben.names == ["Fedor Miroglov"]


def test_in_an_open_project_everybody_sees_proposals(store, people, clerks):
    clerks["ben"].add("Miroglov")
    with store.write() as tx:
        projects.change(tx, people["ana"], SLUG, blind=False)
        projects.set_member(tx, people["ana"], SLUG, "viewer", "annotator")
    assert clerks["viewer"].names == ["Miroglov"]


def test_an_entry_that_somebody_changed_since_is_not_written_over(ana):
    key = ana.add("Kazakhstan")
    ana.change(key, name="Republic of Kazakhstan", version=1)
    with pytest.raises(Stale):
        ana.change(key, name="Kazakhstan", version=1)
    assert ana.entry(key).entity.name == "Republic of Kazakhstan"


def test_writing_the_same_again_changes_nothing(ana):
    key = ana.add("Kazakhstan")
    assert ana.change(key, name="Kazakhstan").version == 1


def test_what_makes_no_sense_is_refused(ana):
    with pytest.raises(Invalid, match="not a QID"):
        ana.add("Kazakhstan", ids={"wikidata": "232"})
    assert ana.names == []


def test_viewers_and_strangers_propose_nothing(clerks):
    with pytest.raises(Forbidden):
        clerks["viewer"].add("Kazakhstan")
    with pytest.raises(NotFound):
        clerks["stranger"].add("Kazakhstan")


# What links to an entry


def test_a_link_needs_an_entry_that_its_maker_knows_of(clerks, ana, ben, seat):
    hers = ana.add("Kazakhstan")
    proposed = clerks["adjudicator"].add("Miroglov")
    desk = seat("ben")
    assert desk.span(desk.mark("Kremlin", links={"is": hers})).links == {"is": hers}
    for key in (proposed, "nobody"):
        with pytest.raises(Invalid, match="There is no entry"):
            desk.mark("Kremlin", links={"is": key})
    ana.accept(proposed)
    desk.mark("Kremlin", links={"is": proposed})


def test_what_links_to_an_entry_is_told_as_far_as_one_may_read(clerks, ana, ben, seat):
    key = ana.add("Kazakhstan")
    seat("ana").mark("Astana", links={"is": key})
    seat("ben").mark("Kremlin", links={"is": key})
    seat("ben").mark("Moscow", links={"actor": key})
    told = {
        name: sorted(one.words for one in clerks[name].shown(key).passages) for name in ("ana", "ben", "viewer")
    }
    assert told == {"ana": ["Astana", "Kremlin", "Moscow"], "ben": ["Kremlin", "Moscow"], "viewer": []}
    assert [clerks[name].counts for name in told] == [{key: 3}, {key: 2}, {}]


def test_an_entry_is_not_taken_away_while_anything_links_to_it(ana, seat):
    key = ana.add("Kazakhstan")
    span = seat("ben").mark("Astana", links={"is": key})
    with pytest.raises(Conflict, match="1 spans are linked to it"):
        ana.remove(key)
    seat("ben").change(span, links={})
    ana.remove(key)
    with pytest.raises(Invalid, match="There is no entry “kazakhstan”"):
        seat("ben").change(span, links={"is": key})


# Merging


def test_a_merge_is_seen_before_it_is_done_and_undone_exactly(ana, seat):
    kept, gone = ana.add("Kazakhstan"), ana.add("Republic of Kazakhstan", aliases=["RK"])
    span = seat("ben").mark("Astana", links={"is": gone})
    seen = ana.preview(gone, kept)
    assert ([one.words for one in seen.passages], seen.documents) == (["Astana"], 1)
    before = ana.entry(gone).entity
    ana.merge(gone, kept)
    assert ana.names == ["Kazakhstan"]
    shown = ana.shown(kept)
    assert [one.words for one in shown.passages] == ["Astana"]
    assert list(shown.names.names) == ["Kazakhstan", "Republic of Kazakhstan", "RK"]
    assert ana.counts == {kept: 1}
    assert seat("ben").span(span).links == {"is": gone}
    ana.unmerge(gone)
    assert ana.entry(gone).entity == before
    assert ana.counts == {gone: 1}


def test_a_chain_of_merges_is_followed_and_undone_from_any_side(ana):
    a, b, c = ana.add("A"), ana.add("B"), ana.add("C")
    ana.merge(a, b)
    ana.merge(b, c)
    assert ana.registry.meant(a).entity.key == c
    ana.unmerge(b)
    assert [ana.registry.meant(one).entity.key for one in (a, b, c)] == [b, b, c]


def test_a_proposal_is_accepted_by_merging_another_entry_into_it(clerks, ana, ben):
    first, second = ana.add("Miroglov"), ben.add("Fedor Miroglov")
    ana.merge(first, second)
    assert clerks["viewer"].names == ["Fedor Miroglov"]


def test_what_is_not_the_same_is_not_merged(ana, ben):
    actor, law = ana.add("Kazakhstan"), ana.add("Law", "instrument")
    gone = ana.add("Astana")
    ana.merge(gone, actor)
    with pytest.raises(Invalid, match="cannot be merged with itself"):
        ana.merge(actor, actor)
    with pytest.raises(Invalid, match="One is an actor, the other an instrument"):
        ana.merge(actor, law)
    with pytest.raises(Invalid, match="no entry “nobody”"):
        ana.merge(actor, "nobody")
    with pytest.raises(Conflict, match="“Astana” was merged into another entry already"):
        ana.merge(actor, gone)
    with pytest.raises(Conflict, match="“Astana” was merged into it"):
        ana.remove(actor)
    with pytest.raises(Conflict, match="not merged"):
        ana.unmerge(actor)
    with pytest.raises(Forbidden):
        ben.merge(actor, gone)
