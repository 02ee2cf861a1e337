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


def test_the_spans_of_a_split_are_listed_decided_and_put_off(ana, desk):
    first, second = desk.mark("Kremlin"), desk.mark("adopted")
    parts = [{"name": "person"}, {"name": "body"}]
    split = ana.post(HERE, json={"kind": "split", "label": "actor", "into": parts}).json
    where = f"{HERE}/{split['operation']}"
    listed = ana.get(f"{where}/spans").json
    assert {(one["span"], one["text"], one["layer"]) for one in listed} == {
        (first, "Kremlin", "ben"),
        (second, "adopted", "ben"),
    }
    assert ana.post(f"{where}/decisions", json={"span": first, "label": None}).json == {"left": 2}
    assert [(one["span"], one["put_off"]) for one in ana.get(f"{where}/spans").json] == [
        (second, False),
        (first, True),
    ]
    version = listed[0]["version"]
    assert ana.post(f"{where}/decisions", json={"span": second, "label": "body", "version": version}).json == {
        "left": 1
    }
    assert desk.span(second).label == "body"
    late = ana.post(f"{where}/decisions", json={"span": second, "label": "person", "version": version})
    assert (late.status_code, late.json["code"]) == (412, "changed-since")
    wrong = ana.post(f"{where}/decisions", json={"span": first, "label": "stance"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "not-of-split")
