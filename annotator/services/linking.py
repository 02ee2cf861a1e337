"""Linking: what is marked finds its entry in the registry, by a few letters or by itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.domain.codebook import Codebook
from annotator.domain.entity import SORTS, Entity, named, spoken_key
from annotator.domain.errors import Invalid
from annotator.domain.link import IS
from annotator.domain.past import links_of
from annotator.domain.permission import Act, Person, Standing
from annotator.domain.span import Span
from annotator.services import annotating, entities, layers, merging, reading, recording
from annotator.services.annotating import Draft, Edit
from annotator.services.entities import Registry
from annotator.services.recording import Action, Change
from annotator.store import linked, past, spans
from annotator.store.engine import Transaction
from annotator.store.entities import Entry
from annotator.store.layers import Desk
from annotator.store.linked import Passage
from annotator.store.projects import Project

__all__ = [
    "OfSpan",
    "Passage",
    "Shown",
    "by_themselves",
    "called",
    "change",
    "counted",
    "of_span",
    "propose",
    "shown",
    "suggested",
]

_MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class OfSpan:
    """The entry that a span mentions, where it is linked to one; ``offered``: whether its label can be linked."""

    entry: Entry | None
    offered: bool


def sorts_of(book: Codebook, label: str) -> frozenset[str]:
    """The sorts of entries that spans of a label may mention, by what it is in a statement; a stance: none.

    A label that holds stances is an actor, one that stances are only toward an instrument, any other may be both.
    """
    made = book.statement_type
    if made is None:
        return frozenset(SORTS)
    if label in made.stances:
        return frozenset()
    actors, targets = (_ends(book, name, made.stances) for name in (made.holder, made.target))
    if label in actors:
        return frozenset({"actor"})
    return frozenset({"instrument"}) if label in targets else frozenset(SORTS)


def _ends(book: Codebook, relation: str, stances: Sequence[str]) -> set[str]:
    kind = book.relation(relation)
    return {*kind.source, *kind.target} - {*stances}


def of_span(tx: Transaction, desk: Desk, span: Span) -> OfSpan:
    """What a span at a desk is linked to."""
    key = span.links.get(IS)
    entry = entities.of_desk(tx, desk).meant(key) if key else None
    return OfSpan(entry, bool(sorts_of(desk.codebook, span.label)))


def suggested(tx: Transaction, person: Person, span_id: str, letters: str) -> tuple[Desk, list[Entry]]:
    """The entries that a span may mean: those that ``letters`` find, by default its own words."""
    desk, span = reading.own_span(tx, person, span_id)
    found = entities.of_desk(tx, desk)
    wanted = letters.strip() or span.quote(desk.reading.text)
    sorts = sorts_of(desk.codebook, span.label)
    return desk, [one for one in found.found(wanted) if one.entity.sort in sorts][:_MOST_SUGGESTED]


def change(
    tx: Transaction, person: Person, action: Action, span_id: str, edit: Edit, *, version: int | None = None
) -> Change:
    """Change a span; where that links it to an entry, the same words here that have no link are linked along."""

    def along(desk: Desk, span: Span) -> list[tuple[Span, Edit]]:
        key = (edit.links or {}).get(IS)
        if key is None or key == span.links.get(IS):
            return []
        return [(one, Edit(links={**one.links, IS: key})) for one in _alike(tx, desk, span)]

    return annotating.change(tx, person, action, span_id, edit, version=version, along=along)


def _alike(tx: Transaction, desk: Desk, span: Span) -> list[Span]:
    """The spans of one's own layer here with the same label and words that are not linked, and never were."""
    words = spoken_key(span.quote(desk.reading.text))
    found = [
        one
        for one in spans.labelled(tx, recording.layer_of(desk), [span.label])
        if one.id != span.id and IS not in one.links and spoken_key(one.quote(desk.reading.text)) == words
    ]
    told = past.spans_of(tx, desk.document_id, [one.id for one in found]).told
    return [one for one in found if not any(IS in links_of(event.after or {}) for event in told.get(one.id, ()))]


def propose(
    tx: Transaction, person: Person, action: Action, span_id: str, name: str, *, version: int | None = None
) -> Change:
    """Link a span to a new entry of this name, or to the one that is called so already.

    Raises:
        Invalid: spans of this label mention no entry.
    """
    desk, span = reading.own_span(tx, person, span_id)
    desk, answer = recording.enter(tx, person, action, desk.document_id)
    if answer is not None:
        return answer
    found = entities.of_desk(tx, desk)
    sorts = sorted(sorts_of(desk.codebook, span.label))
    if not sorts:
        raise Invalid("not-linkable", "What carries a stance mentions no entry of the registry.")
    known = [one for one in found.standing if one.entity.sort in sorts and name in one.entity.names]
    kind = span.attributes.get("kind")
    tree = {"sort": sorts[0], "name": name, "kind": kind if isinstance(kind, str) else ""}
    made = known[0] if known else entities.add(tx, person, desk.project.slug, tree)
    edit = Edit(links={**span.links, IS: made.entity.key})
    return change(tx, person, action, span_id, edit, version=version)


