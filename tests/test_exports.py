"""What stands in exports/ is what the seeds give today, byte for byte."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_exports_of_the_seeds_are_remade_byte_for_byte(tmp_path):
    made = {path.name: path.read_bytes() for path in _maker().make(tmp_path)}

    kept = (path for path in (ROOT / "exports").iterdir() if path.name not in ("README.md", "make.py"))
    assert made == {path.name: path.read_bytes() for path in kept if path.is_file()}


def _maker():
    spec = importlib.util.spec_from_file_location("make_exports", ROOT / "exports" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
