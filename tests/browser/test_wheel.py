"""The built wheel in an empty environment: what is in it, and the newcomer's whole job done with it.

The environment has what the wheel says it needs and nothing else: the distributions are linked into it from the
one that tests run in, so that no network is asked.
"""

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

import pytest
from browser.desk_page import DeskPage
from browser.people import Browsing
from browser.site import Site
from browser.whole_job import annotate_seed, compare, complete
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ports import free_port

from annotator.services.transactions import Store

ROOT = Path(__file__).parents[2]
ARTICLE = "Ethnic Russians in Kazakhstan"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*command, folder, ROOT], check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def program(wheel, tmp_path):
    """The command ``annotator`` of an environment that has the wheel and what it needs."""
    venv.create(tmp_path / "venv", symlinks=os.name != "nt")
    names = {"base": str(tmp_path / "venv"), "platbase": str(tmp_path / "venv")}
    packages = Path(sysconfig.get_path("purelib", "venv", names))
    for name in needed(wheel):
        for top in {file.parts[0] for file in distribution(name).files} - {"..", "__pycache__"}:
            (packages / top).symlink_to(distribution(name).locate_file(top))
    python = Path(sysconfig.get_path("scripts", "venv", names)) / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, wheel], check=True)
    return python.with_name("annotator")


@pytest.fixture
def run(program, tmp_path, monkeypatch):
    """Start ``annotator`` in an empty folder, of somebody who has only that."""
    (tmp_path / "empty").mkdir()
    for name in [one for one in os.environ if one.startswith(("PYTHON", "ANNOTATOR_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def start(*words, **more):
        return subprocess.Popen(
            [program, *words],
            cwd=tmp_path / "empty",
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | more,
        )

    return start


def test_the_wheel_has_what_the_program_needs_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    of = {"annotator": "*", "seeds": "*", "docs/guide": "*.md", "docs/reference": "*.md"}
    there = {
        path.relative_to(ROOT).as_posix()
        for folder, names in of.items()
        for path in (ROOT / folder).rglob(names)
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert inside == {f"annotator/{name.removeprefix('annotator/')}" for name in there}


def test_the_whole_job_with_nothing_but_the_wheel(chromium, run, tmp_path):
    with demo(run) as (url, link, folder):
        store = Store(f"sqlite:///{folder / 'annotator.sqlite3'}")
        site = Site(url, store)
        browsing = Browsing(chromium, site)
        page = browsing.page()
        page.goto(link)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Central Asia and the draft").click()
        page.get_by_role("link", name=ARTICLE).first.click()
        document = re.search(r"/documents/([\w-]+)", page.url)[1]
        desk = DeskPage(page, site, "you", document)
        desk.ready()
        seen = annotate_seed(desk)
        complete(desk)

        page.get_by_role("link", name="Export").click()
        page.locator("input[name=format][value=jsonl]").check()
        page.locator("select[name=layer]").select_option("you")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download", exact=True).click()
        download.value.save_as(tmp_path / "export.jsonl")
        page.get_by_role("link", name="Agreement").click()
        page.get_by_text("you", exact=True).first.wait_for()
        page.get_by_role("link", name="Guide").first.click()
        page.get_by_role("heading", name="For annotators").wait_for()
        browsing.close()
        store.close()
        assert browsing.faults == []

        told = run("agreement", "central-asia", "--annotator", "ana", "--annotator", "you", "--json",
                   ANNOTATOR_DATA_DIR=str(folder)).communicate()[0]  # fmt: skip
    lines = [json.loads(line) for line in (tmp_path / "export.jsonl").read_text(encoding="utf-8").splitlines()]
    compare(next(line for line in lines if line["title"].startswith(ARTICLE)), seen, "you")
    assert json.loads(told)["documents"] == 1
    assert 0 < json.loads(told)["measures"]["span_f1_overlap"]["value"] < 1


@contextmanager
def demo(run):
    """The demo as the README begins it: its address, the link that signs in, and where it says it is kept."""
    process = run("demo", "--no-browser", "--port", str(free_port()))
    try:
        said = ""
        while "Serving at" not in said:
            line = process.stdout.readline()
            assert line, f"it ended after {said!r}"
            said += line
        folder = re.search(r"The demo is kept in (.+)\.\n", said)[1]
        assert f"ANNOTATOR_DATA_DIR={folder}" in said
        link = re.search(r"http://\S+/enter/\S+", said)[0]
        yield re.search(r"Serving at (\S+) ", said)[1], link, Path(folder)
    finally:
        process.terminate()
        process.communicate()


def needed(wheel):
    """The distributions that a wheel asks for, with those that these ask for."""
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        told = archive.read(metadata).decode()
    waiting = [(one, ("",)) for one in re.findall(r"^Requires-Dist: (.*)$", told, re.MULTILINE)]
    found = set()
    while waiting:
        line, extras = waiting.pop()
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in extras):
            one = canonicalize_name(asked.name), frozenset(asked.extras)
            if one not in found:
                found.add(one)
                waiting += [(more, ("", *asked.extras)) for more in distribution(asked.name).requires or ()]
    return {name for name, _ in found}
