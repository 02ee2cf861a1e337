"""Attributes: how far annotators say the same of what they marked alike."""

from dataclasses import replace

import krippendorff
import pytest
from acting import SLUG
from adjudicators import complete

from annotator.domain.codebook import Attribute, Codebook, Label
from annotator.services import agreeing, codebooks
from annotator.services.accounts import OPERATOR

POLARITIES = ["supports", "opposes", "ambivalent", "withholds"]
SAID = {"ana": [0, 1, 1, 3, 2], "ben": [0, 1, 2, 3, 0]}


def test_each_attribute_has_its_figures_with_intervals_and_counts(rated, report):
    found = report()["labels"]["stance"]["attributes"]
    assert found.keys() == {"polarity"}
    polarity = found["polarity"]
    assert polarity.keys() == {
        "percent_agreement",
        "cohen_kappa",
        "krippendorff_alpha",
        "krippendorff_alpha_ordinal",
        "places",
    }
    assert polarity["places"] == 5
    assert polarity["percent_agreement"]["value"] == pytest.approx(3 / 5)
    assert polarity["percent_agreement"]["low"] < 3 / 5 < polarity["percent_agreement"]["high"]


@pytest.mark.parametrize(
    ("name", "level"), [("krippendorff_alpha", "nominal"), ("krippendorff_alpha_ordinal", "ordinal")]
)
def test_alpha_is_that_of_the_krippendorff_package(rated, report, name, level):
    ours = report()["labels"]["stance"]["attributes"]["polarity"][name]["value"]
    assert ours == pytest.approx(krippendorff.alpha(list(SAID.values()), level_of_measurement=level))


def test_labels_of_which_nobody_said_anything_have_no_attributes(rated, report):
    assert "attributes" not in report()["labels"]["actor"]


def test_only_what_is_named_is_given(rated, report):
    assert "attributes" not in report(["u_alpha"])["labels"]["stance"]
    named = report(["krippendorff_alpha"])["labels"]["stance"]["attributes"]["polarity"]
    assert named.keys() == {"krippendorff_alpha", "krippendorff_alpha_ordinal", "places"}


def test_where_everybody_says_the_same_there_is_a_reason_and_no_number(desks, report):
    for own in desks("ana", "ben"):
        own[0].mark("the", "stance", attributes={"polarity": "supports"})
        complete(own[0])
    found = report()["labels"]["stance"]["attributes"]["polarity"]
    assert found["percent_agreement"]["value"] == 1
    assert found["krippendorff_alpha"]["value"] is None
    assert "without variation" in found["krippendorff_alpha"]["why"]


def test_numbers_have_distances_and_yes_or_no_words_and_lists_have_none(desks, store, team, report):
    types = {"size": "number", "sure": "boolean", "word": "text", "many": "multichoice"}
    attributes = tuple(
        Attribute(name, type_, choices=("a", "b") if type_ == "multichoice" else ())
        for name, type_ in types.items()
    )
    with store.write() as tx:
        codebooks.replace(tx, team["ana"], SLUG, Codebook(labels=(Label("thing", attributes=attributes),)))
    for number, own in enumerate(desks("ana", "ben")):
        for at, desk in enumerate(own[:3]):
            more = {"size": at + number, "sure": bool(at), "word": f"w{at}", "many": ["a", "b"][: at + 1]}
            desk.mark("the", "thing", attributes=more)
            complete(desk)
    found = report()["labels"]["thing"]["attributes"]
    assert list(found) == list(types)
    assert {name for name in types if "krippendorff_alpha_interval" in found[name]} == {"size"}
    expected = krippendorff.alpha([[0, 1, 2], [1, 2, 3]], level_of_measurement="interval")
    assert found["size"]["krippendorff_alpha_interval"]["value"] == pytest.approx(expected)
    assert [found[name]["krippendorff_alpha"]["value"] for name in ("sure", "word", "many")] == [1, 1, 1]


def test_attributes_follow_a_layer_that_is_changed_and_completed_again(rated, report):
    ana, _ = rated
    complete(ana[2], "in_progress")
    ana[2].change(
        next(one.id for one in ana[2].spans if one.label == "stance"), attributes={"polarity": "ambivalent"}
    )
    complete(ana[2])
    assert report()["labels"]["stance"]["attributes"]["polarity"]["percent_agreement"]["value"] == pytest.approx(
        4 / 5
    )


def test_an_attribute_that_the_codebook_has_no_more_has_no_figures(rated, report, store, team):
    with store.write() as tx:
        book = codebooks.current(tx, team["ana"], SLUG)
        labels = tuple(replace(one, attributes=()) for one in book.labels)
        codebooks.replace(tx, team["ana"], SLUG, replace(book, labels=labels))
    assert "attributes" not in report()["labels"]["stance"]


@pytest.fixture
def rated(desks):
    """Ana and Ben, who marked the same in five documents and say of it what ``SAID`` has."""
    found = desks(*SAID)
    for own, ranks in zip(found, SAID.values(), strict=True):
        for desk, rank in zip(own, ranks, strict=True):
            desk.mark("the", "stance", attributes={"polarity": POLARITIES[rank]})
            desk.mark("Kazakhstan")
            complete(desk)
    return found


@pytest.fixture
def report(store, team):
    """The report, as the operator gets it."""

    def reported(wanted=()):
        with store.read() as tx:
            return agreeing.report(agreeing.agreement(tx, OPERATOR, SLUG, wanted=wanted))

    return reported
