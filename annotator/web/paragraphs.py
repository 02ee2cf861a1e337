"""A document's blocks and spans as the annotation page shows them: paragraphs to read, entries in a list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from annotator.domain.block import Block, touched
from annotator.domain.span import Span
from annotator.services.reading import Desk
from annotator.web.language import gettext as _
from annotator.web.marking import marked

_LONGEST_QUOTE = 90
_LINE = 70
_LINES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128)
_ENTRIES_AT_ONCE = 400
"""As many entries of the list come with the page; further paragraphs' are fetched when they come into sight."""
_SECTION = 60
_MARKUP = 10_000
"""A section has no more lines than that, or characters of HTML, but for its last paragraph."""
_LONG_TEXT = 50_000
_MANY_SPANS = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A span in the list beside the text."""

    span: Span
    quote: str
    label: str
    number: int
    values: str
    missing: tuple[str, ...]

    @property
    def fragments(self) -> str:
        return places(self.span)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block with its spans drawn in, the white space after it, and the entries of those that begin in it.

    ``entries`` is None where they are to be fetched later.
    """

    index: int
    block: Block
    html: Markup
    depth: int
    after: str
    entries: tuple[Entry, ...] | None

    @property
    def lines(self) -> int:
        """About as many lines as it takes on the page."""
        return -(-(self.block.end - self.block.start) // _LINE)


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs of a long text that are drawn together, once one of them comes near to where somebody reads.

    A browser looks at each of them whenever the page scrolls: a hundred are quick, thousands are not.
    """

    paragraphs: Sequence[Paragraph]

    @property
    def depth(self) -> int:
        """How many spans lie over each other at most: the more, the higher a line."""
        return max(one.depth for one in self.paragraphs)

    @property
    def lines(self) -> int:
        """About as many lines as it takes on the page, as one of the numbers that the style sheet knows."""
        needed = _lines(self.paragraphs)
        return min(_LINES, key=lambda lines: abs(lines - needed))


def paragraphs(desk: Desk, spans: Sequence[Span], wanted: Iterable[int] | None = None) -> Iterator[Paragraph]:
    """The blocks ``wanted`` (all by default); ``spans``, in reading order, are all that touch them."""
    every = wanted is None
    by_block = _by_block(desk, spans)
    shown = 0
    for index in range(len(desk.reading.blocks)) if wanted is None else wanted:
        block = desk.reading.blocks[index]
        here = by_block.get(index, [])
        html, depth = marked(desk.reading.text, block, [span for span, _ in here], desk.codebook)
        starting = [span for span, first in here if first == index]
        shown += len(starting)
        later = every and bool(starting) and shown > _ENTRIES_AT_ONCE
        entries = None if later else tuple(entry(desk, one) for one in starting)
        yield Paragraph(index, block, html, depth, _gap(desk, index), entries)


def sections(found: Iterable[Paragraph]) -> Iterator[Section]:
    """The paragraphs of a long text, as many together as fill the height of about three windows.

    Fewer where they hold so many spans that drawing them takes long.
    """
    together: list[Paragraph] = []
    for paragraph in found:
        together.append(paragraph)
        if _lines(together) >= _SECTION or sum(len(one.html) for one in together) >= _MARKUP:
            yield Section(together)
            together = []
    if together:
        yield Section(together)


def is_long(desk: Desk, spans: Sequence[Span]) -> bool:
    """Whether the browser is to draw only what is in sight.

    The page then moves a little when paragraphs come into sight, as their heights were guessed. An ordinary
    article stays where it is.
    """
    return len(desk.reading.text) > _LONG_TEXT or len(spans) > _MANY_SPANS


def entry(desk: Desk, span: Span) -> Entry:
    """One span as the list shows it."""
    book = desk.codebook
    number = book.index(span.label)
    label = book.labels[number].title or span.label if number < len(book.labels) else span.label
    return Entry(
        span,
        _short(desk.reading.text, span),
        label,
        number,
        _values(span),
        book.missing(span.label, span.attributes),
    )


def places(span: Span) -> str:
    """A span's fragments as the page's forms write them."""
    return " ".join(f"{start}-{end}" for start, end in span.fragments)


def spoken(name: str) -> str:
    """A machine name as people read it."""
    return name.replace("_", " ")


def _lines(found: Sequence[Paragraph]) -> float:
    """Half a line is left free below each paragraph."""
    return sum(one.lines + 0.5 for one in found)


def _gap(desk: Desk, index: int) -> str:
    blocks, text = desk.reading.blocks, desk.reading.text
    following = blocks[index + 1].start if index + 1 < len(blocks) else len(text)
    return text[blocks[index].end : following]


def _by_block(desk: Desk, spans: Sequence[Span]) -> dict[int, list[tuple[Span, int]]]:
    """For each block the spans that touch it, each with the first block that it touches."""
    found: dict[int, list[tuple[Span, int]]] = {}
    for span in spans:
        blocks = touched(desk.reading.blocks, span.start, span.end)
        for index in blocks:
            found.setdefault(index, []).append((span, blocks[0]))
    return found


def _short(text: str, span: Span) -> str:
    parts = [" ".join(text[start : min(end, start + 200)].split()) for start, end in span.fragments]
    words = " … ".join(parts)
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"


def _values(span: Span) -> str:
    shown = []
    for name, value in span.attributes.items():
        if isinstance(value, bool):
            shown.append(spoken(name) if value else _("not %(attribute)s", attribute=spoken(name)))
        elif isinstance(value, list):
            shown += [spoken(one) for one in value]
        elif value != "":
            shown.append(spoken(str(value))[:40])
    return ", ".join(shown)
