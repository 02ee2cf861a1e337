"""The colours and line styles of a codebook's labels, as a style sheet: the policy allows no inline style.

A label is told by its colour and, for whoever does not see colours apart, by the style of its line.
"""

from collections.abc import Iterator

from annotator.domain.codebook import Codebook

LANES = 6
"""As many spans can be told apart over one word; those further down share the last lane."""

_STYLES = (
    "linear-gradient({c}, {c})",
    "repeating-linear-gradient(90deg, {c} 0 9px, transparent 9px 13px)",
    "repeating-linear-gradient(90deg, {c} 0 2px, transparent 2px 5px)",
    "linear-gradient({c} 0 1px, transparent 1px 2px, {c} 2px 3px)",
    "repeating-linear-gradient(90deg, {c} 0 9px, transparent 9px 12px, {c} 12px 14px, transparent 14px 17px)",
)


def stylesheet(book: Codebook) -> str:
    """For label number N: its colour and line on ``.cN``, and on ``.mLN`` its line in lane L."""
    colours = [label.color for label in book.labels]
    colours.append("#808080")  # a label that this version has no more
    return "\n".join(_rules(colours)) + "\n"


def _rules(colours: list[str]) -> Iterator[str]:
    yield ":root {"
    for index, colour in enumerate(colours):
        yield f"  --c{index}: {colour};"
        yield f"  --s{index}: {_STYLES[index % len(_STYLES)].format(c=f'var(--c{index})')};"
    yield "}"
    yield "@media (prefers-color-scheme: dark) { :root {"
    for index, colour in enumerate(colours):
        yield f"  --c{index}: color-mix(in oklab, {colour} 62%, white);"
    yield "} }"
    for index in range(len(colours)):
        yield f".c{index} {{ --label: var(--c{index}); --line: var(--s{index}); }}"
        for lane in range(LANES):
            yield f".m{lane}-{index} {{ --l{lane}: var(--s{index}); }}"
