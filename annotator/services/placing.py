"""Placing: a span of one's own that a correction left behind is marked on words of the present text."""

from annotator.domain.anchoring import Anchoring
from annotator.domain.errors import Invalid, no_span
from annotator.domain.permission import Person
from annotator.services import annotating, editions, recording
from annotator.services.annotating import Draft
from annotator.services.recording import Action, Change
from annotator.store import spans
from annotator.store.engine import Transaction


def place(
    tx: Transaction, person: Person, action: Action, document_id: str, span_id: str, *, words: str
) -> Change:
    """Mark the nearest place of ``words`` as a span that was left behind: label, attributes, note and links.

    It is the same span of another edition, so it is left behind no more; undo takes it away again.

    Raises:
        NotFound: none of one's own that was left behind has this id.
        Invalid: the words stand nowhere in the text, or the codebook has no such label any more.
        Conflict: the document is complete.
    """
    desk, answer = recording.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    left = next((one for one in editions.own_left(tx, desk) if one.span.id == span_id), None)
    if left is None:
        raise no_span()
    wanted, span = " ".join(words.split()), left.span
    found = Anchoring(left.text, desk.reading.text).nearest(wanted, span.start) if wanted else None
    if found is None:
        raise Invalid("no-such-words", f"“{wanted[:80]}” stands nowhere in the text.")
    draft = Draft(
        tx.new_id(),
        [found],
        span.label,
        attributes=span.attributes,
        note=span.note,
        links=span.links,
        key=spans.key_of(tx, span_id),
    )
    return annotating.create(tx, person, action, document_id, [draft])
