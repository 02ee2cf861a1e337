"""Every importer, fuzzed for a bounded time by atheris and by trees that say something wrong.

``ANNOTATOR_TEST_FUZZ_SECONDS`` each.
"""

import os
import re
import subprocess
import sys
import time
from itertools import count
from random import Random

import pytest
from formats.test_fuzzing import TREES
from fuzzing import read_or_refused, seeds
from tree_damage import damaged

from annotator.services import exchange

pytestmark = pytest.mark.battery

SECONDS = int(os.environ.get("ANNOTATOR_TEST_FUZZ_SECONDS", "10"))
DONE = re.compile(r"Done (\d+) runs in")


@pytest.mark.parametrize("reader", [one.name for one in exchange.readers()])
def test_whatever_an_importer_is_led_to_it_reads_or_refuses_in_words(reader, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.battery.fuzzer", reader, str(SECONDS), str(tmp_path)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=SECONDS + 300,
        check=False,
    )
    found = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert (done.returncode, found) == (0, []), done.stderr[-3000:]
    assert int(DONE.search(done.stderr)[1]) > 1


@pytest.mark.parametrize("reader", TREES)
def test_whatever_a_well_formed_file_says_it_is_read_or_refused_in_words(reader):
    good, until = seeds(reader), time.monotonic() + SECONDS
    for seed in count():
        random = Random(seed)
        try:
            read_or_refused(reader, damaged(random.choice(good), random))
        except Exception as fault:
            raise AssertionError(f"seed {seed}") from fault
        if time.monotonic() > until:
            break
