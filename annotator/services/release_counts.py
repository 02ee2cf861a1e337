"""What a release says of itself in numbers: one pass over what it holds."""

from collections import Counter, defaultdict

from annotator import __version__
from annotator.domain.corpus import Document, Snapshot
from annotator.domain.filing import is_dated
from annotator.domain.layer import GOLD
from annotator.domain.release import Terms
from annotator.services.release_about import About, Dates, Filtered, Layer


class _Counting:
    """The numbers while documents go by."""

    def __init__(self) -> None:
        self.documents = 0
        self.characters = 0
        self.publications: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.dates: set[str] = set()
        self.undated = 0
        self.layers: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.types: defaultdict[str, Counter[str]] = defaultdict(Counter)

    @property
    def span_of_dates(self) -> Dates | None:
        if not self.dates:
            return None
        return {"first": min(self.dates), "last": max(self.dates), "undated": self.undated}

    def add(self, document: Document) -> None:
        self.documents += 1
        self.characters += len(document.text)
        for key, counter in (("publication", self.publications), ("language", self.languages)):
            if said := str(document.meta.get(key) or ""):
                counter[said] += 1
        if is_dated(document.meta):
            self.dates.add(str(document.meta["date"]).strip())
        else:
            self.undated += 1
        for layer in document.layers:
            self.layers[layer.name].update(documents=1, complete=int(layer.state == "complete"))
        for span in document.spans:
            self.layers[span.layer]["spans"] += 1
            self.labels[span.label][span.layer] += 1
        for relation in document.relations:
            self.layers[relation.layer]["relations"] += 1
            self.types[relation.type][relation.layer] += 1
        for statement in document.statements:
            self.layers[statement.layer]["statements"] += 1


def about(snapshot: Snapshot, terms: Terms, formats: list[str], filtered: Filtered | None) -> About:
    """What a release says of itself: its terms, and the numbers that papers and cards are made of."""
    found = _Counting()
    for document in snapshot.documents():
        found.add(document)
    book = snapshot.codebooks[-1] if snapshot.codebooks else None
    return {
        "release": terms.name,
        "date": terms.date,
        "project": snapshot.slug,
        "name": snapshot.name,
        "authors": list(terms.authors),
        "license": terms.licence or None,
        "software": {"name": "annotator", "version": __version__},
        "text": terms.text,
        "wanted": {"layers": list(terms.layers), "formats": formats, "filter": filtered},
        "documents": found.documents,
        "characters": found.characters,
        "publications": dict(sorted(found.publications.items())),
        "languages": dict(sorted(found.languages.items())),
        "dates": found.span_of_dates,
        "annotators": sorted(name for name in found.layers if name != GOLD),
        "layers": {name: _layer(counts) for name, counts in sorted(found.layers.items())},
        "labels": _by(found.labels),
        "relations": _by(found.types),
        "codebook": None
        if book is None
        else {
            "name": book.name,
            "version": book.version,
            "labels": len(book.labels),
            "relations": len(book.relations),
        },
    }


def _layer(counts: Counter[str]) -> Layer:
    return Layer(
        documents=counts["documents"],
        complete=counts["complete"],
        spans=counts["spans"],
        relations=counts["relations"],
        statements=counts["statements"],
    )


def _by(counted: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {name: dict(sorted(by.items())) for name, by in sorted(counted.items())}
