"""Writes Parquet, a few documents at a time, and the card."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

import orjson

from annotator.domain.corpus import METADATA, Document, Snapshot
from annotator.domain.span import Span
from annotator.formats._files import File
from annotator.formats._order import relations_of, spans_of
from annotator.formats.hf.card import card

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 100
_CHUNK = 1 << 18


def files(snapshot: Snapshot) -> Iterator[File]:
    """The card, then the data."""
    yield File("README.md", [card(snapshot)])
    yield File("data/train-00000-of-00001.parquet", _parquet(snapshot))


def _parquet(snapshot: Snapshot) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as draft:
        _write(snapshot, draft)
        draft.seek(0)
        while chunk := draft.read(_CHUNK):
            yield chunk


def _write(snapshot: Snapshot, draft: IO[bytes]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

    schema = _schema()
    documents = snapshot.documents()
    with ParquetWriter(draft, schema) as writer:
        while batch := list(islice(documents, _AT_ONCE)):
            writer.write_table(pa.Table.from_pylist([_row(one) for one in batch], schema))


def _schema() -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415

    text, number = pa.string(), pa.int64()
    block = pa.struct([("kind", text), ("start", number), ("end", number)])
    layer = pa.struct([("layer", text), ("annotator", text), ("state", text), ("attributes", text)])
    ends = [("start", number), ("end", number), ("fragments", pa.list_(pa.list_(number)))]
    words = [(name, text) for name in ("label", "text", "annotator", "layer", "attributes", "note", "links")]
    span = pa.struct([("id", text), *ends, *words])
    relation = pa.struct([(name, text) for name in ("id", "type", "source", "target", "annotator", "layer")])
    lists = {"blocks": block, "layers": layer, "spans": span, "relations": relation}
    return pa.schema(
        [
            *((name, text) for name in ("id", "title", "text", *METADATA, "meta")),
            ("codebook_version", number),
            *((name, pa.list_(kind)) for name, kind in lists.items()),
        ]
    )


def _row(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        **{name: _text(document.meta.get(name)) for name in METADATA},
        "meta": _json(document.meta),
        "codebook_version": document.codebook_version,
        "blocks": [{"kind": one.kind, "start": one.start, "end": one.end} for one in document.blocks],
        "layers": [
            {
                "layer": one.name,
                "annotator": one.annotator,
                "state": one.state,
                "attributes": _json(one.attributes),
            }
            for one in sorted(document.layers, key=lambda layer: layer.name)
        ],
        "spans": [_span(one, document.text) for one in spans_of(document)],
        "relations": [
            {name: getattr(one, name) for name in ("id", "type", "source", "target", "annotator", "layer")}
            for one in relations_of(document)
        ],
    }


def _span(span: Span, text: str) -> dict[str, Any]:
    return {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        "fragments": [list(one) for one in span.fragments] if len(span.fragments) > 1 else [],
        "label": span.label,
        "text": span.quote(text),
        "annotator": span.annotator,
        "layer": span.layer,
        "attributes": _json(span.attributes),
        "note": span.note,
        "links": _json(span.links),
    }


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else _json(value)


def _json(tree: Any) -> str:
    return orjson.dumps(tree, option=orjson.OPT_SORT_KEYS).decode()
