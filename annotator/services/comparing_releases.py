"""Comparing two releases: what was added, removed and changed from one to the other, and by whom."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from annotator.domain.codebook_difference import differences
from annotator.domain.codebook_saying import told
from annotator.domain.said import say
from annotator.services import comparing_statements
from annotator.services.comparing_entries import Entries
from annotator.services.opening_releases import LayerLine, Line, Opened, RelationLine, SpanLine
from annotator.services.release_change import HOWS, WHATS, Change, How, What, changes, paired


@dataclass(frozen=True, slots=True)
class Compared:
    """Two releases, and what makes the later out of the earlier one."""

    old: Opened
    new: Opened
    changes: tuple[Change, ...]
    codebook: tuple[str, ...]

    @property
    def by(self) -> dict[tuple[What, str, str], Counter[How]]:
        """How many of what was added, removed and changed, in which layer and by whom, in order."""
        found: dict[tuple[What, str, str], Counter[How]] = {}
        for one in sorted(self.changes, key=lambda one: (WHATS.index(one.what), one.layer, one.annotator)):
            found.setdefault((one.what, one.layer, one.annotator), Counter())[one.how] += 1
        return found

    @property
    def filtered(self) -> str:
        """Where the two were to hold other documents, a line that says so."""
        old, new = (_let(one) or say("all documents") for one in (self.old, self.new))
        if old == new:
            return ""
        return say("The documents were chosen otherwise: %(old)s before, %(new)s now.", old=old, new=new)


def compare(old: Opened, new: Opened) -> Compared:
    """Hold two releases against each other.

    Raises:
        Invalid: a line of one of them is not that of a document, or an entry not one of the registry.
    """
    said = [told(one) for one in differences(old.book, new.book)]
    return Compared(old, new, tuple(_changes(old, new)), tuple(said))


def report(found: Compared) -> dict[str, Any]:
    """The same as plain values, for scripts."""
    return {
        "old": _named(found.old),
        "new": _named(found.new),
        "by": [
            {"what": what, "layer": layer, "annotator": who, **{how: counts[how] for how in HOWS}}
            for (what, layer, who), counts in found.by.items()
        ],
        "codebook": list(found.codebook),
        "changes": [asdict(one) for one in found.changes],
    }


def _named(one: Opened) -> dict[str, str | None]:
    return {"name": one.name, "release": one.about["release"], "date": one.about["date"], "filter": _let(one)}


def _let(one: Opened) -> str | None:
    let = one.about["wanted"]["filter"]
    return let and let["query"]


def _changes(old: Opened, new: Opened) -> Iterator[Change]:
    before = {line.id: line for line in old.lines()}
    by_text = {line.sha256: line for line in before.values()}
    known, entries = Entries(), Entries()
    for line in before.values():
        known.gather(line)
    for line in new.lines():
        entries.gather(line)
        # What was imported anew may have other ids: then the text tells.
        was = before.pop(line.id, None) or before.pop(getattr(by_text.get(line.sha256), "id", ""), None)
        if was is None:
            yield Change("document", "added", line.id, line.title)
            yield from _all_of(line, "added")
        else:
            yield from _in_document(was, line)
    for line in before.values():
        yield Change("document", "removed", line.id, line.title)
        yield from _all_of(line, "removed")
    yield from entries.since(known)


def _all_of(line: Line, how: How) -> Iterator[Change]:
    yield from (_of_layer(line, one, how) for one in line.layers)
    yield from (_of_span(line, one, how) for one in line.spans)
    yield from (_of_relation(line, one, how) for one in line.relations)
    yield from comparing_statements.of_line(line, how)


def _in_document(was: Line, now: Line) -> Iterator[Change]:
    if fields := tuple(_fields_of_document(was, now)):
        yield Change("document", "changed", now.id, now.title, fields=fields)
    yield from _layers(was, now)
    spans = paired(was.spans, now.spans, _itself, _same_span)
    yield from changes(spans, partial(_of_span, was), partial(_of_span, now), _fields_of_span)
    yield from _relations(was, now)
    yield from comparing_statements.between(was, now)


def _fields_of_document(was: Line, now: Line) -> Iterator[str]:
    if was.title != now.title:
        yield "title"
    if was.sha256 != now.sha256:
        yield "text"
    keys = sorted(was.meta.keys() | now.meta.keys())
    yield from (f"meta.{key}" for key in keys if was.meta.get(key) != now.meta.get(key))


def _layers(was: Line, now: Line) -> Iterator[Change]:
    before, after = ({one.name: one for one in line.layers} for line in (was, now))
    layers = ((before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys()))

    def fields(one: LayerLine, other: LayerLine) -> tuple[str, ...]:
        return tuple(key for key in ("state", "attributes") if getattr(one, key) != getattr(other, key))

    return changes(layers, partial(_of_layer, was), partial(_of_layer, now), fields)


def _relations(was: Line, now: Line) -> Iterator[Change]:
    places = {span.id: _place(span) for line in (was, now) for span in line.spans}

    def key(one: RelationLine) -> Any:
        return one.layer, one.type, places.get(one.source), places.get(one.target)

    def fields(one: RelationLine, other: RelationLine) -> tuple[str, ...]:
        return ("ends",) if key(one) != key(other) else ()

    relations = paired(was.relations, now.relations, _itself, key)
    return changes(relations, partial(_of_relation, was), partial(_of_relation, now), fields)


def _itself(one: SpanLine | RelationLine) -> str:
    return one.id


def _same_span(span: SpanLine) -> Any:
    return span.layer, span.label, _place(span)


def _place(span: SpanLine) -> tuple[Any, ...]:
    return tuple(tuple(place) for place in span.places)


def _fields_of_span(was: SpanLine, now: SpanLine) -> tuple[str, ...]:
    fields = [
        name for name in ("label", "attributes", "note", "links") if getattr(was, name) != getattr(now, name)
    ]
    return tuple(["place", *fields] if _place(was) != _place(now) else fields)


def _of_layer(line: Line, one: LayerLine, how: How, fields: Iterable[str] = ()) -> Change:
    return Change("layer", how, line.id, line.title, one.name, one.annotator, fields=tuple(fields))


def _of_span(line: Line, one: SpanLine, how: How, fields: Iterable[str] = ()) -> Change:
    about: Mapping[str, Any] = {"id": one.id, "label": one.label, "words": one.words, "fields": tuple(fields)}
    return Change("span", how, line.id, line.title, one.layer, one.annotator, **about)


def _of_relation(line: Line, one: RelationLine, how: How, fields: Iterable[str] = ()) -> Change:
    words = {span.id: span.words for span in line.spans}
    ends = f"{words.get(one.source, '')} → {words.get(one.target, '')}"
    about: Mapping[str, Any] = {"id": one.id, "label": one.type, "words": ends, "fields": tuple(fields)}
    return Change("relation", how, line.id, line.title, one.layer, one.annotator, **about)
