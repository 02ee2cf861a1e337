"""The codebook changed by command while work goes on."""

import json

import pytest
from acting import SLUG, Desk, first_document

from annotator.services import accounts
from annotator.services.transactions import Store


def test_a_dry_run_says_what_would_be_touched_and_changes_nothing(run, desk):
    desk.mark("Kremlin")
    said = run("codebook", "merge", SLUG, "actor", "--into", "legal_instrument", "--dry-run").output
    assert said.endswith("1 span in 1 document changes. Nothing is changed yet.\n")
    assert run("codebook", "operations", SLUG).output == ""


def test_a_change_is_done_listed_and_taken_back(run, desk):
    span = desk.mark("Kremlin")
    said = run("codebook", "rename", SLUG, "actor", "agent", "--title", "Agent", "--as", "ana").output
    assert said == "Version 2: renamed Actor to agent, called “Agent”. 1 span in 1 document changes.\n"
    assert desk.span(span).label == "agent"
    listed = run("codebook", "operations", SLUG).output
    assert listed.startswith("2\t")
    assert "\tana\trenamed Actor to agent" in listed
    assert run("codebook", "undo", SLUG, "2").output == "Version 3 takes it back: 1 is as it was.\n"
    assert desk.span(span).label == "actor"
    assert "(taken back by version 3)" in run("codebook", "operations", SLUG).output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rename-attribute", SLUG, "kind", "sort", "--of", "actor"), "renamed Kind to sort"),
        (
            ("rename-relation", SLUG, "holds", "takes", "--title", "takes"),
            "renamed holds to takes, called “takes”",
        ),
        (("retire", SLUG, "stance"), "retired Stance"),
        (("split", SLUG, "actor", "--into", "a=One", "--into", "b=Two"), "split Actor into One, Two"),
        (
            ("choices", SLUG, "kind", "--of", "actor", "--choice", "all", "--map", "state=all"),
            "changed the choices of Kind: state is all",
        ),
        (("require", SLUG, "kind", "--of", "actor", "--optional"), "made Kind optional"),
        (("tighten", SLUG, "toward", "--from", "stance", "--to", "actor"), "let toward join stance with actor"),
    ],
)
def test_every_change_has_its_command(run, seeded, words, told):
    assert run("codebook", *words).output.startswith(f"Version 2: {told}. ")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("rename", SLUG, "actor", "stance"), "There are two of the label “stance”."),
        (("retire", SLUG, "nobody"), "Label “nobody” is not in the codebook"),
        (("undo", SLUG, "1"), "Version 1 was not made by a change that can be taken back."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(run, seeded, words, why):
    assert why in run("codebook", *words, code=1).stderr


@pytest.fixture
def desk(seeded):
    store = Store(f"sqlite:///{seeded / 'annotator.sqlite3'}")
    with store.read() as tx:
        ana = accounts.named(tx, "ana")
    yield Desk(store, ana, first_document(store, ana))
    store.close()


def test_the_spans_of_a_split_are_listed_and_decided(run, desk):
    first, second = desk.mark("Kremlin"), desk.mark("adopted")
    run("codebook", "split", SLUG, "actor", "--into", "person", "--into", "body")
    listed = run("codebook", "waiting", SLUG, "2")
    assert {line.split("\t")[0] for line in listed.stdout.splitlines()} == {first, second}
    assert listed.stderr == "2 to be decided.\n"
    assert run("codebook", "decide", SLUG, "2", first, "person").output == "person. 1 is still to be decided.\n"
    assert desk.span(first).label == "person"
    assert json.loads(run("codebook", "waiting", SLUG, "2", "--json").stdout)[0]["span"] == second
    assert "is split into person, body" in run("codebook", "decide", SLUG, "2", second, "stance", code=1).stderr
    assert "Version 1 was not made by" in run("codebook", "waiting", SLUG, "1", code=1).stderr
