"""Learns one model, in a process of its own: ``_fit.py FEATURES TAGS MODEL``."""

import json
import sys
from pathlib import Path

# Few weights, so that a model is small and not of single words: most features tell nothing (L1), those that do are
# kept moderate (L2), and what was seen once is not learned.
_SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 100, "feature.minfreq": 2}


def main(features: str, tags: str, model: str) -> None:
    import pycrfsuite  # noqa: PLC0415 - an extra

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=_SETTINGS, verbose=False)
    with Path(features).open(encoding="utf-8") as rows, Path(tags).open(encoding="ascii") as told:
        for row, tagged in zip(rows, told, strict=True):
            if tagged != "\n":
                trainer.append(json.loads(row), list(tagged.rstrip("\n")))
    trainer.train(model)


if __name__ == "__main__":
    main(*sys.argv[1:])
