"""Agreeing: how far the annotators of a project agree, on what two or more of them have completed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.comparison import Comparison
from annotator.domain.errors import Invalid
from annotator.domain.joined import Joined
from annotator.domain.permission import Act, Person
from annotator.services import attributes, codebooks, counting, joining, projects
from annotator.services.attributes import OfAttribute, OfDocuments
from annotator.services.counting import Counted, Work
from annotator.services.figures import Figure, Figures, all_measures
from annotator.services.joining import Joints, OfJoined
from annotator.services.selecting import FILTER, Selection
from annotator.store.completed import Completed
from annotator.store.engine import Transaction
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class OfLabel:
    """One label: its figures, how many spans each annotator has under it in what was compared, its attributes."""

    figures: dict[str, Figure]
    spans: dict[str, int]
    attributes: dict[str, OfAttribute]


@dataclass(frozen=True, slots=True)
class OfPair:
    """Two annotators: the documents that both completed, their spans in these, and their figures."""

    annotators: tuple[str, str]
    documents: int
    spans: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far annotators agree on the documents that at least two of them completed.

    ``attributes`` are those of documents as a whole; ``joints`` are statements and relations.
    """

    project: str
    documents: int
    annotators: tuple[str, ...]
    codebook_versions: tuple[int, ...]
    figures: dict[str, Figure]
    attributes: dict[str, OfDocuments]
    labels: dict[str, OfLabel]
    joints: Joints
    pairs: tuple[OfPair, ...]
    overlapping: bool = False
    """Whether spans of one annotator overlap, so that only each label by itself has alphas."""


def agreement(
    tx: Transaction,
    person: Person,
    slug: str,
    *,
    names: Sequence[str] = (),
    wanted: Sequence[str] = (),
    labels: Sequence[str] = (),
    filter: str = "",  # noqa: A002 - as every door calls it
) -> Agreement:
    """The figures ``wanted`` (all by default) of the annotators ``names`` (all but gold by default).

    Only what has one of ``labels`` counts, which are a family: labels that exclude each other. Of the documents
    only those count that ``filter`` lets through, by name or as written.

    Raises:
        Invalid: there is no such measure, or nobody of that name has a layer here.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_AGREEMENT)
    _refuse_unknown(wanted)
    key = FILTER if filter else ""
    documents = Selection(tuple(names), key, filter, tuple(sorted(set(labels)))).documents(tx, project)
    book = codebooks.current(tx, person, slug)
    return of(tx, project, book, documents, wanted)


def of(
    tx: Transaction, project: Project, book: Codebook, documents: Sequence[Completed], wanted: Sequence[str] = ()
) -> Agreement:
    """The figures of some documents, computed once and kept until a layer of them changes."""
    state = tuple(one.state for one in documents)
    merged = joining.merges(tx, project.id)
    key = ("agreement", project.id, book.version, tuple(wanted), state, *sorted(merged.items()))

    def load() -> tuple[Agreement, int]:
        return _computed(tx, project, book, documents, wanted), _SIZE

    return tx.keep(key, load)


_SIZE = 60_000
"""About as many characters as take the memory of a project's figures."""


def _computed(
    tx: Transaction, project: Project, book: Codebook, documents: Sequence[Completed], wanted: Sequence[str]
) -> Agreement:
    found, joints = _read(tx, project, book, documents, wanted)
    figures = Figures((one.together for one in found), (counting.marked(tx, one.document) for one in found))
    labels = sorted(figures.together.names, key=lambda one: (book.index(one), one))
    whole, of_labels = figures.whole_and_labels(labels, wanted)
    of_attributes = attributes.figures(tx, documents, book, wanted)
    return Agreement(
        project=project.slug,
        documents=len(found),
        annotators=figures.together.annotators,
        codebook_versions=tuple(sorted({version for one in found for version in one.versions})),
        figures=whole,
        attributes=attributes.of_documents(tx, documents, book, wanted),
        labels={
            label: OfLabel(own, _counts(figures.together, label), of_attributes.get(label, {}))
            for label, own in of_labels.items()
        },
        joints=joints,
        pairs=tuple(_pairs(tx, found, figures.together.annotators, wanted)),
        overlapping=figures.together.whole is None,
    )


def _read(
    tx: Transaction, project: Project, book: Codebook, documents: Sequence[Completed], wanted: Sequence[str]
) -> tuple[list[Counted], Joints]:
    """What is counted of each document, which is read once for all of it."""
    merged = joining.merges(tx, project.id)
    found, joined = list[Counted](), list[Joined]()
    for one in documents:
        work = Work(tx, one)
        found.append(counting.counted(tx, one, work))
        joined.append(joining.rated(tx, one, book, merged, work))
    return found, joining.figures(joined, book, wanted)


def _pairs(
    tx: Transaction, documents: Sequence[Counted], annotators: Sequence[str], wanted: Sequence[str]
) -> Iterable[OfPair]:
    for pair in combinations(annotators, 2):
        common = [one for one in documents if pair in one.pairs]
        if common:
            texts = (counting.marked(tx, one.document, pair) for one in common)
            figures = Figures((one.pairs[pair] for one in common), texts)
            yield OfPair(pair, len(common), sum(figures.together.spans.values()), figures.pair(wanted))


def _counts(comparison: Comparison, label: str) -> dict[str, int]:
    return {name: comparison.spans.get((name, label), 0) for name in comparison.annotators}


def _refuse_unknown(wanted: Iterable[str]) -> None:
    known = (*all_measures(), *attributes.LEVELS, *joining.BY_EITHER)
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
        "measures": reported(found.figures),
        **({"attributes": _of_documents(found.attributes)} if found.attributes else {}),
        "labels": {name: _of_label(one) for name, one in found.labels.items()},
        **({"statements": _of_joined(found.joints.statements)} if found.joints.statements else {}),
        **({"relations": _of_joined(found.joints.relations)} if found.joints.relations else {}),
        "pairs": [
            {"annotators": list(one.annotators), "documents": one.documents, "measures": reported(one.figures)}
            for one in found.pairs
        ],
    }


def _of_label(one: OfLabel) -> dict[str, Any]:
    told: dict[str, Any] = {**reported(one.figures), "spans": one.spans}
    if one.attributes:
        told["attributes"] = {
            name: {**reported(of.figures), "places": of.places, "differing": of.differing}
            for name, of in one.attributes.items()
        }
    return told


def _of_documents(found: dict[str, OfDocuments]) -> dict[str, Any]:
    return {
        name: {**reported(one.figures.figures), "documents": one.figures.places} for name, one in found.items()
    }


def _of_joined(found: dict[str, OfJoined]) -> dict[str, Any]:
    return {
        name: {**reported(one.figures), "places": one.places, "differing": one.differing}
        for name, one in found.items()
    }


def reported(figures: dict[str, Figure]) -> dict[str, Any]:
    """Figures as plain values, by the measure's name."""
    return {name: _plain(one) for name, one in figures.items()}


def _plain(figure: Figure) -> dict[str, Any]:
    why = {"why": figure.why} if figure.why else {}
    if figure.value is None:
        return {"value": None, **why}
    return {"value": figure.value, "low": figure.low, "high": figure.high, **why}
