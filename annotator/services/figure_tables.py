"""Tables of figures: every one with what it rests on, so that it can stand alone in a paper or a script."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from annotator.services.agreement_overview import Overview, Parts
from annotator.services.figures import Figure, all_measures
from annotator.services.over_time import Change
from annotator.services.selecting import Selection
from annotator.services.table import Row, Table
from annotator.services.varying import Group

FIGURE = ("value", "low", "high", "why")
_BASE = ("documents", "annotators", "spans", "selection", "codebook_versions", "date")


def _base(found: Overview, day: str, documents: int | None = None, annotators: Iterable[str] | None = None) -> Row:
    """What a figure rests on; by default all that was selected."""
    agreement = found.agreement
    people = tuple(agreement.annotators if annotators is None else annotators)
    by_person = [one.spans for one in agreement.labels.values()]
    return (
        agreement.documents if documents is None else documents,
        " ".join(people),
        sum(spans.get(who, 0) for spans in by_person for who in people),
        _selected(found.selection),
        " ".join(map(str, agreement.codebook_versions)),
        day,
    )


def _selected(selection: Selection) -> str:
    by = [f"{selection.key}={selection.value}"] if selection.key else []
    return "; ".join([*by, *(f"label={label}" for label in selection.labels)])


def figures(found: Overview, day: str) -> Table:
    """Every figure of the whole, of labels, attributes, documents and pairs: what it rests on, how it is made."""
    columns = ("scope", "name", "measure", *FIGURE, "unit", "interval", *_BASE, "source")
    return Table(columns, list(chain.from_iterable(_figures(found, day))))


def _figures(found: Overview, day: str) -> Iterator[Iterable[Row]]:
    agreement, base = found.agreement, _base(found, day)
    yield _rows("whole", "", agreement.figures, base)
    for label, of_label in agreement.labels.items():
        own = (*base[:2], sum(of_label.spans.values()), *base[3:])
        yield _rows("label", label, of_label.figures, own)
        for attribute, of in of_label.attributes.items():
            yield _rows("attribute", f"{label} {attribute}", of.figures, own, f"place of {of.places}")
    for attribute, said in agreement.attributes.items():
        about = said.figures
        yield _rows("document_attribute", attribute, about.figures, base, f"document of {about.places}")
    for scope, joints in (("statement", agreement.joints.statements), ("relation", agreement.joints.relations)):
        for name, joined in joints.items():
            yield _rows(scope, name, joined.figures, base, f"{scope} of {joined.places}")
    for pair in agreement.pairs:
        of_pair = _base(found, day, pair.documents, pair.annotators)
        of_pair = (*of_pair[:2], pair.spans, *of_pair[3:])
        yield _rows("pair", " ".join(pair.annotators), pair.figures, of_pair, "token")


_UNITS = {"char_": "character", "token_": "token", "span_": "span"}


def _rows(scope: str, name: str, of: Mapping[str, Figure], base: Row, unit: str = "") -> Iterator[Row]:
    for measure, one in of.items():
        rated = next((of_unit for prefix, of_unit in _UNITS.items() if measure.startswith(prefix)), "")
        alpha = measure.startswith(("u_", "cu_", "ku_"))
        counted = rated or ("character" if alpha else unit)
        interval = f"95 %, jackknife over documents, t({one.documents - 1})" if one.low is not None else ""
        yield (scope, name, measure, *_values(one), counted, interval, *base, _source(measure))


def _source(name: str) -> str:
    bare = name.removeprefix("token_").removeprefix("char_")
    known = all_measures()
    # Of attributes alpha is also taken by order and by distance.
    if bare == "f1":
        return "Hripcsak and Rothschild 2005"
    measure = known.get(bare) or known.get(bare.removesuffix("_ordinal").removesuffix("_interval"))
    return measure.source if measure else ""


def spans(found: Overview, day: str) -> Table:
    """How many spans each annotator has under each label."""
    people = found.agreement.annotators
    base = _base(found, day)
    rows = [
        (name, *(one.spans.get(who, 0) for who in people), base[0], *base[3:])
        for name, one in found.agreement.labels.items()
    ]
    return Table(("label", *people, _BASE[0], *_BASE[3:]), rows)


def confusions(found: Overview, day: str) -> Table:
    """How often two annotators gave these two labels to one place; an empty label: not marked."""
    base = _base(found, day)
    cells = sorted(found.parts.counts.confusions.items())
    return Table(("one", "other", "count", *_BASE), [(*cell, count, *base) for cell, count in cells])


def of_documents(found: Overview, day: str) -> Table:
    """Each document's part in all disagreements."""
    rows = [
        (
            one.document.document_id,
            one.document.title,
            one.differing,
            one.same,
            one.share,
            *_base(found, day, 1, (head.name for head in one.document.layers))[:2],
            *_base(found, day)[3:],
        )
        for one in found.parts.documents
    ]
    base = (*_BASE[:2], *_BASE[3:])
    return Table(("document", "title", "differing", "same", "share", *base), rows)


def parts(found: Overview, day: str) -> Table:
    """The figures over time, by round, codebook version, metadata, what is said of a span, and place in the text.

    A change of labels stands where it falls in time, with what became of them as its value.
    """
    rows: list[Row] = []
    base = (_BASE[1], *_BASE[3:])
    for by, group in _groups(found.parts):
        shared = _base(found, day)
        rest = (shared[1], *shared[3:])
        if isinstance(group, Change):
            rows.append((by, group.told, "codebook", None, None, None, "", None, None, *rest))
        else:
            rows += [
                (by, group.value, name, *_values(one), group.documents, group.differing, *rest)
                for name, one in group.figures.items()
            ]
    return Table(("by", "value_of_it", "measure", *FIGURE, "documents", "differing", *base), rows)


def _groups(parts: Parts) -> Iterator[tuple[str, Group | Change]]:
    for by, course in parts.course.items():
        yield from ((by, one) for one in course)
    for by, of_condition in parts.by_condition.items():
        yield from ((by, one) for one in of_condition)
    for said, of_said in parts.by_said.items():
        yield from ((" ".join(said), one) for one in of_said)
    yield from (("third", one) for one in parts.by_position)


def _values(figure: Figure) -> Row:
    return (figure.value, figure.low, figure.high, figure.why)
