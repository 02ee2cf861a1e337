"""Actions of scripts: the id that a script gives a new thing is also the key of the action that makes it."""

import hashlib
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import UNSET, UnsetType

from annotator.api.door import Visit
from annotator.services.recording import Action

_MADE_BY_ID = UUID("5f0c6c1e-6d0f-4c55-9a3c-6f3d1c0b8a11")


def new_action(visit: Visit) -> Action:
    """An action that is nobody's repetition."""
    return Action(visit.tx.new_id(), "")


def id_of(visit: Visit, sent: UUID | UnsetType) -> str:
    """The id that a script chose, or a new one."""
    return visit.tx.new_id() if sent is UNSET else str(sent)


def making(thing_id: str, where: str, body: Any) -> Action:
    """The action that makes the thing ``thing_id`` out of ``body`` there: the same again is the same action."""
    told = msgspec.json.encode([where, body], order="deterministic")
    return Action(str(uuid5(_MADE_BY_ID, thing_id)), hashlib.sha256(told).hexdigest())
