"""Attributes of what two or more gave the same label: how far the annotators agree about them."""

from dataclasses import replace

import pytest
from acting import SLUG, Desk, action
from adjudicators import complete

from annotator.domain.codebook import Attribute
from annotator.services import agreeing, codebooks, corpus, describing
from annotator.services.accounts import OPERATOR


def test_of_places_with_the_same_label_the_attributes_are_compared(marked, report):
    marked(["state", "person", "state", "person"], ["state", "person", "person", "person"])
    kind = report()["actor"]["attributes"]["kind"]
    assert kind["places"] == 4
    assert kind["percent_agreement"]["value"] == 0.75
    # By hand: coincidences 2, 1 / 1, 4; D_o 2/8, D_e 2 * 3 * 5 / (8 * 7).
    assert kind["krippendorff_alpha"]["value"] == pytest.approx(1 - (2 / 8) / (30 / 56))
    # p_o 3/4, p_e (2 * 1 + 2 * 3) / 16
    assert kind["cohen_kappa"]["value"] == pytest.approx(0.5)
    assert "krippendorff_alpha_ordinal" in kind


def test_what_stands_under_another_label_or_alone_is_not_compared(marked, report):
    marked(["state", "state", None], ["state", None, "person"], other_label=1)
    assert report()["actor"]["attributes"]["kind"]["places"] == 1


def test_an_attribute_that_one_left_open_is_missing_there(marked, report):
    marked(["state", "person", ""], ["state", "state", "person"])
    assert report()["actor"]["attributes"]["kind"]["places"] == 2


def test_where_everybody_says_the_same_there_is_a_reason_and_no_number(marked, report):
    marked(["state", "state"], ["state", "state"])
    kind = report()["actor"]["attributes"]["kind"]
    assert kind["krippendorff_alpha"]["value"] is None
    assert "one and the same value" in kind["krippendorff_alpha"]["why"]
    assert kind["percent_agreement"]["value"] == 1


def test_alpha_by_the_order_of_the_choices_can_be_asked_for_by_name(marked, report):
    marked(["state", "person"], ["person", "person"])
    kind = report(wanted=["krippendorff_alpha_ordinal"])["actor"]["attributes"]["kind"]
    assert set(kind) == {"krippendorff_alpha_ordinal", "places", "differing"}


def test_only_what_is_named_is_computed(marked, report):
    marked(["state"], ["person"])
    kind = report(wanted=["cohen_kappa"])["actor"]["attributes"]["kind"]
    assert set(kind) == {"cohen_kappa", "places", "differing"}


@pytest.fixture
def marked(store, team):
    """Let two mark the same words of an article, each with these kinds; None: not marked, "": left open."""

    def done(first, second, *, other_label=None):
        with store.read() as tx:
            document = corpus.corpus(tx, OPERATOR, SLUG).documents[0].id
        desks = [Desk(store, team[name], document) for name in ("ana", "ben")]
        words = [word for word in dict.fromkeys(desks[0].text.split()) if word.isalpha() and len(word) > 8]
        for desk, kinds in zip(desks, (first, second), strict=True):
            for number, (word, kind) in enumerate(zip(words, kinds, strict=False)):
                if kind is not None:
                    desk.mark(word, attributes={"kind": kind} if kind else {})
                elif number == other_label:
                    desk.mark(word, "stance")
            complete(desk)

    return done


@pytest.fixture
def report(store):
    def told(**asked):
        with store.read() as tx:
            return agreeing.report(agreeing.agreement(tx, OPERATOR, SLUG, **asked))["labels"]

    return told


@pytest.fixture
def described(store, desks):
    """Let ana and ben complete articles, each with this genre; None: nothing said."""

    def done(*pairs):
        genre = Attribute("genre", "choice", choices=("news", "analysis", "interview"))
        with store.write() as tx:
            book = codebooks.current(tx, OPERATOR, SLUG)
            codebooks.replace(tx, OPERATOR, SLUG, replace(book, document_attributes=(genre,)))
        for pair, *both in zip(pairs, *desks("ana", "ben"), strict=False):
            for said, desk in zip(pair, both, strict=True):
                if said:
                    with store.write() as tx:
                        describing.describe(tx, desk.person, action(), desk.document, {"genre": said})
                complete(desk)

    return done


def test_what_is_said_of_documents_is_compared_document_by_document(described, store):
    described(("news", "news"), ("news", "analysis"), ("interview", "interview"), ("news", None))
    with store.read() as tx:
        found = agreeing.agreement(tx, OPERATOR, SLUG)
    genre = agreeing.report(found)["attributes"]["genre"]
    assert genre["documents"] == 3
    assert genre["percent_agreement"]["value"] == pytest.approx(2 / 3)
    # By hand: coincidences news-news 2, news-analysis 1 and 1, interview-interview 2; n 3, 1, 2 of 6.
    # D_o 2/6, D_e (36 - 9 - 1 - 4) / (6 * 5).
    assert genre["krippendorff_alpha"]["value"] == pytest.approx(1 - (2 / 6) / (22 / 30))
    assert genre["krippendorff_alpha"]["low"] is not None
    (differing,) = found.attributes["genre"].differing
    assert differing.said == {"ana": "news", "ben": "analysis"}


def test_where_nobody_is_asked_about_documents_there_is_nothing(marked, store):
    marked(["state"], ["state"])
    with store.read() as tx:
        assert "attributes" not in agreeing.report(agreeing.agreement(tx, OPERATOR, SLUG))
