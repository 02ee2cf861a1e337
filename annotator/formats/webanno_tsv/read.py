"""Reads WebAnno TSV 3: the spans of every layer, stacked or across sentences, and the relations between them."""

from pathlib import PurePath

from annotator.domain.corpus import Arrival
from annotator.domain.errors import Invalid
from annotator.domain.offsets import from_utf16
from annotator.domain.text import decode
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, Marked, label_and_rest
from annotator.formats._notes import Notes
from annotator.formats.webanno_tsv.cells import annotations, goals
from annotator.formats.webanno_tsv.table import Layer, Row, Table, parsed

_OF_TOKENS = frozenset({"Lemma", "POS", "MorphologicalFeatures", "Stem", "SurfaceForm", "Token", "Sentence"})
"""Layers that say something of every token, which nobody annotates here."""


class _Found:
    """An annotation whose rows are still coming."""

    def __init__(self, row: Row, features: dict[str, str | None]) -> None:
        self.start, self.end, self.line, self.features = row.start, row.end, row.line, features

    def reach(self, row: Row) -> None:
        self.start, self.end = min(self.start, row.start), max(self.end, row.end)


def read(incoming: Incoming) -> Arrival:
    """The document of ``incoming``.

    Raises:
        Invalid: names the line that is none of the format's.
    """
    file = File(incoming)
    table = parsed(decode(incoming.data, incoming.encoding))
    if not table.rows:
        raise Invalid("no-documents", "The file holds no token.")
    marked = file.document(table.text, unit=from_utf16(table.text))
    notes = file.notes
    marked.layer(IMPORTED)
    for layer in table.layers:
        if layer.kind == "chain":
            notes.at(layer.name, "Chains are not taken over.")
        elif layer.kind == "span" and layer.short in _OF_TOKENS:
            notes.at(layer.name, "What is said of single tokens is not taken over.")
        elif layer.kind == "span":
            _spans(table, layer, marked)
    for layer in table.layers:
        if layer.kind == "relation":
            _relations(table, layer, marked, notes)
    return file.arrival([marked.document(title=PurePath(incoming.name).stem)])


def _spans(table: Table, layer: Layer, marked: Marked) -> None:
    found: dict[str, _Found] = {}
    for row in table.rows:
        for number, features in annotations(layer, row):
            key = _key(layer.name, number, row.id)
            if key in found:
                found[key].reach(row)
            else:
                found[key] = _Found(row, features)
    for key, one in found.items():
        label, rest = label_and_rest(layer.short, one.features)
        marked.mark(Mark(label, [(one.start, one.end)], f"line {one.line}", key=key, attributes=rest))


def _relations(table: Table, layer: Layer, marked: Marked, notes: Notes) -> None:
    for row in table.rows:
        told = list(annotations(layer, row)) if layer.features else []
        for index, (source, numbers) in enumerate(goals(layer, row)):
            features = told[index][1] if index < len(told) else {}
            kind, rest = label_and_rest(layer.short, features)
            if rest:
                notes.count(layer.name, "attributes of relations are not taken over")
            first, _, second = numbers.partition("_")
            marked.relate(
                kind,
                _key(layer.base, first, source),
                _key(layer.base, second, row.id),
                f"line {row.line}",
            )


def _key(layer: str, number: str, token: str) -> str:
    """An annotation's key: its number in its layer, or the one token it stands on."""
    return f"{layer} {token}" if number in ("", "0") else f"{layer} [{number}]"
