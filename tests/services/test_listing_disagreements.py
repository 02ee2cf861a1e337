"""The list of disagreements, cell by cell: what it finds, who may see it, and that nothing in it is stale."""

import pytest
from acting import SLUG
from adjudicators import Chair, complete

from annotator.domain.disagreement import KINDS, NOT_MARKED, Pattern
from annotator.domain.errors import Forbidden, Invalid, NotFound
from annotator.services import agreeing, disagreeing, documents, projects
from annotator.services.accounts import OPERATOR
from annotator.services.disagreeing import Wanted
from annotator.services.selecting import Selection

MOSCOW = Pattern(("actor", "legal_instrument"), ("moscow",))


def test_disagreements_are_counted_by_kind_and_listed_in_reading_order(differing, listed):
    found = listed()
    assert found.kinds == {
        "label": 3,
        "missed": 2,
        "border": 1,
        "attribute": 1,
        "border_and_label": 1,
        "split": 2,
        "same": 3,
    }
    assert found.total == len(found.listed) == 10
    assert found.annotators == ("ana", "ben")
    order = [one.document_id for one in found.documents]
    at = [(order.index(one.document.document_id), one.start) for one in found.listed]
    assert at == sorted(at)


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_alone_is_listed_and_the_others_are_counted_all_the_same(differing, listed, kind):
    found = listed(kinds=(kind,))
    assert {one.paired.kind for one in found.listed} == {kind}
    assert found.total == len(found.listed)
    assert found.kinds == listed().kinds


@pytest.mark.parametrize("labels", [("actor", "legal_instrument"), ("legal_instrument", "actor")])
def test_two_labels_are_found_whoever_has_which(differing, listed, labels):
    assert [one.paired.labels for one in listed(labels=labels).listed] == [
        ("actor", "legal_instrument"),
        ("legal_instrument", "actor"),
        ("actor", "legal_instrument"),
    ]


def test_what_only_one_marked_is_a_pair_of_labels_too(differing, listed):
    found = listed(labels=("stance", NOT_MARKED))
    assert [one.paired.labels for one in found.listed] == [("stance", NOT_MARKED)]


def test_where_both_labels_are_the_same_what_agrees_is_listed_with_them(differing, listed):
    found = listed(labels=("stance", "stance"))
    assert [one.paired.kind for one in found.listed] == ["attribute", "same"]


def test_a_label_is_found_on_either_side(differing, listed):
    assert [one.paired.kind for one in listed(label="legal_instrument").listed] == ["label"] * 3


def test_a_document_is_looked_at_alone(differing, listed):
    ana, _ = differing
    found = listed(document=ana[0].document)
    assert {one.document.document_id for one in found.listed} == {ana[0].document}
    assert found.kinds == {"label": 1, "border": 1, "split": 2, "missed": 1, "same": 1}


def test_what_comes_again_is_a_pattern_and_its_places_are_listed(differing, listed):
    assert listed().patterns == ((MOSCOW, 3),)
    assert listed(kinds=("missed",)).patterns == ()
    assert listed(pattern=MOSCOW).total == 3
    assert listed(pattern=MOSCOW).kinds == {"label": 3}


def test_a_disagreement_knows_its_block_and_its_words(differing, listed):
    for one in listed().listed:
        block = one.reading.blocks[one.block]
        assert block.start <= one.start < one.end <= len(one.reading.text)
        assert one.start < block.end


def test_pages_repeat_nothing_and_lose_nothing(desks, listed):
    ana, ben = desks("ana", "ben")
    for desk in ana[:3]:
        for nth in range(25):
            desk.mark("the", nth=nth)
    for desk in (*ana[:3], *ben[:3]):
        complete(desk)
    pages = [listed(page=number) for number in (1, 2, 3, 4)]
    assert [len(page.listed) for page in pages] == [30, 30, 15, 0]
    assert {page.total for page in pages} == {75}
    seen = [span.id for page in pages for one in page.listed for span in one.paired.spans]
    assert len(set(seen)) == len(seen) == 75


def test_there_is_no_page_before_the_first(differing, listed):
    assert listed(page=0).listed == listed(page=-3).listed == listed().listed


def test_the_list_adds_up_to_the_confusions_and_to_f1_exact(differing, listed, store):
    every = [one for kind in KINDS for one in listed(kinds=(kind,)).listed]
    with store.read() as tx:
        confusions = disagreeing.counts(tx, listed().documents).confusions
        figures = agreeing.agreement(tx, OPERATOR, SLUG).figures
    assert confusions.total() == len(every)
    for labels, count in confusions.items():
        assert listed(labels=labels).total == count
    agreed = sum(one.paired.kind in ("same", "attribute") for one in every)
    marked = sum(len(one.paired.spans) for one in every)
    assert figures["span_f1_exact"].value == pytest.approx(2 * agreed / marked)


