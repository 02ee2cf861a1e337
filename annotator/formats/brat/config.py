"""``annotation.conf`` and ``visual.conf``: what may be marked, and how it looks."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.domain.codebook import Codebook, Label
from annotator.formats.brat.names import shown, typed


def attribute_name(label: str, attribute: str) -> str:
    """An attribute's name. brat's are the same for every type, ours belong to a label."""
    return f"{typed(label)}_{typed(attribute)}"


def annotation_conf(codebooks: Sequence[Codebook]) -> bytes:
    """The configuration for what was marked under any of ``codebooks``."""
    labels = {label.name: label for book in codebooks for label in book.labels}
    lines = ["[entities]", *_nested(labels, None), "", "[relations]", *_relations(codebooks)]
    lines += ["", "[events]", "", "[attributes]", *_attributes(codebooks), ""]
    return "\n".join(lines).encode()


def visual_conf(codebooks: Sequence[Codebook]) -> bytes:
    """Titles and colours."""
    labels = {label.name: label for book in codebooks for label in book.labels}.values()
    named = (f"{typed(one.name)} | {_plain(one.title or one.name)}" for one in labels)
    drawn = (f"{typed(one.name)}\tbgColor:{one.color}" for one in labels)
    return "\n".join(["[labels]", *named, "", "[drawing]", *drawn, ""]).encode()


def _nested(labels: dict[str, Label], parent: str | None) -> Iterator[str]:
    """Types, each below its parent and further in."""
    waiting = [(one, 0) for one in reversed(labels.values()) if one.parent == parent or one.parent not in labels]
    while waiting:
        label, depth = waiting.pop()
        yield "\t" * depth + typed(label.name)
        below = (one for one in reversed(labels.values()) if one.parent == label.name)
        waiting.extend((one, depth + 1) for one in below)


def _relations(codebooks: Sequence[Codebook]) -> Iterator[str]:
    relations = {one.name: one for book in codebooks for one in book.relations}
    for one in relations.values():
        if one.source and one.target:
            yield f"{typed(one.name)}\tArg1:{_either(one.source)}, Arg2:{_either(one.target)}"
    yield "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"


def _attributes(codebooks: Sequence[Codebook]) -> Iterator[str]:
    found = {
        (label.name, one.name): one for book in codebooks for label in book.labels for one in label.attributes
    }
    for (label, name), one in found.items():
        values = one.choices if one.type == "choice" else ("true", "false")
        if one.type in ("choice", "boolean"):
            yield f"{attribute_name(label, name)}\tArg:{typed(label)}, Value:{_either(values)}"


def _either(names: Iterable[str]) -> str:
    return "|".join(typed(name) for name in names)


def _plain(title: str) -> str:
    return shown(title).replace("|", "/")