def by_themselves(tx: Transaction, person: Person, document_id: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts, linked where their words are known: as one linked them last, or as a name of just one entry."""
    return found_by_words(tx, reading.desk(tx, person, document_id), drafts)


def found_by_words(tx: Transaction, desk: Desk, drafts: Sequence[Draft]) -> list[Draft]:
    """The same at a desk that is open already."""
    found = entities.of_desk(tx, desk)
    if not found.entries:
        return list(drafts)
    words = {draft.id: _words(desk, draft) for draft in drafts}
    # A label that the codebook lacks may be anything, and is refused by whoever makes the span.
    known = {label.name for label in desk.codebook.labels}
    wanted = {(draft.label, len(words[draft.id])) for draft in drafts if draft.label in known}
    before = _linked_before(tx, found, desk, wanted)
    return [_linked(desk, draft, found, words[draft.id], before) for draft in drafts]


def _words(desk: Desk, draft: Draft) -> str:
    """What a draft marks, as far as its place makes sense; whoever makes the span checks that."""
    if not draft.fragments:
        return ""
    return desk.reading.text[draft.fragments[0][0] : draft.fragments[-1][1]]


def _linked_before(
    tx: Transaction, found: Registry, desk: Desk, wanted: set[tuple[str, int]]
) -> dict[tuple[str, str], str]:
    """For labels and words that somebody linked in their own layers before: the entry's key.

    ``wanted`` are the labels, and the lengths of words, that are looked for.
    """
    labels, lengths = (set(several) for several in zip(*wanted, strict=True)) if wanted else (set(), set())
    own = linked.own_words(tx, desk.project.id, desk.person, labels, lengths)
    return {
        (span.label, spoken_key(words)): entry.entity.key
        for span, words in own
        if IS in span.links and (entry := found.meant(span.links[IS])) is not None
    }


def _linked(desk: Desk, draft: Draft, found: Registry, words: str, before: dict[tuple[str, str], str]) -> Draft:
    if draft.links is not None or not words:
        return draft
    key = before.get((draft.label, spoken_key(words))) or called(found, desk.codebook, draft.label, words)
    return replace(draft, links={IS: key}) if key else draft


def called(found: Registry, book: Codebook, label: str, words: str) -> str | None:
    """The key of the one entry that a label may mention and that is called just so; None for none or several."""
    sorts = sorts_of(book, label)
    among = (one.entity for one in found.entries.values() if one.entity.sort in sorts and not one.deleted)
    keys = {meant.entity.key for one in named(words, among) if (meant := found.meant(one.key)) is not None}
    return next(iter(keys)) if len(keys) == 1 else None


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with what links to it, as far as somebody may know, and what was merged into it."""

    registry: Registry
    entry: Entry
    names: Entity
    merged: Sequence[Entry]
    passages: Sequence[Passage]


def shown(tx: Transaction, person: Person, slug: str, key: str) -> Shown:
    """An entry with all that links to it."""
    found, one = entities.entry(tx, person, slug, key)
    merged = merging.merged_into(found, key)
    keys = {key, *(other.entity.key for other in merged)}
    passages = [
        passage
        for passage in linked.passages(tx, found.project.id, keys)
        if _is_open(found.project, passage.span.layer, blind=passage.blind)
    ]
    return Shown(found, one, merging.all_names(found, key), merged, passages)


def counted(tx: Transaction, found: Registry) -> Counter[str]:
    """For the key of each entry how many spans are linked to it, as far as somebody may know."""
    counts: Counter[str] = Counter()
    for one in linked.counts(tx, found.project.id):
        if _is_open(found.project, one.layer, blind=one.blind):
            meant = {entry.entity.key for key in one.links.values() if (entry := found.meant(key)) is not None}
            counts.update(dict.fromkeys(meant, one.spans))
    return counts


def _is_open(project: Project, layer: str, *, blind: bool) -> bool:
    who = project.standing
    if layer == who.person.name and who.may(Act.ANNOTATE):
        return True
    return Standing(who.person, who.role, blind, who.shows_agreement).may(layers.act_of(layer))
