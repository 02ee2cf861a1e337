"""``python -m tests.battery.fuzzer READER SECONDS FOLDER``: a reader is led by its own branches into odd corners.

Atheris counts which lines of our readers an input reaches, and keeps changing what reached new ones. A fault ends
it with the input in ``FOLDER``.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["annotator.formats"]):
    from fuzzing import read_or_refused, seeds


def main() -> None:
    reader, seconds, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    good = seeds(reader)
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, files in enumerate(good):
        (corpus / str(number)).write_bytes(next(iter(files.values())))
    name, beside = next(iter(good[0])), good[0]

    def one(data: bytes) -> None:
        read_or_refused(reader, {**beside, name: data})

    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-max_total_time={seconds}",
            "-timeout=60",
            "-rss_limit_mb=2048",
            "-max_len=65536",
            f"-artifact_prefix={folder}/",
        ],
        one,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
