"""``make bench``: how fast, as ratios against a floor measured in the same run."""

import argparse
import sys

sys.path.insert(0, "tests")

from tests.benchmarks import agreeing, aligning, deciding, exporting, formats, importing, marking, opening

BENCHMARKS = {
    "agreeing": agreeing.run,
    "aligning": aligning.run,
    "marking": marking.run,
    "deciding": deciding.run,
    "opening": opening.run,
    "exporting": exporting.run,
    "formats": formats.run,
    "importing": importing.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help=f"of {', '.join(BENCHMARKS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    chosen = parser.parse_args()
    for name in chosen.only or BENCHMARKS:
        for line in BENCHMARKS[name](quick=chosen.quick):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


main()
