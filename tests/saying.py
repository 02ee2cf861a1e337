"""Statements made at a desk, in a line each: for tests that read them elsewhere."""

from acting import Desk


def say(  # noqa: PLR0917 - as one says it: who, what, on which, and which way
    desk: Desk, actor: str, stance: str, law: str, polarity: str | None = "supports", nth: int = 0, **links: str
) -> str:
    """Mark and join a statement; the stance's id. ``actor`` or ``law`` may be marked already, or empty.

    ``links`` say which entries the actor and the instrument mention: ``is_actor``, ``is_law``.
    """
    attributes = {"polarity": polarity} if polarity else {}
    made = desk.mark(stance, "stance", nth, attributes=attributes)
    if actor:
        desk.relate(_marked(desk, actor, "actor", links.get("is_actor")), made, "holds")
    if law:
        desk.relate(made, _marked(desk, law, "legal_instrument", links.get("is_law")), "toward")
    return made


def _marked(desk: Desk, words: str, label: str, entry: str | None) -> str:
    there = (one.id for one in desk.spans if one.label == label and one.quote(desk.text) == words)
    found = next(there, None)
    return found or desk.mark(words, label, **({"links": {"is": entry}} if entry else {}))
