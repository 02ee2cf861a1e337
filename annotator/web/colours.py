"""The colours and line styles of a codebook's labels, as a style sheet: the policy allows no inline style.

A label is told by its colour and, for whoever does not see colours apart, by the style of its line.
"""

from collections.abc import Iterable, Iterator

from annotator.domain.codebook import Codebook

LANES = 6
"""As many spans can be told apart over one word; those further down share the last lane."""

_SOLID = ("linear-gradient({c}, {c})", "linear-gradient(270deg, transparent 2px, {c} 2px)")
_BROKEN = ((9, 4), (2, 3), (3, 6), (9, 3, 2, 3))
"""The line styles after the solid one: the widths of their strokes and gaps in turn, in pixels."""


def stylesheet(book: Codebook) -> str:
    """Label N has its colour and line on ``.cN``; in lane L its line on ``.mL-N``, the end of it on ``.mL-Ne``."""
    colours = [label.color for label in book.labels]
    colours.append("#808080")  # a label that this version has no more
    return "\n".join(_rules(colours)) + "\n"


def _rules(colours: list[str]) -> Iterator[str]:
    styles = [_SOLID, *map(_broken, _BROKEN)]
    yield ":root {"
    for index, colour in enumerate(colours):
        line, end = styles[index % len(styles)]
        yield f"  --c{index}: {colour};"
        yield f"  --s{index}: {line.format(c=f'var(--c{index})')};"
        yield f"  --s{index}e: {end.format(c=f'var(--c{index})')};"
    yield "}"
    yield "@media (prefers-color-scheme: dark) { :root {"
    for index, colour in enumerate(colours):
        yield f"  --c{index}: color-mix(in oklab, {colour} 62%, white);"
    yield "} }"
    for index in range(len(colours)):
        yield f".c{index} {{ --label: var(--c{index}); --line: var(--s{index}); }}"
        for lane in range(LANES):
            yield f".m{lane}-{index} {{ --l{lane}: var(--s{index}); }}"
            yield f".m{lane}-{index}e {{ --l{lane}: var(--s{index}e); }}"


def _broken(widths: tuple[int, ...]) -> tuple[str, str]:
    """A broken line, and how it ends: the same from the right, where it begins with its gap."""
    strokes = [("{c}", "transparent")[turn % 2] for turn in range(len(widths))]
    line = _pattern(90, zip(strokes, widths, strict=True))
    return line, _pattern(270, reversed([*zip(strokes, widths, strict=True)]))


def _pattern(angle: int, parts: Iterable[tuple[str, int]]) -> str:
    stops, at = [], 0
    for colour, width in parts:
        stops.append(f"{colour} {at}px {at + width}px")
        at += width
    return f"repeating-linear-gradient({angle}deg, {', '.join(stops)})"
