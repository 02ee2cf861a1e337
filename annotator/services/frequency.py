"""Frequency: how often labels are given, where and when, which stand together, and what is mentioned most."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from typing import Any, Literal, get_args

from annotator.domain.codebook import Codebook
from annotator.domain.entity import Entity, meant
from annotator.domain.errors import Invalid
from annotator.domain.naming import name_key
from annotator.domain.permission import Person
from annotator.services import codebooks, exporting, filters
from annotator.services.filters import Chosen
from annotator.services.table import Table
from annotator.store import entities, filtering, marks
from annotator.store.engine import Transaction
from annotator.store.marks import Mark, Marked
from annotator.store.projects import Project

By = Literal["publication", "year", "month", "document"]
WAYS: tuple[By, ...] = get_args(By)

MOST_MENTIONED = 25


@dataclass(frozen=True, slots=True)
class Frequency:
    """What is counted in a layer, or in all of them, of the documents that a filter lets through.

    Attributes:
        layers: those that may be chosen.
        labels: those that are given anywhere, in the codebook's order.
        groups: for each document, publication, year or month (an empty one, where there is none) how often each
            label is given there.
        together: for each two labels in how many paragraphs one annotator gave both; with itself, gave it at all.
        mentions: label, words or the entry's name, and how often; the most frequent first.
    """

    project: Project
    codebook: Codebook
    layer: str
    layers: Sequence[str]
    chosen: Chosen
    by: By
    documents: int = 0
    spans: int = 0
    labels: tuple[str, ...] = ()
    groups: Sequence[tuple[str, Mapping[str, int]]] = ()
    together: Mapping[tuple[str, str], int] = field(default_factory=dict)
    mentions: Sequence[tuple[str, str, int]] = ()

    def both(self, one: str, other: str) -> int:
        """In how many paragraphs two labels stand together."""
        return self.together.get((one, other), 0) or self.together.get((other, one), 0)


def frequency(
    tx: Transaction, person: Person, slug: str, *, layer: str = "", by: str = "publication", let: str = ""
) -> Frequency:
    """Count what is marked, as far as somebody may know of it; the widest layer of theirs where none is named.

    Raises:
        Invalid: there is no such layer for them, or nothing to count by.
    """
    project, layers = exporting.layers_for(tx, person, slug)
    way = next((one for one in WAYS if one == by), None)
    if way is None:
        raise Invalid("unknown-way", f"Labels are counted by {', '.join(WAYS)}, not by “{by[:40]}”.")
    if layer and layer not in layers:
        raise Invalid("no-layer", f"There is no layer “{layer[:80]}” that you may count.")
    chosen = filters.chosen(tx, project, let)
    book = codebooks.current(tx, person, slug)
    if not layers:
        return Frequency(project, book, "", (), chosen, way)
    return _counted(tx, Frequency(project, book, layer or layers[0], layers, chosen, way))


def tables(found: Frequency) -> dict[str, Table]:
    """The figures as tables, by name."""
    return {
        "labels": Table((found.by, *found.labels), [(group, *_row(found, of)) for group, of in found.groups]),
        "together": Table(
            ("label", *found.labels),
            [(one, *(found.both(one, other) for other in found.labels)) for one in found.labels],
        ),
        "mentions": Table(("label", "mention", "count"), found.mentions),
    }


def report(found: Frequency) -> dict[str, Any]:
    """The same as plain values, for scripts."""
    return {
        "project": found.project.slug,
        "layer": found.layer,
        "filter": str(found.chosen.filter) or None,
        "by": found.by,
        "documents": found.documents,
        "spans": found.spans,
        "labels": list(found.labels),
        "groups": [{"group": group, "counts": dict(of)} for group, of in found.groups],
        "together": [
            {"labels": list(both), "paragraphs": number} for both, number in sorted(found.together.items())
        ],
        "mentions": [{"label": label, "mention": said, "count": number} for label, said, number in found.mentions],
    }


def _row(found: Frequency, of: Mapping[str, int]) -> list[int]:
    return [of.get(label, 0) for label in found.labels]


def _counted(tx: Transaction, asked: Frequency) -> Frequency:
    among = filtering.conditions(tx, asked.project, asked.chosen.filter)
    named = {key: one.entity for key, one in entities.of_project(tx, asked.project.id).items()}
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    together, mentions, words = (
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
        dict[tuple[str, str], str](),
    )
    documents = 0
    values = filtering.sorted_by(tx, asked.project, "title" if asked.by == "document" else asked.by, among)
    group_of = dict(values)
    for one in marks.marked(tx, asked.project, asked.layer, among):
        documents += 1
        groups[group_of.get(one.id, "")].update(mark.label for mark in one.marks)
        together.update(_together(one.marks))
        for key, said in _mentions(one, named):
            mentions[key] += 1
            words.setdefault(key, said)
    book = asked.codebook
    given = Counter[str]()
    for of in groups.values():
        given.update(of)
    most = sorted(mentions.items(), key=lambda one: (-one[1], one[0]))[:MOST_MENTIONED]
    ordered = sorted(groups.items()) if asked.by in ("year", "month") else sorted(groups.items(), key=_most_first)
    return Frequency(
        project=asked.project,
        codebook=book,
        layer=asked.layer,
        layers=asked.layers,
        chosen=asked.chosen,
        by=asked.by,
        documents=documents,
        spans=given.total(),
        labels=tuple(sorted(given, key=lambda label: (book.index(label), label))),
        groups=ordered,
        together=together,
        mentions=[(label, words[label, key], count) for (label, key), count in most],
    )


def _most_first(one: tuple[str, Counter[str]]) -> tuple[int, str]:
    return -one[1].total(), one[0]


def _together(marked: Sequence[Mark]) -> Iterable[tuple[str, str]]:
    """Each two labels, in order, that one layer has in a paragraph; once for each paragraph."""
    inside: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for mark in marked:
        for block in range(mark.first_block, mark.last_block + 1):
            inside[mark.layer_id, block].add(mark.label)
    for labels in inside.values():
        yield from combinations_with_replacement(sorted(labels), 2)


def _mentions(one: Marked, named: Mapping[str, Entity]) -> Iterable[tuple[tuple[str, str], str]]:
    """What each mark mentions: the entry that it is linked to, or its words, the same however they are written."""
    for mark in one.marks:
        entry = named.get(meant(mark.links, named).get("is", "")) if mark.links else None
        said = entry.name if entry else " ".join(one.text[mark.start : mark.end].split())[:120]
        yield (mark.label, name_key(said)), said
