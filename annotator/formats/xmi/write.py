"""Writes XMI through dkpro-cassis, which turns our code points into the UTF-16 units of UIMA.

Blocks are sentences, for programs that need some; tokens are ours. Values that are no text are JSON.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import orjson

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.span import Span
from annotator.domain.token import tokens
from annotator.formats._files import File, folder, numbered
from annotator.formats._order import layers_of, relations_of, spans_of
from annotator.formats.xmi.types import METADATA, RELATION, SENTENCE, SPAN, TOKEN, feature, type_system

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

_NOBODY = "INITIAL_CAS"
"""What INCEpTION calls the file of a document that nobody has opened."""


def files(snapshot: Snapshot) -> Iterator[File]:
    """The type system, and a folder for each document with a file for each layer."""
    types = type_system(snapshot.codebooks)
    yield File("TypeSystem.xml", [types.to_xml().encode()])
    for stem, document in numbered(snapshot.documents()):
        for layer in list(layers_of(document)) or [""]:
            name = folder(layer) or _NOBODY
            yield File(f"{stem}/{name}.xmi", [_cas(document, layer, types).to_xmi().encode()])


def _cas(document: Document, layer: str, types: "TypeSystem") -> "Cas":
    from cassis import Cas  # noqa: PLC0415 - an extra, and slow to import

    cas = Cas(types)
    cas.sofa_string = document.text
    cas.sofa_mime = "text/plain"
    _add_ground(cas, document, types)
    made = {}
    for span in spans_of(document, layer):
        made[span.id] = types.get_type(SPAN)(**_span(span))
        cas.add(made[span.id])
    relation = types.get_type(RELATION)
    for one in relations_of(document, layer):
        source, target = made[one.source], made[one.target]
        # An arc of INCEpTION's lies where its target lies.
        place = {"begin": target.begin, "end": target.end, "Governor": source, "Dependent": target}
        cas.add(relation(label=one.type, identifier=one.id, **place))
    return cas


def _add_ground(cas: "Cas", document: Document, types: "TypeSystem") -> None:
    language = document.meta.get("language")
    about = {"documentTitle": document.title, "documentId": document.id}
    about["language"] = language if isinstance(language, str) and language else "x-unspecified"
    cas.add(types.get_type(METADATA)(begin=0, end=len(document.text), **about))
    sentence, token = types.get_type(SENTENCE), types.get_type(TOKEN)
    for block in document.blocks:
        cas.add(sentence(begin=block.start, end=block.end))
    for start, end in tokens(document.text):
        cas.add(token(begin=start, end=end))


def _span(span: Span) -> dict[str, Any]:
    return {
        "begin": span.start,
        "end": span.end,
        "label": span.label,
        "identifier": span.id,
        "note": span.note or None,
        "links": _text(dict(span.links)) if span.links else None,
        **{feature(name): _text(value) for name, value in span.attributes.items()},
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
