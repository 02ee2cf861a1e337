"""What a codebook says of a label, as the one text that a ``Code`` has for it.

People read it in other tools, so it is plain text under headings:

    A person or body that acts.

    Machine name: actor

    Rules:
    - Mark the whole name.
"""

import re
from dataclasses import dataclass

_NAME = "Machine name: "
_HEADINGS = {"Rules:": "rules", "Include:": "include", "Exclude:": "exclude"}
_ITEM, _MORE = "- ", "  "
_HEADING = re.compile(r"(?:Machine name: [^\n]*|Rules:|Include:|Exclude:)[ ]*")
_LOOKS_LIKE_HEADING = re.compile(rf"\\*{_HEADING.pattern}")


@dataclass(frozen=True, slots=True)
class Described:
    """The parts of a description; ``name`` is the label's machine name where the text says it."""

    text: str = ""
    name: str = ""
    rules: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def written(described: Described) -> str:
    """``described`` as one text that ``read`` takes apart again."""
    parts = ["\n".join(map(_escaped, described.text.split("\n")))] if described.text else []
    if described.name:
        parts.append(f"{_NAME}{described.name}")
    for heading, field in _HEADINGS.items():
        if items := getattr(described, field):
            parts.append("\n".join([heading, *map(_item, items)]))
    return "\n\n".join(parts)


def read(text: str) -> Described:
    """The parts of ``text``; where its headings are not followed by lists as here, it is all description."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((place for place, line in enumerate(lines) if _HEADING.fullmatch(line)), len(lines))
    sections = _sections(lines[start:])
    if sections is None:
        return Described("\n".join(lines).strip())
    name, lists = sections
    return Described("\n".join(map(_unescaped, lines[:start])).strip(), name, **lists)


def _sections(lines: list[str]) -> tuple[str, dict[str, tuple[str, ...]]] | None:
    name, lists, gap = "", dict[str, list[str]](), 0
    items: list[str] | None = None
    for line in lines:
        if not line:
            gap += 1
            continue
        if line.startswith(_NAME):
            name, items = line.removeprefix(_NAME).strip(), None
        elif line.rstrip() in _HEADINGS:
            items = lists.setdefault(_HEADINGS[line.rstrip()], [])
        elif items is not None and (line.startswith(_ITEM) or line == _ITEM.strip()):
            items.append(line.removeprefix(_ITEM) if line.startswith(_ITEM) else "")
        elif items and line.startswith(_MORE):
            # Some tools cut white space off at the end of lines, and so empty those within an item.
            items[-1] += "\n" * (gap + 1) + line.removeprefix(_MORE)
        else:
            return None
        gap = 0
    return name, {field: tuple(items) for field, items in lists.items()}


def _item(text: str) -> str:
    return _ITEM + text.replace("\n", f"\n{_MORE}")


def _escaped(line: str) -> str:
    return f"\\{line}" if _LOOKS_LIKE_HEADING.fullmatch(line) else line


def _unescaped(line: str) -> str:
    return line[1:] if line.startswith("\\") and _LOOKS_LIKE_HEADING.fullmatch(line) else line
