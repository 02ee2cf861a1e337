"""Deciding, from the request to the answer: a document whose four layers have thousands of spans each."""

import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from uuid import uuid4

from annotator.domain.corpus import Document
from annotator.domain.layer import Layer
from annotator.domain.span import Span
from annotator.services import seeding
from tests.benchmarks import corpora
from tests.benchmarks.server import Client, running, seeded, ticket

SPANS = (60, 200, 2_000)  # the smallest has more to decide than there are rounds
_TEAM = ("ana", "ben", "cem", "dora")
_MOMENT = "2026-01-01T00:00:00.000000Z"


def run(*, quick: bool) -> Iterator[str]:
    rounds = 10 if quick else 40
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with seeded(folder) as store:
            ids = corpora.add(store, seeding.project_slug(), [_read_by_four(count) for count in SPANS])
            token = ticket(store)
        env = {**os.environ, "ANNOTATOR_DATA_DIR": name}
        with (
            running("tests.benchmarks.floor", str(folder / "floor.sqlite3")) as (floor_port, _),
            running("annotator", "serve", env=env) as (port, _),
        ):
            client = Client(port)
            client.sign_in(token)
            floor = Client(floor_port)
            paths = {count: f"/documents/{ids[f'four-{count}']}/adjudicate" for count in SPANS}
            pages = {count: client.open(path) for count, path in paths.items()}
            base: list[float] = []
            times: dict[int, list[float]] = {count: [] for count in SPANS}
            for _ in range(rounds):
                base.append(_timed(lambda: floor.post("/", []))[0])
                for count, path in paths.items():
                    fields = _none(pages[count])
                    taken, answer = _timed(lambda p=path, f=fields: client.post(p, f, part=True))
                    pages[count] = answer.decode()
                    times[count].append(taken)
    ground = statistics.median(base)
    yield f"deciding   floor (bare Flask, one durable INSERT)     median {ground * 1000:7.2f} ms"
    for count in SPANS:
        middle, most = statistics.median(times[count]), max(times[count])
        yield (
            f"deciding   {count:5} spans in each of {len(_TEAM)} layers         median {middle * 1000:7.2f} ms  "
            f"max {most * 1000:7.2f} ms  {middle / ground:5.1f} x floor"
        )


def _read_by_four(count: int) -> Document:
    """A document in which four mark mostly the same words, with some borders and labels of their own."""
    made = corpora.document(f"four-{count}", 60 * count + 1_000, count)
    layers = tuple(Layer(name, name, "complete", _MOMENT, _MOMENT) for name in _TEAM)
    return replace(made, layers=layers, spans=_spans(made))


def _spans(made: Document) -> tuple[Span, ...]:
    found = []
    for name in _TEAM:
        chance = Random(name)
        for span in made.spans:
            end = min(len(made.text), span.end + chance.choice((0, 0, 0, 0, 7, 70)))
            other = made.spans[chance.randrange(len(made.spans))] if chance.random() < 0.1 else span
            found.append(
                replace(
                    span,
                    id=f"{name}-{span.id}",
                    layer=name,
                    annotator=name,
                    fragments=((span.start, end),),
                    label=other.label,
                    attributes=other.attributes,
                )
            )
    return tuple(found)


def _none(page: str) -> list[tuple[str, str]]:
    """What the button that takes nothing sends."""
    found = {name: _value(page, name) for name in ("unit", "revision", "decisions")}
    return [("action", str(uuid4())), ("do", "none"), ("order", "text"), *found.items()]


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise RuntimeError(f"the page has no {name}")
    return found[1]


def _timed(action: Callable[[], bytes]) -> tuple[float, bytes]:
    started = time.perf_counter()
    answer = action()
    return time.perf_counter() - started, answer
