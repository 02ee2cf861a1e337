"""Disagreements: counted, listed, found again by what they are."""

import pytest
from acting import SLUG, Desk
from adjudicators import complete

from annotator.domain.disagreement import KINDS, NOT_MARKED
from annotator.domain.errors import Forbidden, Invalid, NotFound
from annotator.services import accounts, agreeing, corpus, disagreeing, documents, over_time, projects, varying
from annotator.services.disagreeing import AT_ONCE, Wanted
from annotator.services.selecting import Selection


def test_each_kind_is_counted_and_listed(differing, listed):
    found = listed()
    assert found.kinds == {"missed": 2, "label": 2, "border": 2, "attribute": 2, "same": 4}
    assert found.total == 8
    for kind in KINDS:
        here = listed(kinds=(kind,))
        assert here.total == len(here.listed) == found.kinds[kind]
        assert {one.paired.kind for one in here.listed} <= {kind}


def test_labels_are_found_whoever_gave_which(differing, listed):
    for labels in (("actor", "stance"), ("stance", "actor")):
        found = listed(labels=labels)
        assert [one.paired.kind for one in found.listed] == ["label", "label"]
    assert listed(labels=("actor", NOT_MARKED)).total == 2
    assert listed(labels=("actor", "actor")).total == 8  # also those that agree
    assert listed(label="stance").total == 2


def test_a_document_and_a_pattern_are_found(differing, listed):
    first = differing[0][0].document
    assert {one.document.document_id for one in listed(document=first).listed} == {first}
    assert listed(document=first).total == 4
    (pattern, count), *_ = [one for one in listed().patterns if one[0].labels == ("actor", "stance")]
    assert (pattern.words, count) == (("military",), 2)
    assert [one.paired.kind for one in listed(pattern=pattern).listed] == ["label", "label"]


def test_the_list_adds_up_to_the_counts_behind_the_figure(differing, store, team, listed):
    with store.read() as tx:
        report = agreeing.report(agreeing.agreement(tx, team["ana"], SLUG))
        chosen = Selection().documents(tx, projects.find(tx, team["ana"], SLUG))
        confusions = disagreeing.counts(tx, chosen).confusions
        shares = varying.by_document(tx, chosen)
    found = listed()
    agreeing_pairs = found.kinds["same"] + found.kinds["attribute"]
    spans = sum(sum(one["spans"].values()) for one in report["labels"].values())
    assert report["measures"]["span_f1_exact"]["value"] == pytest.approx(2 * agreeing_pairs / spans)
    assert confusions.total() == sum(found.kinds.values())
    assert sum(one.differing for one in shares) == found.total
    assert sum(one.share for one in shares) == pytest.approx(1)


def test_a_long_list_comes_in_pages_without_loss_or_repeat(desks, listed):
    ana, ben = desks
    for one, other in zip(ana, ben, strict=True):
        for nth in range(25):
            one.mark("the", nth=nth) if one.text.count("the") > nth else None
        complete(one)
        complete(other)
    total = listed().total
    assert total > AT_ONCE
    pages = [listed(page=page).listed for page in range(1, 5)]
    places = [(one.document.document_id, one.start) for page in pages for one in page]
    assert len(pages[0]) == AT_ONCE
    assert len(places) == len(set(places)) == total
    assert listed(page=99).listed == ()


def test_what_is_done_again_is_seen_at_once(differing, listed):
    ana, _ = differing[0]
    before = listed().total
    complete(ana, "in_progress")
    assert listed().total == before - 4
    ana.delete(next(span.id for span in ana.spans if span.label == "stance"))
    complete(ana)
    assert listed().kinds["label"] == 1
    assert listed().kinds["missed"] == 3


def test_deleted_documents_do_not_count(differing, listed, store, team):
    before = listed().total
    with store.write() as tx:
        documents.remove(tx, team["ana"], differing[0][0].document)
    assert listed().total == before - 4


def test_what_one_marked_in_parts_is_shown_whole(desks, listed):
    ana, ben = desks[0][0], desks[1][0]
    words = "military service"
    ana.mark(words)
    ben.mark("military")
    ben.mark("service", nth=ben.text[: ben.text.index(words)].count("service"))
    complete(ana)
    complete(ben)
    found = listed(kinds=("split",)).listed
    assert len(found) == 2
    for one in found:
        assert [span.quote(ana.text) for span in one.sides[0]] == [words]
        assert [span.quote(ana.text) for span in one.sides[1]] == ["military", "service"]


def test_a_document_without_spans_has_no_disagreement(desks, listed):
    complete(desks[0][0])
    complete(desks[1][0])
    assert (listed().total, listed().listed, len(listed().documents)) == (0, (), 1)


@pytest.mark.parametrize(("name", "refusal"), [("ben", Forbidden), ("viewer", Forbidden), ("stranger", NotFound)])
def test_only_whoever_reads_the_layers_reads_the_list(differing, store, name, refusal):
    with store.write() as tx:
        if accounts.named(tx, name) is None:
            accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None)
        if name == "viewer":
            projects.set_member(tx, accounts.OPERATOR, SLUG, name, "viewer")
    with store.read() as tx, pytest.raises(refusal):
        disagreeing.disagreements(tx, accounts.named(tx, name), SLUG, Selection(), Wanted())


def test_kinds_and_people_that_there_are_not_are_refused(differing, listed):
    with pytest.raises(Invalid, match="not “boring”"):
        listed(kinds=("boring",))
    with pytest.raises(Invalid, match="Nobody called “cem”"):
        listed(Selection(("ana", "cem")))


def test_parts_of_the_corpus_have_their_own_figures(differing, store, team):
    with store.read() as tx:
        project = projects.find(tx, team["ana"], SLUG)
        chosen, names = Selection().documents(tx, project), ("span_f1_exact",)
        versions = over_time.by_version(tx, project, chosen, names)
        thirds = varying.by_position(tx, chosen, names)
        year = chosen[0].meta["date"][:4]
        in_that_year = Selection((), "year", year).documents(tx, projects.find(tx, team["ana"], SLUG))
    assert [(one.value, one.documents) for one in versions] == [("1", 2)]
    assert [one.value for one in thirds] == ["beginning", "middle", "end"]
    assert all("span_f1_exact" in one.figures for one in thirds)
    assert [one.document_id for one in in_that_year] == [
        one.document_id for one in chosen if one.meta["date"][:4] == year
    ]


@pytest.fixture
def listed(store, team):
    def found(selection=None, **wanted):
        with store.read() as tx:
            return disagreeing.disagreements(tx, team["ana"], SLUG, selection or Selection(), Wanted(**wanted))

    return found


@pytest.fixture
def desks(store, team):
    with store.read() as tx:
        ids = [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents][:2]
    return tuple([Desk(store, team[name], one) for one in ids] for name in ("ana", "ben"))


@pytest.fixture
def differing(desks):
    """On each of two articles one disagreement of each simple kind, and two agreements."""
    for ana, ben in zip(*desks, strict=True):
        words = [word for word in dict.fromkeys(ana.text.split()) if word.isalpha() and len(word) > 7]
        words.remove("military")
        for word in words[:2]:
            ana.mark(word)
            ben.mark(word)
        ana.mark("military", "stance")
        ben.mark("military")
        ana.mark(words[2])
        ben.mark(words[2][:-1])
        ana.mark(words[3], attributes={"kind": "state"})
        ben.mark(words[3], attributes={"kind": "person"})
        ana.mark(words[4])
        complete(ana)
        complete(ben)
    return list(zip(*desks, strict=True))
