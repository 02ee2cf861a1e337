"""Pairing two annotators' spans of one document: thousands of them, apart, in chains, and in heaps."""

import random
import statistics
import time
from collections.abc import Iterator

from annotator.domain.alignment import align
from annotator.domain.span import Span

SPANS = 5_000


def run(*, quick: bool) -> Iterator[str]:
    rounds = 3 if quick else 7
    for name, first, second in (
        ("the same words, some borders moved", _article(1), _article(2)),
        ("one chain in which all overlap", _chain(0, "a"), _chain(7, "b")),
        ("heaps of twenty on one word", _heaps(1), _heaps(2)),
    ):
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            pairs = align(first, second)
            times.append(time.perf_counter() - started)
        middle = statistics.median(times) * 1000
        yield f"aligning {SPANS} spans with {SPANS}   {name:36} {len(pairs):6} pairs   median {middle:6.0f} ms"


def _article(seed: int) -> list[Span]:
    choice = random.Random(seed)
    spans = []
    for number in range(SPANS):
        start = number * 60 + choice.choice((0, 0, 0, 4, 30))
        end = start + choice.choice((20, 20, 27, 90))
        spans.append(_span(f"{seed}-{number}", start, end, choice.choice("xyz")))
    return spans


def _chain(shift: int, name: str) -> list[Span]:
    return [_span(f"{name}-{n}", n * 10 + shift, n * 10 + shift + 15, "x") for n in range(SPANS)]


def _heaps(seed: int) -> list[Span]:
    choice = random.Random(seed)
    places = (divmod(number, 20)[0] * 100 for number in range(SPANS))
    return [
        _span(f"{seed}-{n}", start + choice.randrange(10), start + 20 + choice.randrange(10), choice.choice("xyz"))
        for n, start in enumerate(places)
    ]


def _span(name: str, start: int, end: int, label: str) -> Span:
    return Span(name, "", "", label, ((start, end),), {}, "", 1, 1, "", "")
