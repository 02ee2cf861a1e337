"""Reading a file as an import does, and saying briefly what came of it."""

from itertools import count

from annotator.domain.corpus import Arrival, Document
from annotator.formats._base import Format, Incoming

NOW = "2026-01-02T03:04:05.000006Z"


def read(form: Format, data: bytes | str, name: str = "", **more) -> Arrival:
    """What a file becomes; its documents and spans are called n1, n2 and so on."""
    numbers = count(1)
    bytes_ = data.encode() if isinstance(data, str) else data
    return form.read(
        Incoming(
            name or f"file{form.suffix}",
            bytes_,
            more.pop("encoding", None),
            NOW,
            lambda: f"n{next(numbers)}",
            **more,
        )
    )


def marked(document: Document) -> list[tuple[str, str]]:
    """The label and the words of each span."""
    return [(span.label, span.quote(document.text)) for span in document.spans]


def linked(document: Document) -> list[tuple[str, str, str]]:
    """The type and the words at both ends of each relation."""
    words = {span.id: span.quote(document.text) for span in document.spans}
    return [(one.type, words[one.source], words[one.target]) for one in document.relations]


def told(arrival: Arrival) -> list[str]:
    """The findings, each with its place."""
    return [f"{one.where}: {one.what}" for one in arrival.findings]
