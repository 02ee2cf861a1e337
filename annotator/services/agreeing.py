"""Agreeing: how far the annotators of a project agree, on what two or more of them have completed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from annotator.domain.comparison import Comparison, compare
from annotator.domain.corpus import Document
from annotator.domain.errors import Invalid
from annotator.domain.layer import GOLD
from annotator.domain.marked import Marked, mark
from annotator.domain.match import Place
from annotator.domain.permission import Act, Person
from annotator.domain.token import Tokens, tokens
from annotator.services import codebooks, projects
from annotator.services.figures import Figure, Figures, all_measures
from annotator.store import snapshot
from annotator.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class OfLabel:
    """One label: its figures, and how many spans each annotator has under it in what was compared."""

    figures: dict[str, Figure]
    spans: dict[str, int]


@dataclass(frozen=True, slots=True)
class OfPair:
    """Two annotators: the documents that both completed, and their figures."""

    annotators: tuple[str, str]
    documents: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far annotators agree on the documents that at least two of them completed."""

    project: str
    documents: int
    annotators: tuple[str, ...]
    codebook_versions: tuple[int, ...]
    figures: dict[str, Figure]
    labels: dict[str, OfLabel]
    pairs: tuple[OfPair, ...]


def agreement(
    tx: Transaction, person: Person, slug: str, *, names: Sequence[str] = (), wanted: Sequence[str] = ()
) -> Agreement:
    """The figures ``wanted`` (all by default) of the annotators ``names`` (all but gold by default).

    Raises:
        Invalid: there is no such measure, or nobody of that name has a layer here.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_AGREEMENT)
    _refuse_unknown(wanted)
    taken = snapshot.take(tx, project, None)
    if unknown := sorted(set(names) - {*taken.people, GOLD}):
        raise Invalid("unknown-annotator", f"Nobody called “{unknown[0][:80]}” has a layer in this project.")
    found = [_Completed(one, names) for one in taken.documents()]
    shared = [one for one in found if len(one.places) > 1]
    figures = Figures((one.comparison() for one in shared), (one.marked() for one in shared))
    book = codebooks.current(tx, person, slug)
    return Agreement(
        project=project.slug,
        documents=len(shared),
        annotators=figures.together.annotators,
        codebook_versions=tuple(sorted({version for one in shared for version in one.versions})),
        figures=figures.whole(wanted),
        labels={
            label: OfLabel(figures.label(label, wanted), _counts(figures.together, label))
            for label in sorted(figures.together.labels, key=lambda one: (book.index(one), one))
        },
        pairs=tuple(_pairs(shared, figures.together.annotators, wanted)),
    )


class _Completed:
    """What was completed of one document, by those who are compared."""

    def __init__(self, document: Document, names: Sequence[str]) -> None:
        complete = {one.name for one in document.layers if one.state == "complete"}
        counted = complete & set(names) if names else complete - {GOLD}
        self.places: dict[str, list[Place]] = {name: [] for name in sorted(counted)}
        self.versions: set[int] = set()
        for span in document.spans:
            if span.layer in counted:
                self.places[span.layer].append((span.fragments, span.label))
                self.versions.add(span.codebook_version)
        self._length = len(document.text)
        self._tokens = Tokens(tokens(document.text))

    def comparison(self, names: Iterable[str] = ()) -> Comparison:
        """Of everybody who completed it, or of some of them."""
        wanted = tuple(names) or tuple(self.places)
        return compare({name: self.places[name] for name in wanted}, self._length, self._tokens)

    def marked(self, names: Iterable[str] = ()) -> Marked:
        """The text with what everybody who completed it has marked, or some of them."""
        wanted = tuple(names) or tuple(self.places)
        return mark({name: self.places[name] for name in wanted}, self._length, self._tokens)


def _pairs(documents: Sequence[_Completed], annotators: Sequence[str], wanted: Sequence[str]) -> Iterable[OfPair]:
    for pair in combinations(annotators, 2):
        common = [one for one in documents if set(pair) <= one.places.keys()]
        if common:
            figures = Figures((one.comparison(pair) for one in common), (one.marked(pair) for one in common))
            yield OfPair(pair, len(common), figures.pair(wanted))


def _counts(comparison: Comparison, label: str) -> dict[str, int]:
    return {name: comparison.spans.get((name, label), 0) for name in comparison.annotators}


def _refuse_unknown(wanted: Iterable[str]) -> None:
    known = all_measures()
    for name in wanted:
        if name.removeprefix("token_").removeprefix("char_") not in known:
            raise Invalid(
                "unknown-measure", f"“{name[:40]}” is not a measure here; these are: {', '.join(known)}."
            )


def report(found: Agreement) -> dict[str, Any]:
    """The same as plain values: what scripts get, through whichever door."""
    return {
        "project": found.project,
        "documents": found.documents,
        "annotators": list(found.annotators),
        "codebook_versions": list(found.codebook_versions),
        "measures": _reported(found.figures),
        "labels": {name: {**_reported(one.figures), "spans": one.spans} for name, one in found.labels.items()},
        "pairs": [
            {"annotators": list(one.annotators), "documents": one.documents, "measures": _reported(one.figures)}
            for one in found.pairs
        ],
    }


def _reported(figures: dict[str, Figure]) -> dict[str, Any]:
    return {name: _plain(one) for name, one in figures.items()}


def _plain(figure: Figure) -> dict[str, Any]:
    why = {"why": figure.why} if figure.why else {}
    if figure.value is None:
        return {"value": None, **why}
    return {"value": figure.value, "low": figure.low, "high": figure.high, **why}
