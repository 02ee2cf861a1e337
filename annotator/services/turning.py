"""Turning: what an event tells of is brought to how it was after it, or back to how it was before it.

Only marks and values change: the rows of spans, relations and decisions stay, with their ids. What the codebook
has changed since is said as it says it now.
"""

from annotator.services import recording, relating
from annotator.services.keeping_up import Since
from annotator.store import decisions, layers
from annotator.store.engine import Transaction
from annotator.store.history import Event


def turned(tx: Transaction, event: Event, by: str, *, back: bool = False, since: Since | None = None) -> Event:
    """Do again what ``event`` tells of, or take it ``back``; the event that tells of that."""
    before, after = (event.after, event.before) if back else (event.before, event.after)
    match event.kind.partition(".")[0]:
        case "span":
            now = since.brought(after) if since else after
            return recording.write(tx, event.subject, recording.state_of(tx, event.subject), now, by)
        case "relation":
            if since:
                before, after = since.joined(before), since.joined(after)
            return relating.write(tx, event.subject, before, after, by)
        case "attributes":
            layers.set_attributes(tx, event.subject, after or {})
            return Event("attributes.change", event.subject, before, after)
    gone = after is None
    decisions.set_withdrawn(tx, event.subject, by if gone else None)
    return Event("decision.withdraw" if gone else "decision.make", event.subject, before, after)
