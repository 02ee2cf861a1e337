"""What stands in exports/ is what the seeds give today, byte for byte."""

import importlib.util
import zipfile
from pathlib import Path

from annotator.services import exchange

ROOT = Path(__file__).parents[1]


def test_the_exports_of_the_seeds_are_remade_byte_for_byte(tmp_path):
    made = {path.name: path for path in _maker().make(tmp_path)}
    kept = {path.name: path for path in _kept() if path.is_file()}

    assert made.keys() == kept.keys()
    ours = {name for name in made if not name.endswith(_suffixes_of_extras())}
    assert {name: made[name].read_bytes() for name in ours} == {name: kept[name].read_bytes() for name in ours}


def test_what_other_libraries_write_has_the_same_files_in_it(tmp_path):
    # Their bytes change with their versions.
    made = [path for path in _maker().make(tmp_path) if path.name.endswith(_suffixes_of_extras())]
    assert {_names_in(path) for path in made} == {_names_in(ROOT / "exports" / path.name) for path in made}


def _suffixes_of_extras():
    return tuple(form.suffix for form in exchange.writers() if form.extra)


def _names_in(path):
    return (path.name, *zipfile.ZipFile(path).namelist())


def _kept():
    return (path for path in (ROOT / "exports").iterdir() if path.name not in ("README.md", "make.py"))


def _maker():
    spec = importlib.util.spec_from_file_location("make_exports", ROOT / "exports" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
