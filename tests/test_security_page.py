"""SECURITY.md names only tests that there are."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "SECURITY.md"
NAMED = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_threats_are_tried_in_is_there():
    named = [one for one in NAMED.findall(PAGE.read_text(encoding="utf-8")) if not one[0].startswith("store/")]
    assert len(named) > 15
    for file, name in named:
        source = (TESTS / file).read_text(encoding="utf-8")
        assert f"def {name}(" in source if name else "def test_" in source, (file, name)
