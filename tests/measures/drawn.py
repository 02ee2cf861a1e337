"""Corpora and ratings as Hypothesis draws them, and the layers of a corpus as one would write them out by hand."""

from collections import Counter

from hypothesis import strategies as st

from annotator.domain.comparison import Comparison, compare
from annotator.domain.rating import GAP, Ratings
from annotator.domain.token import Tokens

LENGTH = 60
LABELS = ("actor", "stance", "law")
WORDS = [(at, at + 4) for at in range(0, LENGTH, 5)]
TOKENS = Tokens(WORDS)


@st.composite
def layers(draw, names=("ana", "ben", "cem"), *, apart=False):
    """Somebody's spans on one text, as many as like; they may overlap where they are not said to lie apart."""
    place = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 12), st.sampled_from(LABELS))
    places = st.lists(place.map(lambda one: (((one[0], min(one[0] + one[1], LENGTH)),), one[2])), max_size=6)
    return {name: one_by_one(draw(places)) if apart else draw(places) for name in names}


def one_by_one(places):
    """The places without those that begin before the one before them ends."""
    found = []
    for (fragment,), label in sorted(places):
        if not found or found[-1][0][0][1] <= fragment[0]:
            found.append(((fragment,), label))
    return found


corpora = st.lists(layers(), min_size=1, max_size=4)
"""Texts that the same three have completed."""

uneven = st.lists(
    st.lists(st.sampled_from(["ana", "ben", "cem", "dee"]), min_size=1, unique=True).flatmap(
        lambda names: layers(names, apart=True)
    ),
    min_size=1,
    max_size=4,
)
"""Texts that not everybody has completed; nobody's own spans overlap."""


def compared(layer) -> Comparison:
    return compare(layer, LENGTH, TOKENS)


def tables(values, annotators=(2, 4), *, missing=True):
    """Things, each with what every annotator said of it."""
    said = st.none() | values if missing else values
    return st.integers(*annotators).flatmap(
        lambda many: st.lists(st.tuples(*[said] * many), min_size=1, max_size=12)
    )


def ratings(table) -> Ratings:
    return Ratings(tuple(f"annotator {at}" for at in range(len(table[0]))), Counter(table))


def written_out(corpus, places):
    """By annotator, what each place of a corpus is marked as: one after the other, None where they have none."""
    names = sorted({name for layer in corpus for name in layer})
    return {name: [said for layer in corpus for said in _of_document(layer.get(name), places)] for name in names}


def _of_document(spans, places):
    if spans is None:
        return [None] * len(places)
    return [_label(spans, start, end) for start, end in places]


def _label(spans, start, end):
    """What stands on a place; of two spans that share a word, the one that begins first."""
    here = sorted((place, label) for place, label in spans if place[0][0] < end and start < place[0][1])
    return here[0][1] if here else GAP
