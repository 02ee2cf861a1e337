"""The files of deploy/ name what is there: settings, options, ports, limits, folders."""

import re
import shlex
import tomllib
from pathlib import Path

from annotator.cli import main
from annotator.settings import read_settings
from annotator.web import importing

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def test_every_setting_of_the_environment_file_can_be_used_given_out_or_not(tmp_path):
    text = (DEPLOY / "annotator.env").read_text()
    for given in (text, re.sub(r"^#(?=ANNOTATOR_)", "", text, flags=re.MULTILINE)):
        lines = [line.partition("=") for line in given.splitlines() if line and not line.startswith("#")]
        settings = read_settings({name: value for name, _, value in lines}, data_dir=tmp_path)
        assert settings.secure


def test_the_unit_and_the_image_start_the_server_with_options_that_it_has():
    unit = re.search(r"^ExecStart=(.*)$", (DEPLOY / "annotator.service").read_text(), re.MULTILINE)[1]
    image = re.search(r"^CMD \[(.*)\]$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)[1]
    for words in (shlex.split(unit), shlex.split(image.replace(",", " "))):
        assert Path(words[0]).name == "annotator"
        serve = main.get_command(None, words[1])
        serve.make_context("serve", words[2:])


def test_the_unit_keeps_its_data_where_the_environment_file_says():
    unit = (DEPLOY / "annotator.service").read_text()
    folder = re.search(
        r"^ANNOTATOR_DATA_DIR=/var/lib/(.*)$", (DEPLOY / "annotator.env").read_text(), re.MULTILINE
    )[1]
    assert f"\nStateDirectory={folder}\n" in unit
    assert "\nEnvironmentFile=/etc/annotator.env\n" in unit


def test_nginx_passes_on_what_the_application_believes_and_lets_the_largest_import_through():
    conf = (DEPLOY / "nginx.conf").read_text()
    headers = dict(re.findall(r"proxy_set_header (\S+)\s+(\S+);", conf))
    assert set(headers) == {"Connection", "Host", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For"}
    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert int(re.search(r"client_max_body_size (\d+)m;", conf)[1]) * 1_000_000 >= importing.LARGEST
    default = next(one.default for one in main.get_command(None, "serve").params if one.name == "port")
    assert f"    server 127.0.0.1:{default};" in conf


def test_the_image_is_made_of_everything_that_the_wheel_takes():
    image = (DEPLOY / "Containerfile").read_text()
    copied = set(" ".join(re.findall(r"^COPY (?!--)(.*) \S+$", image, re.MULTILINE)).split())
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", "README.md", "LICENSE", *wheel["packages"]}
    needed |= {one.partition("/")[0] for one in wheel["force-include"]}
    assert needed <= copied
    assert all((ROOT / one).exists() for one in copied)
