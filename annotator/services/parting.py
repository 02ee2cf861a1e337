"""A corpus in parts to train and test on: which document goes where, and the files of each part."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.pinning import Pin
from annotator.domain.resemblance import families, sketch
from annotator.domain.training import Split, Unit, assigned, refuse_empty
from annotator.formats._base import Format
from annotator.formats._csv import lines
from annotator.formats._files import File


def given(snapshot: Snapshot, split: Split, pinned: Mapping[str, Pin]) -> dict[str, str]:
    """For each document its part, after one pass over the texts.

    Raises:
        Invalid: a part would be empty, or what belongs together is pinned to different parts.
    """
    sketched = [(sketch(one.text), _known(one)) for one in snapshot.documents()]
    units = [
        replace(unit, family=family)
        for (_, unit), family in zip(sketched, families(one for one, _ in sketched), strict=True)
    ]
    found = assigned(units, split, pinned)
    refuse_empty(found, split)
    return found


def files(form: Format, snapshot: Snapshot, split: Split, parts: Mapping[str, str]) -> Iterator[File]:
    """The files of each part, in a folder or under a name of its own, and the list of what went where."""
    for part in split.parts:
        some = _only(snapshot, part.name, parts)
        if form.files is not None:
            yield from (File(f"{part.name}/{one.path}", one.chunks) for one in form.files(some))
        elif form.write is not None:
            yield File(f"{part.name}{form.suffix}", form.write(some))
    yield File("split.csv", lines((("document", "part"), *parts.items())))


def told(split: Split, parts: Mapping[str, str], pinned: Mapping[str, Pin]) -> dict[str, Any]:
    """What a manifest says of a split; ``named`` counts the documents that were put into a part."""
    have, put = Counter(parts.values()), Counter(pin.part for pin in pinned.values())
    of_each = {
        one.name: {"share": one.share, "documents": have[one.name], "named": put[one.name]} for one in split.parts
    }
    return {"by": split.by, "seed": split.seed, "parts": of_each}


def _known(document: Document) -> Unit:
    said = {key: str(document.meta.get(key) or "") for key in ("publication", "date")}
    return Unit(document.id, 0, **said)


def _only(snapshot: Snapshot, part: str, parts: Mapping[str, str]) -> Snapshot:
    count = sum(name == part for name in parts.values())
    documents = lambda: (one for one in snapshot.documents() if parts.get(one.id) == part)  # noqa: E731
    return replace(snapshot, count=count, documents=documents)
