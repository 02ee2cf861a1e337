"""What a paper says of a corpus: every figure is the release's own."""

import pytest
import yaml

from annotator.services import citing

LAYER = {"documents": 5, "complete": 5, "spans": 100, "relations": 3, "statements": 2}
ABOUT = {
    "release": "1.0",
    "date": "2026-11-28",
    "project": "drafts",
    "name": "Drafts & decrees",
    "authors": ["Doe, Jane", "The Draft Group"],
    "license": "CC-BY-4.0",
    "text": True,
    "documents": 5,
    "publications": {"A": 3, "B": 2},
    "dates": {"first": "2005-02-04", "last": "2023-08"},
    "annotators": ["ana", "ben", "eva"],
    "layers": {"ana": LAYER, "ben": LAYER, "eva": LAYER},
    "labels": {"actor": {}, "stance": {}},
    "codebook": {"name": "", "version": 3, "labels": 2, "relations": 1},
}
FIGURE = {"value": 0.643, "low": 0.551, "high": 0.732}
AGREEMENT = {"documents": 5, "annotators": ["ana", "ben", "eva"], "measures": {"u_alpha": FIGURE}, "labels": {}}
NONE = {"value": None, "why": "they overlap"}


def test_the_sentence_has_the_articles_the_annotators_and_alpha():
    assert citing.text(ABOUT, AGREEMENT) == (
        "The corpus “Drafts & decrees” (release 1.0, 2026-11-28) holds five articles from two publications, "
        "published from 2005-02-04 to 2023-08, in which three annotators marked 300 spans with two labels "
        "(codebook version 3). "
        "On the five articles that at least two of three annotators completed, Krippendorff’s u-alpha was .64 "
        "(95 % interval .55 to .73)."
    )


def test_gold_is_said_and_what_is_not_there_is_not():
    bare = ABOUT | {
        "documents": 20,
        "publications": {},
        "dates": None,
        "annotators": [],
        "layers": {"gold": LAYER},
        "labels": {"actor": {}},
    }
    nobody = AGREEMENT | {"documents": 0}
    assert citing.text(bare, nobody) == (
        "The corpus “Drafts & decrees” (release 1.0, 2026-11-28) holds 20 articles, whose adjudicated layer has "
        "100 spans with one label (codebook version 3) and two statements."
    )


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"first": "2011", "last": "2011", "undated": 1}, "holds two articles, of 2011 (one without a date)."),
        ({"first": "2011", "last": "2011", "undated": 0}, "holds two articles, of 2011."),
        (
            {"first": "2005", "last": "2011", "undated": 1200},
            "published from 2005 to 2011 (1,200 without a date).",
        ),
    ],
)
def test_articles_without_a_date_are_not_said_to_be_of_one(dates, said):
    few = ABOUT | {"documents": 2, "publications": {}, "dates": dates, "annotators": [], "layers": {}}
    assert said in citing.text(few, AGREEMENT | {"documents": 0})


def test_where_spans_overlap_each_label_has_its_alpha():
    overlapping = AGREEMENT | {
        "measures": {"u_alpha": NONE, "span_f1_exact": FIGURE},
        "labels": {"actor": {"u_alpha": FIGURE}, "stance": {"u_alpha": NONE}},
    }
    said = citing.text(ABOUT, overlapping)
    assert "Krippendorff’s u-alpha of each label by itself was .64 (95 % interval .55 to .73) for “actor”" in said
    assert "mean pairwise F1 of identical spans was .64" in said
    assert "could not be computed" in citing.text(ABOUT, AGREEMENT | {"measures": {"u_alpha": NONE}})


def test_bibtex_escapes_and_keeps_a_group_together():
    entry = citing.bibtex(ABOUT)
    assert entry.startswith("@misc{drafts-1.0,\n")
    assert "author = {Doe, Jane and {The Draft Group}}" in entry
    assert r"title = {{Drafts \& decrees}}" in entry
    assert entry.count("{") == entry.count("}")


def test_cff_has_what_its_schema_requires():
    tree = yaml.safe_load(citing.cff(ABOUT))
    assert {"cff-version", "message", "title", "authors"} <= tree.keys()
    assert (tree["cff-version"], tree["type"], tree["version"]) == ("1.2.0", "dataset", "1.0")
    assert tree["authors"] == [{"family-names": "Doe", "given-names": "Jane"}, {"name": "The Draft Group"}]
    assert citing.cff(ABOUT | {"authors": []}).count(b"The team of Drafts & decrees") == 1
