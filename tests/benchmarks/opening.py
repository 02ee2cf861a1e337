"""Opening a document: the server's answer, until it can be read in headless Chromium, and adding a span there."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from chromium import ARGUMENTS, executable

from annotator.services import seeding
from tests.benchmarks import corpora
from tests.benchmarks.server import Client, running, seeded, ticket

SHAPES = (
    ("10 kB", 10_000, 0),
    ("10 kB", 10_000, 50),
    ("10 kB", 10_000, 500),
    ("10 kB", 10_000, 5_000),
    ("1 MB", 1_000_000, 5_000),
)

# When the document stands whole and the article's first paragraphs are painted.
_READABLE = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
_NEXT_PAINT = """async () => {
  document.querySelector('#article').focus();
  const press = (key) => document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', {key, code: '', bubbles: true}));
  press('ArrowRight');
  const before = document.querySelector('#saved').textContent;
  const started = performance.now();
  const answered = new Promise((done) => document.addEventListener('htmx:after:swap', done, {once: true}));
  press('1');
  await answered;
  const swapped = performance.now();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return [performance.now() - started, performance.now() - swapped];
}"""


def run(*, quick: bool) -> Iterator[str]:
    rounds = 3 if quick else 7
    with tempfile.TemporaryDirectory() as name:
        with seeded(Path(name)) as store:
            made = [corpora.document(f"{size}-{spans}", length, spans) for size, length, spans in SHAPES]
            ids = corpora.add(store, seeding.project_slug(), made)
            tickets = [ticket(store), ticket(store)]
        with running("annotator", "serve", env={**os.environ, "ANNOTATOR_DATA_DIR": name}) as (port, _):
            client = Client(port)
            client.sign_in(tickets[0])
            answers = {
                (size, spans): _answered(client, f"/documents/{ids[f'{size}-{spans}']}", rounds)
                for size, _, spans in SHAPES
            }
            for size, spans, readable, added, painted in _in_browser(port, tickets[1], ids, rounds):
                answer, weight = answers[size, spans]
                yield (
                    f"opening {size:>5} with {spans:5} spans   answer {answer * 1000:6.0f} ms "
                    f"({weight / 1000:5.0f} kB)   readable {readable:6.0f} ms   "
                    f"one more span {added:5.0f} ms, {painted:4.0f} ms of it to paint"
                )


def _answered(client: Client, path: str, rounds: int) -> tuple[float, int]:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        page = client.get(path)
        times.append(time.perf_counter() - started)
    return statistics.median(times), len(page.encode())


def _in_browser(
    port: int, token: str, ids: dict[str, str], rounds: int
) -> Iterator[tuple[str, int, float, float, float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{port}/enter/{token}")
        page.click("main button")
        for size, _, spans in SHAPES:
            readable, added, painted = [], [], []
            for _ in range(rounds):
                page.goto(f"http://127.0.0.1:{port}/documents/{ids[f'{size}-{spans}']}", wait_until="commit")
                page.wait_for_selector("#article + *, .spans", state="attached")
                readable.append(page.evaluate(_READABLE))
                page.wait_for_selector("html.scripted", state="attached")
                whole, paint = page.evaluate(_NEXT_PAINT)
                added.append(whole)
                painted.append(paint)
            yield size, spans, statistics.median(readable), statistics.median(added), statistics.median(painted)
        browser.close()