def test_a_layer_that_is_opened_again_leaves_the_list_and_comes_back_as_it_is_then(desks, listed):
    ana, ben = desks("ana", "ben")
    ana[0].mark("Moscow")
    other = ben[0].mark("Moscow", "legal_instrument")
    for desk in (ana[0], ben[0]):
        complete(desk)
    assert listed().kinds == {"label": 1}
    complete(ben[0], "in_progress")
    assert (listed().documents, listed().total) == ((), 0)
    ben[0].delete(other)
    complete(ben[0])
    assert listed().kinds == {"missed": 1}
    complete(ben[0], "in_progress")
    ben[0].mark("Moscow")
    complete(ben[0])
    assert listed().kinds == {"same": 1}
    assert listed(kinds=("same",)).total == 1


def test_what_was_taken_out_of_the_project_does_not_count(differing, listed, store, team):
    ana, _ = differing
    with store.write() as tx:
        documents.remove(tx, team["ana"], ana[0].document)
    found = listed()
    assert ana[0].document not in {one.document_id for one in found.documents}
    assert found.total == 5


def test_gold_stands_in_as_an_annotator_where_it_is_named(differing, listed, store, team):
    ana, _ = differing
    chair = Chair(store, team["adjudicator"], ana[1].document)
    chair.take_agreed()
    chair.declare("complete")
    found = listed(names=("ana", "gold"))
    assert found.annotators == ("ana", "gold")
    assert [one.document_id for one in found.documents] == [ana[1].document]
    assert found.kinds == {"missed": 5, "same": 2}


@pytest.mark.parametrize("who", ["manager", "adjudicator"])
def test_who_may_read_the_layers_sees_where_they_differ(differing, listed, people, who):
    assert listed(people[who]).total == 10


@pytest.mark.parametrize(("who", "refusal"), [("ben", Forbidden), ("viewer", Forbidden), ("stranger", NotFound)])
def test_who_may_not_read_the_layers_gets_no_list(differing, listed, people, who, refusal):
    with pytest.raises(refusal):
        listed(people[who])


def test_a_viewer_reads_the_figures(differing, people, store):
    with store.read() as tx:
        assert agreeing.agreement(tx, people["viewer"], SLUG).documents == 2


def test_an_annotator_of_an_open_project_gets_no_list_either(differing, listed, people, store):
    with store.write() as tx:
        projects.change(tx, OPERATOR, SLUG, blind=False)
    with pytest.raises(Forbidden):
        listed(people["ben"])


@pytest.mark.parametrize("asked", [{"kinds": ("luck",)}, {"names": ("nobody",)}])
def test_what_is_not_there_is_refused_by_name(listed, asked):
    with pytest.raises(Invalid, match=r"luck|nobody"):
        listed(**asked)


@pytest.fixture
def listed(store, team):
    """What is listed, as the operator gets it."""

    def found(person=OPERATOR, names=(), **wanted):
        with store.read() as tx:
            return disagreeing.disagreements(tx, person, SLUG, Selection(names), Wanted(**wanted))

    return found


@pytest.fixture
def differing(desks):
    """Ana and Ben, who completed two documents and differ in every way that there is."""
    ana, ben = desks("ana", "ben")
    for desk in (*ana[:2], *ben[:2]):
        desk.mark("Kazakhstan")
    ana[0].mark("Moscow")
    ben[0].mark("Moscow", "legal_instrument")
    ana[0].mark("Fedor Miroglov")
    ben[0].mark("Miroglov")
    ana[0].mark("press conference")
    ben[0].mark("press")
    ben[0].mark("conference")
    ben[0].mark("Chechen")
    ana[1].mark("Moscow", "legal_instrument")
    ben[1].mark("Moscow")
    ana[1].mark("Moscow", nth=1)
    ben[1].mark("Moscow", "legal_instrument", nth=1)
    ana[1].mark("Kyrgyzstan", "stance")
    ana[1].mark("crack down", "stance", attributes={"polarity": "opposes"})
    ben[1].mark("crack down", "stance", attributes={"polarity": "withholds"})
    ana[1].mark("big wave")
    ben[1].mark("another big wave", "stance")
    for desk in (ana[1], ben[1]):
        desk.mark("Ukraine", "stance")
    for desk in (*ana[:2], *ben[:2]):
        complete(desk)
    return ana, ben
