"""Agreeing: who is compared on what, and what is said where nothing can be computed."""

import pytest
from acting import SLUG
from adjudicators import Chair, complete

from annotator.domain.errors import Forbidden, Invalid
from annotator.services import agreeing, people
from annotator.services import team as teams
from annotator.services.accounts import OPERATOR
from annotator.services.figures import figure


def test_only_documents_that_two_have_completed_are_compared(desks, report):
    ana, ben = desks("ana", "ben")
    for desk in (*ana, *ben[:4]):
        desk.mark("the")
    for desk in (*ana[:4], *ben[:3]):
        complete(desk)
    found = report()
    assert (found["documents"], found["annotators"]) == (3, ["ana", "ben"])
    assert found["measures"]["span_f1_exact"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert found["labels"]["actor"]["spans"] == {"ana": 3, "ben": 3}
    assert [(one["annotators"], one["documents"]) for one in found["pairs"]] == [(["ana", "ben"], 3)]


def test_whoever_completed_a_document_and_marked_nothing_disagrees_with_who_marked(desks, report):
    ana, ben = desks("ana", "ben")
    for desk in ana[:3]:
        desk.mark("the")
    for desk in (*ana[:3], *ben[:3]):
        complete(desk)
    assert report()["measures"]["span_f1_exact"]["value"] == 0


def test_where_nobody_shares_a_document_every_figure_has_its_reason(desks, report):
    ana, ben = desks("ana", "ben")
    complete(ana[0])
    complete(ben[1])
    found = report()
    assert (found["documents"], found["annotators"], found["pairs"]) == (0, [], [])
    assert all(one["value"] is None and one["why"] for one in found["measures"].values())


def test_with_fewer_than_three_documents_there_is_a_number_and_no_interval(desks, report):
    ana, ben = desks("ana", "ben")
    for desk in (ana[0], ben[0]):
        desk.mark("the")
        complete(desk)
    assert report()["measures"]["span_f1_exact"] == {
        "value": 1.0,
        "low": None,
        "high": None,
        "why": "no interval with fewer than 3 documents",
    }


def test_spans_of_one_annotator_that_overlap_leave_the_figures_of_each_label(desks, report):
    ana, ben = desks("ana", "ben")
    for desk in (ana[0], ben[0]):
        desk.mark("Kremlin")
        desk.mark("Kremlin", "stance")
        complete(desk)
    found = report()
    assert "overlap" in found["measures"]["u_alpha"]["why"]
    assert found["labels"]["actor"]["u_alpha"]["value"] == 1
    assert found["labels"]["stance"]["token_krippendorff_alpha"]["value"] == 1
    assert found["measures"]["span_f1_exact"]["value"] == 1


def test_a_family_of_labels_that_exclude_each_other_is_looked_at_alone(desks, report):
    ana, ben = desks("ana", "ben")
    for desk in (ana[0], ben[0]):
        desk.mark("Kremlin")
        desk.mark("Kremlin", "stance")
        complete(desk)
    found = report(labels=["actor", "legal_instrument"])
    assert found["measures"]["u_alpha"]["value"] == 1
    assert found["labels"].keys() == {"actor"}
    assert found["pairs"][0]["measures"]["span_f1_exact"]["value"] == 1
    with pytest.raises(Invalid, match="luck"):
        report(labels=["luck"])


def test_one_annotator_alone_is_not_compared(desks, report):
    desks("ana", "ben")[0][0].mark("the")
    with pytest.raises(Invalid, match="It takes two"):
        report(names=["ana"])


def test_kappa_and_alpha_of_a_label_against_everything_else_are_given_where_they_are_named(desks, report):
    ana, ben = desks("ana", "ben")
    for desk in (ana[0], ben[0]):
        desk.mark("Kremlin")
        desk.mark("Miroglov" if desk is ana[0] else "Publication", "stance")
        complete(desk)
    assert not [name for name in report()["labels"]["actor"] if "kappa" in name]
    labels = report(wanted=["token_cohen_kappa"])["labels"]
    assert labels["actor"].keys() == {"token_cohen_kappa", "spans"}
    assert labels["actor"]["token_cohen_kappa"]["value"] == 1
    assert labels["stance"]["token_cohen_kappa"]["value"] < 0


@pytest.mark.parametrize("way", ["deactivated", "taken out"])
def test_an_annotator_who_left_counts_with_what_they_completed_and_with_nothing_else(
    store, team, desks, report, way
):
    ana, ben = desks("ana", "ben")
    for desk in (*ana[:4], *ben[:4]):
        desk.mark("the")
    ben[0].mark("Kremlin")
    for desk in (*ana[:4], *ben[:3]):
        complete(desk)
    before = report()
    assert (before["documents"], before["annotators"]) == (3, ["ana", "ben"])
    assert before["measures"]["span_f1_exact"]["value"] == pytest.approx(6 / 7)
    with store.write() as tx:
        if way == "deactivated":
            people.deactivate(tx, team["ana"], team["ben"].id)
        else:
            teams.take_out(tx, team["ana"], SLUG, team["ben"].id)
    assert report() == before


def test_gold_stands_in_as_an_annotator_where_it_is_named(store, team, desks, report):
    ana, ben = desks("ana", "ben")
    for desk in (ana[0], ben[0]):
        desk.mark("Kremlin")
        complete(desk)
    chair = Chair(store, team["adjudicator"], ana[0].document)
    chair.take_agreed()
    chair.declare("complete")
    assert report()["annotators"] == ["ana", "ben"]
    found = report(names=["ana", "gold"])
    assert found["annotators"] == ["ana", "gold"]
    assert found["measures"]["span_f1_exact"]["value"] == 1


def test_only_the_figures_that_are_asked_for_are_given(desks, report):
    desks("ana", "ben")
    found = report(wanted=["token_cohen_kappa", "u_alpha"])
    assert set(found["measures"]) == {"token_cohen_kappa", "u_alpha"}


def test_what_rewards_leaving_everything_unmarked_is_computed_only_where_it_is_named(desks, report):
    ana, ben = desks("ana", "ben")
    ana[0].mark("the")
    ben[0].mark("Kremlin")
    for desk in (ana[0], ben[0]):
        complete(desk)
    found = report()
    assert not [name for name in found["measures"] if "gwet" in name]
    assert found["measures"]["u_alpha"]["value"] < 0
    asked = report(wanted=["token_gwet_ac1", "gwet_ac1"])
    assert asked["measures"]["token_gwet_ac1"]["value"] > 0.9
    assert asked["measures"].keys() == {"token_gwet_ac1"}
    assert asked["pairs"][0]["measures"].keys() == {"gwet_ac1"}


def test_what_is_computed_from_the_spans_themselves_is_given_of_the_whole_of_labels_and_of_pairs(desks, report):
    names = ["alpha_u_1995", "boundary_similarity", "gamma"]
    ana, ben = desks("ana", "ben")
    for one, other in zip(ana[:3], ben[:3], strict=True):
        for desk in (one, other):
            desk.mark("the")
            desk.mark("a" if desk is one else "of", "stance")
            complete(desk)
    assert not set(names) & report()["measures"].keys()
    found = report(wanted=names)
    for figures in (found["measures"], found["pairs"][0]["measures"]):
        assert sorted(figures) == names
        assert all(one["low"] <= one["value"] <= one["high"] for one in figures.values())
    for name in names:
        assert found["labels"]["actor"][name] == {"value": 1, "low": 1, "high": 1}
        assert found["labels"]["stance"][name]["value"] < found["measures"][name]["value"] < 1


def test_an_annotator_gets_no_figures(team, report):
    with pytest.raises(Forbidden):
        report(team["ben"])


@pytest.mark.parametrize("asked", [{"names": ["nobody"]}, {"wanted": ["luck"]}])
def test_what_is_not_there_is_refused_by_name(report, asked):
    with pytest.raises(Invalid, match=r"nobody|luck"):
        report(**asked)


@pytest.fixture
def report(store, team):
    """The report, as the operator gets it."""

    def reported(person=OPERATOR, **asked):
        with store.read() as tx:
            return agreeing.report(agreeing.agreement(tx, person, SLUG, **asked))

    return reported


def test_no_interval_goes_beyond_what_a_measure_can_say():
    found = figure(lambda value: value, 0.9, [0.7, 0.9, 1.0])
    assert 0 < found.low < 0.9
    assert found.high == 1
