"""The house is as it was designed: who may import whom, what files are called, what is sent to a browser."""

import hashlib
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "annotator"
STATIC = PACKAGE / "web" / "static"
VENDOR = STATIC / "vendor"


def test_nothing_imports_what_it_must_not():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Contracts: 6 kept, 0 broken." in done.stdout


def test_every_room_has_its_place_in_the_layers():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = [one for one in contracts["contracts"] if one["type"] == "layers"]
    named = {room.strip() for layer in layers["layers"] for room in layer.split("|")}
    rooms = {path.stem for path in PACKAGE.iterdir() if is_room(path)}
    assert layers["exhaustive"] is True
    assert rooms - named == set()


def test_no_file_is_a_drawer_for_whatever_is_left():
    drawers = {"common", "helper", "helpers", "misc", "util", "utils"}
    found = [path for path in PACKAGE.rglob("*") if path.stem.strip("_").lower() in drawers]
    assert found == []


def test_the_domain_is_of_the_standard_library_alone():
    imported = {
        line.split()[1].split(".")[0]
        for path in (PACKAGE / "domain").glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported - {"annotator"} <= sys.stdlib_module_names


def test_what_others_wrote_is_byte_for_byte_as_they_shipped_it():
    assets = tomllib.loads((VENDOR / "manifest.toml").read_text(encoding="utf-8"))["asset"]
    assert {one["file"]: one["sha256"] for one in assets} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "manifest.toml"
    }
    assert all(one["package"] and one["licence"] and one["version"] in one["file"] for one in assets)


def test_the_pages_modules_import_each_other_in_no_circle():
    imports = {
        path: {
            (path.parent / found).resolve() for found in re.findall(r'from "(\.[^"]+)"', path.read_text("utf-8"))
        }
        for path in STATIC.rglob("*.js")
        if VENDOR not in path.parents
    }
    assert sum(map(len, imports.values())) > 50
    ordered = list(TopologicalSorter(imports).static_order())  # which refuses a circle, and names it
    assert set(ordered) == set(imports)


def is_room(path):
    if path.is_dir():
        return any(path.rglob("*.py"))
    return path.suffix == ".py" and path.stem != "__init__"
