"""What documents use and a codebook lacks is counted, called otherwise, or added."""

from dataclasses import replace

import pytest
from marked_corpus import BOOK, document, relation, span

from annotator.domain.codebook import Codebook
from annotator.domain.errors import Invalid
from annotator.domain.fitting import lacking, refuse_unused, renamed, widened


def test_everything_that_a_codebook_lacks_is_counted_by_kind():
    made = document(
        span("a", "person", "Astana", age=3),
        span("b", "person", "refrains"),
        span("c", "actor", "nobody", kind="planet", mood="good", roles=["speaker", "hero"]),
        span("d", "actor", "uniform", kind="state"),
        relations=(relation("r", "knows", "a", "b"), relation("s", "holds", "a", "c")),
    )
    assert [(one.kind, one.name, one.times) for one in lacking([made], lambda _: BOOK)] == [
        ("label", "person", 2),
        ("attribute", "actor.mood", 1),
        ("choice", "actor.kind", 1),
        ("choice", "actor.roles", 1),
        ("relation", "knows", 1),
        ("ends", "holds", 1),
    ]


def test_what_is_widened_lacks_nothing_more_and_loses_nothing():
    made = document(
        span("a", "person", "Astana", age=3),
        span("c", "actor", "nobody", kind="planet", mood="good"),
        relations=(relation("r", "knows", "a", "c"), relation("s", "holds", "a", "c")),
    )
    wide = widened(BOOK, [made], lacking([made], lambda _: BOOK))
    assert lacking([made], lambda _: wide) == ()
    assert [label.name for label in wide.labels] == ["actor", "stance", "legal_instrument", "person"]
    assert wide.labels[0].attributes[0].choices == ("state", "person", "planet")
    assert (
        wide.labels[3].shortcut not in {label.shortcut for label in BOOK.labels} or wide.labels[3].shortcut == ""
    )


def test_only_what_is_wanted_is_added():
    made = document(span("a", "person", "Astana"), span("b", "place", "refrains"))
    lacks = lacking([made], lambda _: BOOK)
    assert [label.name for label in widened(BOOK, [made], lacks[:1]).labels][3:] == ["person"]


def test_labels_attributes_and_relation_types_are_called_otherwise():
    made = document(span("a", "PER", "Astana", sort="state"), relations=(relation("r", "has", "a", "a"),))
    other = renamed(made, {"PER": "actor", "PER.sort": "kind", "has": "holds"})
    assert (other.spans[0].label, other.spans[0].attributes, other.relations[0].type) == (
        "actor",
        {"kind": "state"},
        "holds",
    )


def test_a_name_that_nothing_has_is_refused():
    with pytest.raises(Invalid, match="Nothing in these files is called “GPE”"):
        refuse_unused([document(span("a", "PER", "Astana"))], ["PER", "GPE"])


def test_two_attributes_are_not_called_the_same():
    made = document(span("a", "PER", "Astana", sort="state", kind="person"))
    with pytest.raises(Invalid, match="would be called the same"):
        renamed(made, {"PER.sort": "kind"})


def test_an_empty_codebook_lacks_everything():
    assert len(lacking([document(span("a", "PER", "Astana"))], lambda _: replace(Codebook()))) == 1
