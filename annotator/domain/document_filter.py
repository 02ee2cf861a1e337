"""Which documents of a corpus: words that stand in them, and values that they are filed under.

Written as an address writes it: ``publication=Eurasianet&publication=RFE/RL&year=2005&words=refrain*``. Values of
one field are alternatives, fields are all to hold, and an empty value is for documents that have none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from annotator.domain.errors import Invalid
from annotator.domain.query import LONGEST, Query, parsed
from annotator.domain.text import checked_line

WORDS = "words"
OWN = "meta."
"""Before the name of a metadata key of one's own: ``meta.court=Supreme``."""

FILED = ("publication", "author", "year", "month", "language", "collection", "tag")
"""What a document is filed under, whoever looks."""
OF_TEAM = ("readings", "gold")
"""How many have completed it, and how far gold is: for whoever may know of the team's progress."""
FIELDS = (*FILED, "state", "round", *OF_TEAM)

_MOST_VALUES = 500
_LONGEST_QUERY = 20_000


@dataclass(frozen=True, slots=True)
class Filter:
    """``words`` as in a search, and for each field its alternatives; an empty one lets every document through.

    ``state`` is that of one's own layer, and ``round`` a number: both depend on who asks.
    """

    words: str = ""
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.fields)

    def of(self, name: str) -> tuple[str, ...]:
        """The alternatives of a field; none where it may be anything."""
        return dict(self.fields).get(name, ())

    def without(self, name: str) -> "Filter":
        """The same with a field that may be anything."""
        return replace(self, fields=tuple(one for one in self.fields if one[0] != name))

    def toggled(self, name: str, value: str) -> "Filter":
        """The same with one more alternative, or one less."""
        return _filter(self.words, {**dict(self.fields), name: tuple({*self.of(name)} ^ {value})})

    def unsaid(self) -> "Filter":
        """The same without words."""
        return replace(self, words="")

    @property
    def searched(self) -> Query | None:
        """The words as a search.

        Raises:
            Invalid: they cannot be read, or are about spans.
        """
        if not self.words:
            return None
        found = parsed(self.words)
        if found.finds_spans:
            raise Invalid(
                "filter-of-spans", "Documents are filtered by words and by what is known of them, not by spans."
            )
        return found

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Name and value of each part, in a fixed order."""
        if self.words:
            yield WORDS, self.words
        for name, values in self.fields:
            for value in values:
                yield name, value

    def __str__(self) -> str:
        return urlencode(list(self.pairs()))


EVERYTHING = Filter()
"""The filter that lets every document through."""


def filter_of(pairs: Iterable[tuple[str, str]]) -> Filter:
    """The filter that names and values say.

    Raises:
        Invalid: there is no such field, or the words cannot be read.
    """
    words, fields = "", dict[str, tuple[str, ...]]()
    for name, value in pairs:
        if name == WORDS:
            words = value.strip()
        elif name in FIELDS or (name.startswith(OWN) and name != OWN):
            fields[name] = (*fields.get(name, ()), value)
        else:
            raise Invalid(
                "unknown-field",
                f"Documents have no field “{name[:40]}”; these are: {', '.join(FIELDS)}, {OWN}KEY.",
            )
    made = _filter(words, fields)
    if len(words) > LONGEST or sum(len(values) for _, values in made.fields) > _MOST_VALUES:
        raise Invalid(
            "filter-too-long", f"A filter has at most {LONGEST} characters of words and {_MOST_VALUES} values."
        )
    _ = made.searched
    return made


def filter_from(query: str) -> Filter:
    """The filter that is written as in an address.

    Raises:
        Invalid: it is none; says which part.
    """
    if len(query) > _LONGEST_QUERY or (query and "=" not in query):
        raise Invalid("bad-filter", f"“{query[:40]}” is no filter: write it as FIELD=VALUE, joined by &.")
    return filter_of(parse_qsl(query, keep_blank_values=True))


def checked_filter_name(name: str) -> str:
    """``name`` as a filter may be called: a line without ``=``, by which one that is written is known."""
    called = checked_line(name, "The name of a filter", 200)
    if "=" in called:
        raise Invalid("bad-name", f"“{called[:80]}”: the name of a filter has no = in it.")
    return called


def _filter(words: str, fields: Mapping[str, Iterable[str]]) -> Filter:
    """Fields and their values in a fixed order, so that the same filter is written the same."""
    kept = ((name, tuple(sorted(set(values)))) for name, values in sorted(fields.items()))
    return Filter(words, tuple(one for one in kept if one[1]))
