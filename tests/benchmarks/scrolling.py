"""The largest document, 1 MB of text with 5,000 spans, in headless Chromium: does the page ever stand still?

Chromium tells of every task that keeps the page from answering for 50 ms or more. They are counted while the
document opens, while somebody scrolls through it, and while they mark; beside them stands how long the same takes
in a document of 10 kB with 50 spans, as the floor of the same run.
"""

import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chromium import ARGUMENTS, executable

from annotator.services import seeding
from tests.benchmarks import corpora
from tests.benchmarks.server import running, seeded, ticket

SHAPES = (("10 kB", 10_000, 50), ("1 MB", 1_000_000, 5_000))

_WATCH = """
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({type: 'longtask', buffered: true});
"""
_TAKEN = "() => window.longTasks.splice(0)"
_SCROLL = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const height = document.documentElement.scrollHeight, gaps = [];
  let before = await frame();
  for (let step = 1; step <= 120; step += 1) {
    scrollTo(0, step % 30 ? scrollY + 400 : height * step / 120);
    const now = await frame();
    gaps.push(now - before);
    before = now;
  }
  await new Promise((done) => setTimeout(done, 100));
  return gaps;
}"""
_MARK = """async () => {
  const article = document.querySelector('#article');
  article.focus();
  for (const key of ['ArrowRight', '1']) {
    const answered = new Promise((done) => document.addEventListener('htmx:after:swap', done, {once: true}));
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, code: '', bubbles: true}));
    if (key === '1') await answered;
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
}"""
_PLACES = """async () => {
  const main = document.querySelector('script[src*="annotate/main.js"]').src;
  const { article } = await import(main.replace('main.js', 'desk.js'));
  const times = [];
  for (let offset = 1; offset < article.end; offset += Math.ceil(article.end / 500)) {
    const begin = performance.now();
    article.range(offset, offset + 5);
    article.text(offset, offset + 5);
    times.push(performance.now() - begin);
  }
  return times;
}"""


def run(*, quick: bool) -> Iterator[str]:
    rounds = 2 if quick else 5
    with tempfile.TemporaryDirectory() as name:
        with seeded(Path(name)) as store:
            made = [corpora.document(size, length, spans) for size, length, spans in SHAPES]
            ids = corpora.add(store, seeding.project_slug(), made)
            token = ticket(store)
        with running("annotator", "serve", env={**os.environ, "ANNOTATOR_DATA_DIR": name}) as (port, _):
            yield from _in_browser(f"http://127.0.0.1:{port}", token, ids, rounds)


def _in_browser(address: str, token: str, ids: dict[str, str], rounds: int) -> Iterator[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(_WATCH)
        page.goto(f"{address}/enter/{token}")
        page.click("main button")
        for size, _, spans in SHAPES:
            opening, scrolling, marking, gaps, places = [], [], [], [], []
            for _ in range(rounds):
                page.goto(f"{address}/documents/{ids[size]}")
                page.wait_for_selector("html.scripted", state="attached")
                opening.append(page.evaluate(_TAKEN))
                gaps += page.evaluate(_SCROLL)
                scrolling.append(page.evaluate(_TAKEN))
                page.evaluate("scrollTo(0, 0)")
                page.evaluate(_MARK)
                marking.append(page.evaluate(_TAKEN))
                places += page.evaluate(_PLACES)
            what = f"scrolling {size:>5} with {spans:5} spans"
            for doing, tasks in (("opening", opening), ("scrolling", scrolling), ("marking", marking)):
                yield f"{what}   {doing:10} {_least(tasks)}"
            yield (
                f"{what}   frames     median {statistics.median(gaps):5.0f} ms apart, "
                f"the longest {max(gaps):5.0f} ms   a place found in {statistics.median(places):5.2f} ms"
            )
        browser.close()


def _least(rounds: list[Any]) -> str:
    """Of all rounds the one in which the page stood still least: the others had to share the machine."""
    tasks = min(rounds, key=sum)
    longest = max(tasks, default=0)
    return f"{len(tasks):3} tasks of 50 ms or more, {sum(tasks):6.0f} ms together, the longest {longest:5.0f} ms"
