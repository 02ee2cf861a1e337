"""Statements: what a layer's spans and relations say together about who takes which stance on what."""

from dataclasses import replace

import pytest

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.domain.statement import Slot, statements

POLARITY = Attribute("polarity", "choice", choices=("supports", "opposes"), required=True)
VOICE = Attribute("voice", "choice", choices=("narrator", "reported"), required=True)
BOOK = Codebook(
    version=1,
    labels=(Label("actor"), Label("stance", attributes=(POLARITY, VOICE)), Label("law")),
    relations=(
        RelationType("holds", source=("actor",), target=("stance",)),
        RelationType("toward", source=("stance",), target=("law", "actor", "stance")),
        RelationType("addresses", source=("stance",), target=("actor",)),
        RelationType("reports", source=("actor",), target=("stance",)),
    ),
)


def span(name: str, label: str, start: int, layer: str = "ana", **attributes: str) -> Span:
    return Span(name, layer, layer, label, ((start, start + 5),), attributes, "", 1, 1, "", "")


def joined(source: Span, kind: str, target: Span) -> Relation:
    return Relation(
        f"{source.id} {kind} {target.id}", source.layer, source.layer, kind, source.id, target.id, 1, ""
    )


MINISTRY, ARMY = span("ministry", "actor", 0), span("army", "actor", 10)
REFUSES = span("refuses", "stance", 20, polarity="opposes", voice="narrator")
DRAFT, TREATY = span("draft", "law", 30), span("treaty", "law", 40)
SPANS = [TREATY, DRAFT, REFUSES, ARMY, MINISTRY]


def told(*relations: Relation, spans: list[Span] = SPANS, book: Codebook = BOOK) -> list[tuple[str, ...]]:
    return [
        tuple(one.span.id if one and one.span else one and one.entity for one in (made.actor, made.instrument))
        for made in statements(book, spans, relations)
    ]


def test_a_stance_with_its_holder_and_its_target_is_a_statement():
    (made,) = statements(BOOK, SPANS, [joined(MINISTRY, "holds", REFUSES), joined(REFUSES, "toward", DRAFT)])
    assert (made.layer, made.annotator, made.stance) == ("ana", "ana", REFUSES)
    assert (made.actor, made.instrument) == (Slot(MINISTRY, None), Slot(DRAFT, None))
    assert (made.polarity, made.voice, made.missing) == ("opposes", "narrator", ())
    assert (made.addressee, made.reporter) == (None, None)


def test_there_is_one_for_each_holder_and_each_target_in_reading_order():
    ties = [joined(one, "holds", REFUSES) for one in (ARMY, MINISTRY)]
    ties += [joined(REFUSES, "toward", one) for one in (TREATY, DRAFT)]
    assert told(*ties) == [("ministry", "draft"), ("ministry", "treaty"), ("army", "draft"), ("army", "treaty")]
    made = statements(BOOK, SPANS, ties)
    assert len({one.id for one in made}) == 4
    assert [one.id for one in statements(BOOK, SPANS[::-1], ties[::-1])] == [one.id for one in made]


def test_what_is_not_said_yet_is_missing_and_nothing_is_refused():
    silent = replace(REFUSES, attributes={})
    (made,) = statements(BOOK, [MINISTRY, silent], [])
    assert made.missing == ("actor", "instrument", "polarity", "voice")
    (made,) = statements(BOOK, [MINISTRY, silent], [joined(MINISTRY, "holds", silent)])
    assert made.missing == ("instrument", "polarity", "voice")


def test_a_polarity_is_missing_even_where_the_codebook_does_not_ask_for_it_and_a_voice_is_not():
    loose = tuple(replace(one, required=False) for one in (POLARITY, VOICE))
    book = replace(BOOK, labels=(BOOK.labels[0], Label("stance", attributes=loose), BOOK.labels[2]))
    (made,) = statements(book, [replace(REFUSES, attributes={})], [])
    assert made.missing == ("actor", "instrument", "polarity")


def test_who_reports_it_and_whom_it_is_said_to_are_parts_of_it():
    (made,) = statements(BOOK, SPANS, [joined(REFUSES, "addresses", ARMY), joined(MINISTRY, "reports", REFUSES)])
    assert (made.addressee, made.reporter) == (Slot(ARMY, None), Slot(MINISTRY, None))


def test_an_entry_linked_to_the_stance_fills_a_place_where_no_span_does():
    linked = replace(REFUSES, links={"actor": "kazakhstan", "instrument": "law-on-duty", "reporter": "tass"})
    (made,) = statements(BOOK, [linked], [])
    assert made.actor == Slot(None, "kazakhstan")
    assert made.reporter == Slot(None, "tass")
    assert made.missing == ()
    ties = [joined(ARMY, "holds", linked)]
    assert told(*ties, spans=[linked, ARMY]) == [("army", "law-on-duty")]


def test_a_span_that_fills_a_place_brings_the_entry_that_it_mentions():
    known = replace(ARMY, links={"is": "russian-army"})
    (made,) = statements(BOOK, [known, REFUSES], [joined(known, "holds", REFUSES)])
    assert made.actor == Slot(known, "russian-army")


def test_a_relation_that_may_join_two_stances_leads_from_the_one_whose_statement_it_is():
    other = span("agrees", "stance", 50)
    assert told(joined(REFUSES, "toward", other), spans=[REFUSES, other]) == [(None, "agrees"), (None, None)]


def test_a_codebook_may_draw_its_relations_the_other_way_round():
    held = RelationType("holds", source=("stance",), target=("actor",))
    book = replace(BOOK, relations=(held, *BOOK.relations[1:]))
    assert told(joined(REFUSES, "holds", ARMY), book=book) == [("army", None)]


def test_layers_do_not_mix_even_where_their_spans_have_one_id():
    theirs = [replace(one, layer="ben", annotator="ben") for one in (ARMY, REFUSES)]
    made = statements(BOOK, [ARMY, REFUSES, *theirs], [joined(theirs[0], "holds", theirs[1])])
    assert [(one.layer, one.actor and one.actor.span.layer) for one in made] == [("ana", None), ("ben", "ben")]
    assert made[0].id != made[1].id


def test_a_relation_to_a_span_that_is_not_there_is_passed_over():
    assert told(joined(span("gone", "actor", 1), "holds", REFUSES)) == [(None, None)]


def test_the_same_relation_twice_is_one_holder():
    tie = joined(ARMY, "holds", REFUSES)
    assert told(tie, replace(tie, id="again")) == [("army", None)]


@pytest.mark.parametrize("book", [Codebook(), replace(BOOK, relations=BOOK.relations[:1])])
def test_a_codebook_that_knows_no_statements_has_none(book):
    assert told(book=book) == []
