"""The card of a release: what is in it, how it was made, and how it is loaded, for whoever comes upon it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from annotator.domain.codebook import Codebook
from annotator.formats._base import Format
from annotator.services import citing
from annotator.services.release_about import About, Reported


def card(about: About, agreement: Reported, book: Codebook | None, data: Sequence[tuple[str, Format]]) -> bytes:
    """``README.md``; ``data`` are the files of the corpus with their formats."""
    parts = (
        _front(about),
        _head(about, agreement),
        _layers(about),
        _labels(about, book),
        _files(data),
        _end(about),
    )
    return "\n".join([line for part in parts for line in part]).encode()


def _front(about: About) -> Iterator[str]:
    """What sites for data sets read."""
    head = {
        "pretty_name": about["name"],
        **({"license": about["license"].lower()} if about["license"] else {}),
        **({"language": sorted(about["languages"])} if about["languages"] else {}),
        "task_categories": ["token-classification"],
        "tags": ["discourse-analysis", "annotation"],
    }
    yield from ("---", f"{yaml.safe_dump(head, allow_unicode=True, sort_keys=False)}---", "")


def _head(about: About, agreement: Reported) -> Iterator[str]:
    yield from (f"# {_line(about['name'])}, release {about['release']}", "", citing.text(about, agreement), "")
    if not about["text"]:
        yield from (
            "The texts are not in this release: `data/` holds offsets, hashes and short quotes.",
            "`annotator attach THIS --to PROJECT` puts it onto your own copy of the articles, and reports what it",
            "placed. The codebook explains its labels by examples, which are quotations.",
            "",
        )
    if let := about["wanted"]["filter"]:
        called = f"{_line(let['name'])}: " if let["name"] else ""
        yield from (f"Only a part of the project is in it: {called}`{let['query']}`.", "")


def _layers(about: About) -> Iterator[str]:
    yield from ("## Layers", "", "A layer is one person’s reading; `gold` is what was decided from them.", "")
    head = ("layer", "documents", "complete", "spans", "relations", "statements")
    yield from _table(head, ((name, *one.values()) for name, one in about["layers"].items()))


def _labels(about: About, book: Codebook | None) -> Iterator[str]:
    if book is None or not book.labels:
        return
    yield from (f"## Labels (codebook version {book.version})", "")
    counts = about["labels"]
    rows = (
        (f"`{one.name}`", one.description or one.title, sum(counts.get(one.name, {}).values()))
        for one in book.labels
    )
    yield from _table(("label", "means", "spans"), rows)
    yield from ("The whole codebook, with its rules and examples, is `codebook.yaml`.", "")


def _files(data: Iterable[tuple[str, Format]]) -> Iterator[str]:
    rows = [(f"`{path}`", form.title) for path, form in data]
    rows += [
        ("`agreement.md`, `agreement.json`", "how far the annotators agree, by label and by pair"),
        ("`network.svg`", "who takes which side on what"),
        ("`codebook.yaml`", "the labels, relations and their rules"),
        ("`CITATION.cff`", "how to cite it"),
        ("`release.json`", "the figures of this card, for scripts"),
        ("`SHA256SUMS`", "`sha256sum -c SHA256SUMS` says whether all files are as they were"),
    ]
    yield from ("## Files", "")
    yield from _table(("file", "is"), rows)
    yield from (
        "Offsets are half open, `[start, end)`, in Unicode code points, as Python has them: `text[start:end]`.",
        "Beside each file of `data/`, or inside its archive, its manifest counts what is in it.",
        "",
    )


def _end(about: About) -> Iterator[str]:
    yield from ("## Cite it", "", "```bibtex", f"{citing.bibtex(about)}```", "")
    terms = (
        f"Licence: {about['license']}." if about["license"] else "No licence is given: ask before you pass it on."
    )
    software = about["software"]
    yield from (f"{terms} Made with {software['name']} {software['version']}.", "")


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(_line(str(value)).replace('|', chr(92) + '|') for value in row)} |"
    yield ""


def _line(text: str) -> str:
    return " ".join(text.split())
