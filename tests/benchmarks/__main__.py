"""``make bench``: how fast, as ratios against a floor measured in the same run."""

import argparse
import sys
from functools import partial

sys.path.insert(0, "tests")

from tests.benchmarks import (
    agreeing,
    aligning,
    deciding,
    exporting,
    formats,
    growing,
    importing,
    marking,
    opening,
    scrolling,
    starting,
)

BENCHMARKS = {
    "agreeing": agreeing.run,
    "aligning": aligning.run,
    "marking": marking.run,
    "deciding": deciding.run,
    "opening": opening.run,
    "scrolling": scrolling.run,
    "exporting": exporting.run,
    "formats": formats.run,
    "importing": importing.run,
    "growing": growing.run,
    "growing-far": partial(growing.run, most=growing.FAR),
    "starting": starting.run,
}

_HOURS = "growing-far"
"""What takes hours, and ten gigabytes of disk."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "only", nargs="*", help=f"of {', '.join(BENCHMARKS)}; all but growing-far, which takes an hour, by default"
    )
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--documents", type=int, choices=growing.COUNTS, help="how far growing goes")
    parser.add_argument("--postgresql", action="store_true", help="let growing grow there")
    chosen = parser.parse_args()
    BENCHMARKS["growing"] = partial(
        growing.run, most=chosen.documents or growing.NEAR, postgresql=chosen.postgresql
    )
    for name in chosen.only or [one for one in BENCHMARKS if one != _HOURS]:
        for line in BENCHMARKS[name](quick=chosen.quick):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


main()
