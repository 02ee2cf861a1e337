"""Exemplifying: words that somebody marked become an example of a label in the codebook, or a counter-example."""

from dataclasses import dataclass, replace

from annotator.domain import codebook_editing
from annotator.domain.block import touched
from annotator.domain.codebook import Codebook, Label
from annotator.domain.errors import Conflict, NotFound
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.domain.text import checked_note
from annotator.services import codebooks
from annotator.store import layers, spans
from annotator.store.engine import Transaction
from annotator.store.layers import Desk

_BEFORE_WHY = " — "


@dataclass(frozen=True, slots=True)
class Passage:
    """A span that might become an example, with its words, in the codebook as it is now."""

    desk: Desk
    codebook: Codebook
    span: Span
    words: str

    @property
    def block(self) -> int:
        """The block in which it begins."""
        return touched(self.desk.reading.blocks, self.span.start, self.span.end)[0]


def passage(tx: Transaction, person: Person, span_id: str) -> Passage:
    """A span, for whoever may put its words into the codebook.

    Raises:
        NotFound: there is no such span, or no more.
    """
    found = spans.by_id(tx, span_id)
    desk = layers.desk(tx, found[1], person) if found else None
    if found is None or desk is None:
        raise NotFound("no-span", "This span is not there, or not any more.")
    desk.standing.require(Act.CHANGE_CODEBOOK)
    desk.standing.require(Act.READ_OTHER_LAYERS)
    words = " ".join(found[0].quote(desk.reading.text).split())
    return Passage(desk, codebooks.current(tx, person, desk.project.slug), found[0], words)


def keep(tx: Transaction, person: Person, span_id: str, *, label: str, fits: bool, why: str) -> Passage:
    """Put a span's words among the examples of ``label``, or where it does not fit, of what it is not; and why.

    That makes a new version of the codebook.

    Raises:
        Conflict: it is an example there already.
    """
    found = passage(tx, person, span_id)
    own = found.codebook.label(label)
    why = checked_note(" ".join(why.split()), "The reason")
    line = f"{found.words}{_BEFORE_WHY}{why}" if why else found.words
    _refuse_twice(own, line)
    changed = replace(own, include=(*own.include, line)) if fits else replace(own, exclude=(*own.exclude, line))
    book = codebook_editing.put_label(found.codebook, changed, instead=own.name)
    note = (
        f"{'An example' if fits else 'A counter-example'} of {own.title or own.name}, from “{found.desk.title}”."
    )
    return replace(found, codebook=codebooks.replace(tx, person, found.desk.project.slug, book, note))


def _refuse_twice(label: Label, line: str) -> None:
    if line in (*label.include, *label.exclude):
        title = label.title or label.name
        raise Conflict("example-there", f"The codebook has this example of {title} already: nothing was added.")
