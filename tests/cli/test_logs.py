"""The log of a server: one line of JSON a record, in which nobody's words stand."""

import json
import logging

import pytest

from annotator.cli import logs
from annotator.settings import read_settings


def test_a_fault_is_told_by_its_kind_and_place_and_never_by_its_message(tmp_path, capsys):
    logs.set_up(read_settings({}, tmp_path))
    try:
        int("words of an article")
    except ValueError:
        logging.getLogger("annotator.web").exception("unexpected fault in %s", "corpus.index")
    (line,) = [json.loads(one) for one in capsys.readouterr().err.splitlines()]
    assert line["said"] == "unexpected fault in corpus.index"
    assert (line["level"], line["fault"]) == ("error", "ValueError")
    assert line["in"][-1].startswith(__file__)
    assert "words of an article" not in str(line)


@pytest.mark.parametrize(("wanted", "told"), [("faults", 0), ("requests", 1)])
def test_requests_are_told_where_the_settings_ask_for_it(monkeypatch, tmp_path, capsys, wanted, told):
    logs.set_up(read_settings({"ANNOTATOR_LOG": wanted}, tmp_path))
    logging.getLogger("annotator.requests").info("request", extra={"told": {"status": 200}})
    found = capsys.readouterr().err.splitlines()
    assert [json.loads(one)["status"] for one in found] == [200] * told


@pytest.fixture(autouse=True)
def _as_before():
    root, ours = logging.getLogger(), logging.getLogger("annotator")
    before = root.handlers[:], root.level, ours.level
    yield
    root.handlers[:], root.level, ours.level = before
