"""The address that printed links begin with."""

from dataclasses import replace

import pytest

from annotator.cli.address import DEFAULT, site, written_down
from annotator.cli.server import sole_server
from annotator.settings import read_settings

HERE = "http://127.0.0.1:8123"


@pytest.fixture
def settings(tmp_path):
    return read_settings({}, tmp_path)


def test_it_is_that_of_the_server_at_work(settings):
    with sole_server(settings), written_down(settings, HERE):
        assert site(settings) == HERE
    assert site(settings) == DEFAULT
    assert not (settings.data_dir / "server.address").exists()


def test_what_a_killed_server_left_does_not_count(settings):
    (settings.data_dir / "server.address").write_text(HERE)
    assert site(settings) == DEFAULT


def test_a_configured_one_goes_before(settings):
    public = replace(settings, public_url="https://annotate.example.org")
    with sole_server(public), written_down(public, HERE):
        assert site(public) == "https://annotate.example.org"
