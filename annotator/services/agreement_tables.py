"""Tables of agreement, for whoever goes on working with the figures elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.domain.token import tokens
from annotator.services import agreement_overview, counting, projects
from annotator.services.agreement_overview import Overview
from annotator.services.figures import Figure
from annotator.services.selecting import Selection
from annotator.store import documents
from annotator.store.completed import Completed
from annotator.store.engine import Transaction

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; None is what is missing."""

    columns: Sequence[str]
    rows: Iterable[Row]


FIGURE = ("value", "low", "high", "why")


def figures(found: Overview, day: str) -> Table:
    """Every figure: of the whole, of labels, their attributes, and pairs, each with what it rests on."""
    agreement = found.agreement
    versions = " ".join(map(str, agreement.codebook_versions))
    base = (agreement.documents, " ".join(agreement.annotators), versions, day)
    rows = [("whole", "", name, *_values(one), *base) for name, one in agreement.figures.items()]
    for label, of_label in agreement.labels.items():
        rows += [("label", label, name, *_values(one), *base) for name, one in of_label.figures.items()]
        for attribute, of in of_label.attributes.items():
            about = f"{label} {attribute}"
            rows += [("attribute", about, name, *_values(one), *base) for name, one in of.figures.items()]
    for pair in agreement.pairs:
        both = " ".join(pair.annotators)
        of_pair = (pair.documents, both, versions, day)
        rows += [("pair", both, name, *_values(one), *of_pair) for name, one in pair.figures.items()]
    return Table(
        ("scope", "name", "measure", *FIGURE, "documents", "annotators", "codebook_versions", "date"), rows
    )


def spans(found: Overview) -> Table:
    """How many spans each annotator has under each label."""
    people = found.agreement.annotators
    labels = found.agreement.labels.items()
    return Table(("label", *people), [(name, *(one.spans.get(who, 0) for who in people)) for name, one in labels])


def confusions(found: Overview) -> Table:
    """How often two annotators gave these two labels to one place; an empty label: not marked."""
    return Table(
        ("one", "other", "count"), [(*cell, count) for cell, count in sorted(found.parts.confusions.items())]
    )


def of_documents(found: Overview) -> Table:
    """Each document's part in all disagreements."""
    rows = [
        (one.document.document_id, one.document.title, one.differing, one.same, one.share)
        for one in found.parts.documents
    ]
    return Table(("document", "title", "differing", "same", "share"), rows)


def parts(found: Overview) -> Table:
    """The figures by round, codebook version, metadata and place in the text."""
    groups = {"round": found.parts.rounds, "codebook_version": found.parts.versions, **found.parts.by_condition}
    rows = [
        (key, group.value, name, *_values(one), group.agreement.documents)
        for key, groups_of_key in groups.items()
        for group in groups_of_key
        for name, one in group.agreement.figures.items()
    ]
    rows += [
        ("third", third, name, *_values(one), found.agreement.documents)
        for third, of_third in found.parts.by_position.items()
        for name, one in of_third.items()
    ]
    return Table(("by", "value_of_it", "measure", *FIGURE, "documents"), rows)


def disagreements(tx: Transaction, chosen: Sequence[Completed]) -> Table:
    """All pairs of readings that differ, with their places in code points."""
    side = ("label", "start", "end", "words")
    columns = ("document", "title", "kind", "one", "other")
    return Table(
        (*columns, *(f"{name}_one" for name in side), *(f"{name}_other" for name in side)),
        chain.from_iterable(_differing(tx, document) for document in chosen),
    )


def _differing(tx: Transaction, document: Completed) -> Iterator[Row]:
    text = documents.reading(tx, document.document_id).text
    for one, other in combinations([head.name for head in document.layers], 2):
        for paired in counting.paired(tx, document, one, other):
            if paired.kind != "same":
                head = (document.document_id, document.title, paired.kind, one, other)
                yield (*head, *_span(paired.one, text), *_span(paired.other, text))


def _span(span: Span | None, text: str) -> Row:
    return (span.label, span.start, span.end, span.quote(text)) if span else (None, None, None, None)


def units(tx: Transaction, chosen: Sequence[Completed]) -> Table:
    """Every token by what each annotator has it marked as; several labels are one value, joined by ``+``.

    ``-`` is what was read and left unmarked, None what somebody did not complete.
    """
    people = sorted({head.name for one in chosen for head in one.layers})
    return Table(
        ("document", "start", "end", *people), chain.from_iterable(_tokens(tx, one, people) for one in chosen)
    )


def coded_units(tx: Transaction, chosen: Sequence[Completed]) -> Table:
    """The same in numbers and without a header, as ReCal reads it: only what everybody completed.

    0 is what was left unmarked; the other numbers are the values in the order of the alphabet.
    """
    people = sorted({head.name for one in chosen for head in one.layers})
    whole = [one for one in chosen if len(one.layers) == len(people)]
    rows = [row[3:] for one in whole for row in _tokens(tx, one, people)]
    values = sorted({value for row in rows for value in row if value != _UNMARKED})
    numbers = {_UNMARKED: 0} | {value: number for number, value in enumerate(values, start=1)}
    return Table((), [tuple(numbers[value] for value in row) for row in rows])


_UNMARKED = "-"


def _tokens(tx: Transaction, document: Completed, people: Sequence[str]) -> Iterator[Row]:
    text = documents.reading(tx, document.document_id).text
    places = tokens(text)
    by_person = counting.units(tx, document)
    said = {name: [set[str]() for _ in places] for name in by_person}
    for name, own in by_person.items():
        for first, after, label in own:
            for number in range(first, after):
                said[name][number].add(label)
    for number, (start, end) in enumerate(places):
        values = ("+".join(sorted(said[name][number])) or _UNMARKED if name in said else None for name in people)
        yield (document.document_id, start, end, *values)


def _values(figure: Figure) -> Row:
    return (figure.value, figure.low, figure.high, figure.why)


OfOverview = Callable[[Overview, str], Table]
OfDocuments = Callable[[Transaction, Sequence[Completed]], Table]

FIGURES: Mapping[str, OfOverview] = {
    "figures": figures,
    "spans": lambda found, _: spans(found),
    "confusions": lambda found, _: confusions(found),
    "documents": lambda found, _: of_documents(found),
    "parts": lambda found, _: parts(found),
}
"""The tables of figures, by name."""

PASSAGES: Mapping[str, OfDocuments] = {
    "disagreements": disagreements,
    "units": units,
    "units-recal": coded_units,
}
"""The tables of what people marked, by name: only for whoever may read their layers."""


def table(tx: Transaction, person: Person, slug: str, selection: Selection, name: str) -> Table | None:
    """A table by its name; None where there is none of that name."""
    if name in FIGURES:
        found = agreement_overview.overview(tx, person, slug, selection, "u_alpha")
        return FIGURES[name](found, tx.now[:10])
    if name in PASSAGES:
        project = projects.find(tx, person, slug)
        project.standing.require(Act.READ_AGREEMENT)
        project.standing.require(Act.READ_OTHER_LAYERS)
        return PASSAGES[name](tx, selection.documents(tx, project))
    return None
