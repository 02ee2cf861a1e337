"""A search as a person types it: words, “phrases”, beginnings*, and conditions on spans and documents.

    refrain*                          words that begin so
    "mercenary law" -draft            the phrase, in documents without the word
    label:stance refrain              spans of a label in which the word stands
    polarity=opposes by:ana           spans with this attribute, made by somebody
    publication:Eurasianet date:2022  in documents of a publication and a year (2005..2022, 2022-09.. too)

Words, and conditions of one kind, are all to hold.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.domain.errors import Invalid
from annotator.domain.naming import name_key
from annotator.domain.word import Words, word_keys

OF_SPANS = ("label", "by", "layer", "note")
"""Fields of spans; a query that names one of them, or an attribute, finds spans."""

LONGEST = 500
_PIECE = re.compile(
    r'(?P<minus>-)?(?:(?P<name>[^\W\d][\w.-]*)(?P<sign>[:=]))?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))'
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared; ``begins``: any that begins so."""

    key: str
    begins: bool = False

    def matches(self, key: str) -> bool:
        return key.startswith(self.key) if self.begins else key == self.key


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one behind another."""

    words: tuple[Word, ...]

    def places(self, text: Words, within: range | None = None) -> list[tuple[int, int]]:
        """Where the phrase stands, as half-open ranges of code points; with ``within``, among those words only."""
        numbers = range(len(text.keys)) if within is None else within
        first, *more = self.words
        found = []
        for number in numbers:
            if not first.matches(text.keys[number]) or number + len(more) >= numbers.stop:
                continue
            if all(one.matches(text.keys[number + step]) for step, one in enumerate(more, 1)):
                found.append((text.places[number][0], text.places[number + len(more)][1]))
        return found


@dataclass(frozen=True, slots=True)
class Condition:
    """What is to hold of a field: that it is ``value``, or for a document's that ``value`` stands in it."""

    name: str
    value: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for."""

    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    of_spans: tuple[Condition, ...] = ()
    attributes: tuple[Condition, ...] = ()
    of_documents: tuple[Condition, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """Each word that a document has to contain to be found."""
        return tuple(word for phrase in self.phrases for word in phrase.words)

    @property
    def finds_spans(self) -> bool:
        return bool(self.of_spans or self.attributes)


def parsed(text: str) -> Query:
    """The query that somebody typed.

    Raises:
        Invalid: nothing is searched for, a quotation mark is not closed, or what is typed has no words in it.
    """
    if len(text) > LONGEST:
        raise Invalid("query-too-long", f"A search is at most {LONGEST} characters long.")
    if text.count('"') % 2:
        raise Invalid(
            "open-quotation", f"The quotation mark at character {text.rindex(chr(34)) + 1} is not closed."
        )
    pieces = [_Piece.of(found) for found in _PIECE.finditer(text)]
    phrases = [one for one in pieces if not one.name]
    query = Query(
        phrases=tuple(_phrase(one) for one in phrases if not one.excluded),
        excluded=tuple(_phrase(one) for one in phrases if one.excluded),
        of_spans=_conditions(pieces, lambda one: one.sign == ":" and one.name in OF_SPANS),
        attributes=_conditions(pieces, lambda one: one.sign == "="),
        of_documents=_conditions(pieces, lambda one: one.sign == ":" and one.name not in OF_SPANS),
    )
    if not (query.phrases or query.of_spans or query.attributes or query.of_documents):
        raise Invalid("empty-query", "Say what to search for: a word, a “phrase”, a condition like label:actor.")
    return query


@dataclass(frozen=True, slots=True)
class _Piece:
    name: str
    sign: str
    value: str
    excluded: bool
    at: int

    @classmethod
    def of(cls, found: re.Match[str]) -> "_Piece":
        value = found["plain"] if found["quoted"] is None else found["quoted"]
        return cls(found["name"] or "", found["sign"] or "", value, bool(found["minus"]), found.start() + 1)


def _phrase(piece: _Piece) -> Phrase:
    keys = word_keys(piece.value)
    if not keys:
        raise Invalid("no-word", f"“{piece.value[:40]}” (character {piece.at}) has no word in it.")
    begins = piece.value.endswith("*")
    return Phrase(tuple(Word(key, begins and index == len(keys) - 1) for index, key in enumerate(keys)))


def _conditions(pieces: Sequence[_Piece], wanted: Callable[[_Piece], bool]) -> tuple[Condition, ...]:
    return tuple(Condition(one.name, one.value, one.excluded) for one in pieces if wanted(one))


def holds(conditions: Sequence[Condition], title: str, meta: dict[str, object]) -> bool:
    """Whether a document with this title and metadata meets ``conditions``."""
    return all(_holds(one, title, meta) != one.excluded for one in conditions)


def _holds(one: Condition, title: str, meta: dict[str, object]) -> bool:
    said = title if one.name == "title" else meta.get("date" if one.name == "year" else one.name)
    if said is None:
        return False
    if one.name in ("date", "year"):
        return _in_time(str(said), one.value)
    return name_key(one.value) in name_key(str(said))


def _in_time(said: str, wanted: str) -> bool:
    """Whether a date, RFC 3339 or a part of it, is in ``2022``, ``2022-09`` or ``2005..2022``."""
    first, dots, last = wanted.partition("..")
    if not dots:
        return said.startswith(first)
    return (not first or said >= first) and (not last or said[: len(last)] <= last)
