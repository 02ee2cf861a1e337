"""The folder beside the checkout that holds the bad inputs, the samples and the TEI schema."""

import os
from pathlib import Path

import pytest


def shared_folder(name: str) -> Path:
    """``../shared/NAME``. Whoever has only a clone skips its tests; where CI runs it must be there."""
    folder = Path(__file__).resolve().parents[2] / "shared" / name
    if not folder.is_dir():
        missing = f"there is no ../shared/{name} beside this checkout"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return folder
