"""Statements as rows for scripts: what the command line prints and the API answers."""

from typing import Any

from annotator.domain.statement import Slot
from annotator.services.listing_statements import Filling, Stated


def row(one: Stated) -> dict[str, Any]:
    """A statement as JSON has it."""
    said = one.statement
    return {
        "id": said.id,
        "document": one.document,
        "title": one.title,
        "date": one.date,
        "layer": said.layer,
        "annotator": said.annotator,
        "actor": _filled(one.actor, said.actor),
        "polarity": said.polarity,
        "instrument": _filled(one.instrument, said.instrument),
        "voice": said.voice,
        "reporter": _filled(one.reporter, said.reporter),
        "addressee": _filled(one.addressee, said.addressee),
        "stance": said.stance.id,
        "start": said.stance.start,
        "end": said.stance.end,
        "left": one.left,
        "text": one.words,
        "right": one.right,
        "missing": list(said.missing),
    }


def _filled(filling: Filling | None, slot: Slot | None) -> dict[str, Any] | None:
    if filling is None or slot is None:
        return None
    return {
        "name": filling.node.name,
        "text": filling.words,
        "span": slot.span.id if slot.span else None,
        "entity": filling.entity,
    }
