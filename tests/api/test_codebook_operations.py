"""The codebook changed by script while work goes on."""

import pytest
from acting import SLUG, Desk

HERE = f"/projects/{SLUG}/codebook/operations"


def test_a_change_is_looked_at_done_listed_and_taken_back(ana, desk):
    span = desk.mark("Kremlin")
    asked = {"kind": "merge", "labels": ["actor"], "into": "legal_instrument"}
    looked = ana.post(HERE, json={**asked, "dry_run": True}).json
    assert (looked["version"], looked["touched"], looked["spans"]) == (None, "1 span in 1 document changes.", 1)
    done = ana.post(HERE, json={**asked, "note": "One sort of thing."}).json
    assert (done["version"], desk.span(span).label) == (2, "legal_instrument")
    (listed,) = ana.get(HERE).json
    assert (listed["id"], listed["told"], listed["undone"]) == (
        done["operation"],
        "merged Actor into Legal instrument",
        None,
    )
    undone = ana.delete(f"{HERE}/{done['operation']}").json
    assert (undone["version"], undone["back"], undone["left"]) == (3, 1, 0)
    assert desk.span(span).label == "actor"
    assert ana.delete(f"{HERE}/{done['operation']}").status_code == 409


@pytest.mark.parametrize(
    ("asked", "touched"),
    [
        (
            {"kind": "rename-attribute", "of": "actor", "attribute": "kind", "name": "sort"},
            "1 span in 1 document changes.",
        ),
        ({"kind": "rename-relation", "relation": "holds", "name": "takes"}, "1 relation is called otherwise."),
    ],
)
def test_attributes_and_relation_types_are_renamed_as_well(ana, desk, asked, touched):
    desk.relate(desk.mark("Kremlin", attributes={"kind": "state"}), desk.mark("adopted", "stance"))
    assert ana.post(HERE, json=asked).json["touched"] == touched


def test_a_codebook_in_which_several_labels_carry_a_position_is_read_and_written_back(ana):
    parts = [{"name": "view"}, {"name": "act"}]
    ana.post(HERE, json={"kind": "split", "label": "stance", "into": parts})
    here = f"/projects/{SLUG}/codebook"
    book = ana.get(here).json
    assert (book["statements"]["stance"], book["statements"]["also"]) == ("view", ["stance", "act"])
    assert ana.put(here, json=book).json == book


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"kind": "rename", "label": "nobody", "name": "x"}, "unknown-label"),
        ({"kind": "merge", "labels": ["actor"], "into": [{"name": "x"}]}, "bad-codebook"),
        ({"kind": "split", "label": "actor", "into": "x"}, "bad-codebook"),
        ({"kind": "retire", "label": "actor", "of": "stance"}, "bad-codebook"),
        ({"kind": "choices", "of": "actor", "attribute": "kind", "choices": []}, "bad-codebook"),
    ],
)
def test_what_makes_no_sense_is_refused(ana, asked, code):
    answer = ana.post(HERE, json=asked)
    assert (answer.status_code, answer.json["code"]) == (422, code)


@pytest.fixture
def desk(store, people, document):
    return Desk(store, people["ben"], document)
