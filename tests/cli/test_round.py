"""Rounds by command: made, watched over, ended, by whoever may."""

import json

from acting import SLUG


def test_a_round_is_made_and_shown(run, seeded):
    assert run("round", "create", SLUG, "--overlap", "1", "--deadline", "2020-01-01").output == (
        "Made round 1, Round 1.\n"
    )
    assert run("round", "list", SLUG).output == "1\tRound 1\t0 of 5 complete\tblind, until 2020-01-01\n"
    whole, ben, *documents = run("round", "show", SLUG, "1").output.splitlines()
    assert whole == "Round 1: 0 of 5 complete, 0.0 a day, late; blind, until 2020-01-01"
    assert ben == "  ben: 0 of 5 complete, 0.0 a day, late"
    assert [line.split("\t")[1] for line in documents] == ["ben new"] * 5


def test_a_round_is_told_to_scripts(run, seeded):
    run("round", "create", SLUG, "--person", "ben", "--person", "ana", "--seed", "7", "--open", "--name", "First")
    (listed,) = json.loads(run("round", "list", SLUG, "--json").output)
    shown = json.loads(run("round", "show", SLUG, "1", "--json").output)
    assert listed.items() <= shown.items()
    assert (shown["name"], shown["seed"], shown["blind"], shown["people"]) == ("First", 7, False, ["ana", "ben"])
    assert len(shown["assigned"]) == shown["progress"]["new"] == 10
    assert shown["by_person"]["ben"] == {
        "complete": 0,
        "in_progress": 0,
        "new": 5,
        "per_day": 0.0,
        "finished_by": None,
        "late": False,
        "missing": {},
    }


def test_the_same_seed_gives_the_same_assignment_as_the_page(run, seeded):
    run("round", "create", SLUG, "--overlap", "1", "--person", "ben", "--person", "ana", "--seed", "3")
    first = json.loads(run("round", "show", SLUG, "1", "--json").output)
    again = [arg for one in first["documents"] for arg in ("--document", one)]
    run("round", "create", SLUG, "--overlap", "1", "--person", "ana", "--person", "ben", "--seed", "3", *again)
    assert json.loads(run("round", "show", SLUG, "2", "--json").output)["assigned"] == first["assigned"]


def test_a_round_is_closed_and_opened_again(run, seeded):
    assert run("round", "calibrate", SLUG, "--as", "ana").output == "Made round 1, Calibration.\n"
    run("round", "close", SLUG, "1")
    assert run("round", "list", SLUG).output.endswith("blind, closed\n")
    assert run("round", "close", SLUG, "1", "--reopen").output == "Round 1 is open again.\n"
    assert run("round", "list", SLUG).output.endswith("\tblind\n")
