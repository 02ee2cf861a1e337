"""Every importer, fuzzed by atheris for a bounded time: ``ANNOTATOR_TEST_FUZZ_SECONDS`` each."""

import os
import re
import subprocess
import sys

import pytest

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
