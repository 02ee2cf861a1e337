"""Tables of what people marked, down to the tokens."""

from collections.abc import Iterator, Sequence
from itertools import chain

from annotator.domain.rated import value_of
from annotator.domain.span import Span
from annotator.domain.token import tokens
from annotator.services.counting import Work
from annotator.services.table import Row, Table
from annotator.store.completed import Completed
from annotator.store.engine import Transaction


def disagreements(tx: Transaction, chosen: Sequence[Completed]) -> Table:
    """All pairs of readings that differ, with their places in code points."""
    side = ("label", "start", "end", "words", "attributes")
    columns = ("document", "title", "kind", "one", "other")
    return Table(
        (*columns, *(f"{name}_one" for name in side), *(f"{name}_other" for name in side)),
        chain.from_iterable(_differing(tx, document) for document in chosen),
    )


def _differing(tx: Transaction, document: Completed) -> Iterator[Row]:
    work = Work(tx, document)
    for one, other, pairs in work.paired():
        for paired in pairs:
            if paired.kind != "same":
                head = (document.document_id, document.title, paired.kind, one, other)
                yield (*head, *_span(paired.one, work.text), *_span(paired.other, work.text))


def _span(span: Span | None, text: str) -> Row:
    if span is None:
        return (None,) * 5
    said = "; ".join(f"{name}={value_of(span.attributes, name)}" for name in sorted(span.attributes))
    return (span.label, span.start, span.end, span.quote(text), said)


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
    return Table((), _coded(tx, whole, people))


def _coded(tx: Transaction, chosen: Sequence[Completed], people: Sequence[str]) -> Iterator[Row]:
    # Read twice, so that never more than a document is held.
    values = sorted(
        {value for one in chosen for row in _tokens(tx, one, people) for value in row[3:]} - {_UNMARKED}
    )
    numbers = {_UNMARKED: 0} | {value: number for number, value in enumerate(values, start=1)}
    for one in chosen:
        for row in _tokens(tx, one, people):
            yield tuple(numbers[value] for value in row[3:])


_UNMARKED = "-"


def _tokens(tx: Transaction, document: Completed, people: Sequence[str]) -> Iterator[Row]:
    work = Work(tx, document)
    places, by_person = tokens(work.text), work.units()
    said = {name: [set[str]() for _ in places] for name in by_person}
    for name, own in by_person.items():
        for first, after, label in own:
            for number in range(first, after):
                said[name][number].add(label)
    for number, (start, end) in enumerate(places):
        values = ("+".join(sorted(said[name][number])) or _UNMARKED if name in said else None for name in people)
        yield (document.document_id, start, end, *values)
