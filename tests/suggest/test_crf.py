"""Learning goes on in a process of its own, and ends with it."""

import subprocess

import pytest

from annotator.suggest import crf


class GivenUpError(Exception):
    """What whoever cancels raises."""


def test_a_fit_that_is_given_up_while_it_runs_ends_at_once_and_leaves_no_model(tmp_path, monkeypatch):
    (tmp_path / "features").write_text('[["every"]]\n' * 3, encoding="utf-8")
    begun = []
    start = subprocess.Popen

    def started(*command, **how):
        begun.append(start(*command, **how))
        return begun[0]

    def give_up():
        assert begun[0].poll() is None
        raise GivenUpError

    monkeypatch.setattr(crf.subprocess, "Popen", started)
    with pytest.raises(GivenUpError):
        crf.learned(tmp_path / "features", [["B"], ["O"], None], tmp_path, goes_on=give_up)
    assert begun[0].returncode not in (0, None)
    assert not (tmp_path / "model").exists()


def test_a_fit_that_fails_says_what_it_said(tmp_path):
    (tmp_path / "features").write_text("no JSON\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"learning ended with 1: (?s:.)*JSONDecodeError"):
        crf.learned(tmp_path / "features", [["B"]], tmp_path, goes_on=lambda: None)
