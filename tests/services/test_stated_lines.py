"""JSONL tells what spans and relations add up to, and an import holds that against them."""

import json

import pytest
from acting import SLUG, Desk, first_document

from annotator.services import codebooks, exporting, importing, projects
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload


@pytest.fixture
def stated(store, team):
    """One whole statement, one whose instrument is an entry, and a stance that nobody holds."""
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    actor = desk.mark("Kremlin", links={"is": "russia"})
    stance = desk.mark("adopted", "stance", attributes={"polarity": "supports", "voice": "narrator"})
    law = desk.mark("law that allows", "legal_instrument")
    desk.relate(actor, stance)
    desk.relate(stance, law, "toward")
    other = desk.mark("did not comment", "stance", links={"instrument": "western-sanctions"})
    desk.relate(actor, other)
    desk.mark("accused", "stance")
    return {"actor": actor, "stance": stance, "law": law, "other": other}


def test_a_line_has_the_statements_whose_actor_and_instrument_are_known(store, stated):
    first = json.loads(export(store, SLUG, "jsonl").splitlines()[0])
    one, other = sorted(first["statements"], key=lambda each: "polarity" not in each)
    assert one == {
        "id": one["id"],
        "stance": stated["stance"],
        "annotator": "ana",
        "layer": "ana",
        "actor": {"span": stated["actor"], "entity": "russia"},
        "instrument": {"span": stated["law"]},
        "polarity": "supports",
        "voice": "narrator",
    }
    assert (other["stance"], other["instrument"]) == (stated["other"], {"entity": "western-sanctions"})
    assert [each["key"] for each in first["entities"]] == ["russia", "western-sanctions"]


@pytest.mark.parametrize("form", ["jsonl", "tei"])
def test_statements_come_back_to_the_same_bytes(store, stated, form):
    exported = export(store, SLUG, form)
    plan = bring(store, exported, form, "second")
    assert [found for item in plan.items for found in item.findings if "statements" in found] == []
    again, before = (export(store, slug, "jsonl").splitlines() for slug in ("second", SLUG))
    for one, other in zip(map(json.loads, again), map(json.loads, before), strict=True):
        assert [_said(each) for each in one.get("statements", ())] == [
            _said(each) for each in other.get("statements", ())
        ]


def test_what_spans_and_relations_do_not_say_is_found_and_not_kept(store, stated):
    first = json.loads(export(store, SLUG, "jsonl").splitlines()[0])
    first["statements"][0]["polarity"] = "opposes"
    plan = bring(store, json.dumps(first).encode(), "jsonl", "second")
    assert "2 statements are not what its spans and relations say: these count." in plan.items[0].findings
    again = json.loads(export(store, "second", "jsonl"))
    assert sorted(_said(each) for each in again["statements"]) == sorted(
        _said(each) for each in json.loads(export(store, SLUG, "jsonl").splitlines()[0])["statements"]
    )


def _said(one: dict) -> tuple:
    return tuple(sorted((key, str(one[key])) for key in ("polarity", "voice") if key in one))


def export(store, slug, form):
    return b"".join(exporting.prepare(store, OPERATOR, slug, form, "all").chunks())


def bring(store, data, form, slug):
    """Into a project that has the codebook of the first and nothing else."""
    with store.write() as tx:
        projects.create(tx, OPERATOR, slug, "Central Asia and the draft")
        codebooks.replace(tx, OPERATOR, slug, codebooks.current(tx, OPERATOR, SLUG))
    parsed = importing.parse([Upload("export", data)], form, None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        return importing.import_files(tx, OPERATOR, slug, parsed)
