"""What somebody downloads to install the program: its wheel, and those of all that it needs."""

import io
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

pytestmark = [pytest.mark.battery, pytest.mark.slow]

MOST = 60  # megabytes
ROOT = Path(__file__).parents[2]
OWN = ("annotator", "seeds", "docs/guide", "docs/reference")


def test_the_program_with_all_that_it_needs_is_under_60_megabytes():
    # Of what is installed, packed as wheels are: no index is asked, and what it has tomorrow does not count.
    sizes = {name: packed(installed(name)) for name in needed("annotator")}
    sizes["annotator"] = packed(path for folder in OWN for path in (ROOT / folder).rglob("*"))
    assert len(sizes) > 30
    assert sizes["annotator"] > 0.5
    assert sum(sizes.values()) < MOST, sorted(sizes.items(), key=lambda one: -one[1])[:8]


def needed(name):
    """The names of all that a package needs without its extras, itself among them."""
    found, waiting = set(), [(name, frozenset({""}))]
    while waiting:
        one, extras = waiting.pop()
        if (one, extras) in found:
            continue
        found.add((one, extras))
        for line in distribution(one).requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append((wanted.name.lower(), frozenset({"", *wanted.extras})))
    return {one for one, _ in found}


def installed(name):
    return [Path(one.locate()) for one in distribution(name).files or ()]


def packed(paths):
    """Megabytes of files in an archive; what an interpreter made of them is not in a wheel."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            if path.is_file() and path.suffix != ".pyc":
                archive.write(path)
    return len(into.getvalue()) / 1e6
