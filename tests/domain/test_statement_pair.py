"""Statements of two annotators, paired, and in what they differ; relations likewise."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.alignment import align, align_each
from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.joined import HAS, pair_joined, rate
from annotator.domain.link import IS
from annotator.domain.rating import GAP
from annotator.domain.relation import Relation
from annotator.domain.relation_pair import labels_of_both, opportunities, pair_relations
from annotator.domain.span import Span
from annotator.measures.krippendorff_alpha import krippendorff_alpha

BOOK = Codebook(
    version=1,
    labels=(
        Label("actor"),
        Label("stance", attributes=(Attribute("polarity", "choice", choices=("supports", "opposes")),)),
        Label("law"),
    ),
    relations=(
        RelationType("holds", source=("actor",), target=("stance",)),
        RelationType("toward", source=("stance",), target=("law", "actor")),
    ),
)
WORDS = 100


class Layer:
    """What one annotator marked and joined, a line a statement."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.spans: list[Span] = []
        self.relations: list[Relation] = []

    def mark(self, start: int, label: str, *, long: int = 5, entity: str = "", **attributes: str) -> Span:
        place = ((start, start + long),)
        for span in self.spans:
            if (span.fragments, span.label) == (place, label):
                return span
        made = Span(
            f"{self.name}{len(self.spans)}", self.name, self.name, label, place, attributes, "", 1, 1, "", ""
        )
        made = replace(made, links={IS: entity} if entity else {})
        self.spans.append(made)
        return made

    def join(self, kind: str, source: Span, target: Span) -> None:
        made = f"{self.name}r{len(self.relations)}"
        self.relations.append(Relation(made, self.name, self.name, kind, source.id, target.id, 1, ""))

    def say(self, actor: Span | None, stance: Span, law: Span | None) -> "Layer":
        if actor:
            self.join("holds", actor, stance)
        if law:
            self.join("toward", stance, law)
        return self


def paired(*layers: Layer, resolved=str):
    spans = {layer.name: layer.spans for layer in layers}
    return pair_joined(
        BOOK, spans, [one for layer in layers for one in layer.relations], resolved, align_each(spans)
    )


def say(name: str, actor=0, stance=20, law=40, polarity="supports", **entities: str) -> Layer:
    """A layer with one statement, its parts where the numbers say; None leaves a part out."""
    layer = Layer(name)
    return layer.say(
        None if actor is None else layer.mark(actor, "actor", entity=entities.get("actor_is", "")),
        layer.mark(stance, "stance", polarity=polarity),
        None if law is None else layer.mark(law, "law", entity=entities.get("law_is", "")),
    )


@pytest.mark.parametrize(
    ("other", "differing"),
    [
        ({}, ()),
        ({"stance": 22, "actor": 2}, ()),  # borders are another question
        ({"actor": 8}, ("actor",)),
        ({"actor": None}, ("actor",)),
        ({"law": 60}, ("instrument",)),
        ({"polarity": "opposes"}, ("polarity",)),
        ({"polarity": "opposes", "law": 60}, ("instrument",)),  # of something else, another polarity says nothing
        ({"actor": 8, "law": 60}, ("actor", "instrument")),
    ],
)
def test_two_statements_with_one_stance_are_one_and_differ_in_the_rest(other, differing):
    ((pair,),) = [found.statements for found in paired(say("ana"), say("ben", **other))]
    assert pair.found
    assert pair.differing == differing
    assert pair.identical == (not differing)


def test_statements_whose_stances_have_no_character_in_common_are_two():
    (found,) = paired(say("ana"), say("ben", stance=25))
    assert [pair.differing for pair in found.statements] == [("found",), ("found",)]


def test_mentions_in_two_places_are_one_actor_where_both_are_linked_to_one_entry():
    def same(**entities):
        layers = say("ana", actor_is="army"), say("ben", actor=8, **entities)
        return [
            pair.differing
            for pair in paired(*layers, resolved=lambda key: "army" if key == "forces" else key)[0].statements
        ]

    assert same(actor_is="army") == same(actor_is="forces") == [()]
    assert same() == [("actor",)]


def test_a_mention_that_only_one_linked_is_that_entry_for_both():
    (found,) = paired(say("ana", actor_is="army"), say("ben"))
    assert found.statements[0].differing == ()


def test_one_mention_linked_to_two_entries_is_two_actors():
    (found,) = paired(say("ana", actor_is="army"), say("ben", actor_is="ministry"))
    assert found.statements[0].differing == ("actor",)


def test_an_assignment_is_the_best_one_and_as_many_go_together_as_can():
    ana, ben = Layer("ana"), Layer("ben")
    for layer, laws in ((ana, (40, 60)), (ben, (60, 40))):
        stance = layer.mark(20, "stance", polarity="supports")
        actor = layer.mark(0, "actor")
        layer.join("holds", actor, stance)
        for law in laws:
            layer.join("toward", stance, layer.mark(law, "law"))
    (found,) = paired(ana, ben)
    assert [pair.differing for pair in found.statements] == [(), ()]


def test_hand_computed_figures():
    """Four statements of ana, three of ben: one alike, one with another law, one opposed, one that ben lacks."""
    ana, ben = Layer("ana"), Layer("ben")
    for number, at in enumerate((0, 100, 200, 300)):
        ana.say(ana.mark(at, "actor"), ana.mark(at + 20, "stance", polarity="supports"), ana.mark(at + 40, "law"))
        ben.mark(at, "actor")
        if number < 3:
            polarity = "opposes" if number == 2 else "supports"
            law = at + (60 if number == 1 else 40)
            ben.say(ben.mark(at, "actor"), ben.mark(at + 20, "stance", polarity=polarity), ben.mark(law, "law"))
    rated = rate(paired(ana, ben), BOOK, WORDS)
    found = rated.statements["found"]
    assert found.counts == {(HAS, HAS): 3, (HAS, GAP): 1, (GAP, GAP): 96}
    # Two coincidences differ out of 200 values, of which seven are “has it”: 1 - 2 * 199 / (2 * 7 * 193).
    assert krippendorff_alpha(found) == pytest.approx(1 - 2 * 199 / (2 * 7 * 193))
    assert rated.statements["identical"].counts == {(HAS, HAS): 1, (HAS, GAP): 3, (GAP, HAS): 2, (GAP, GAP): 94}
    assert sum(rated.statements["actor"].counts.values()) == 3
    assert krippendorff_alpha(rated.statements["actor"]) == 1
    assert [len(set(values)) for values in rated.statements["instrument"].counts] == [1, 2, 1]
    assert rated.statements["polarity"].counts == {("supports", "supports"): 1, ("supports", "opposes"): 1}


def test_relations_are_one_where_the_type_and_both_ends_are():
    ana, ben = say("ana"), say("ben", law=60)
    aligned = align(ana.spans, ben.spans)
    found = pair_relations(ana.relations, ben.relations, aligned)
    assert [(pair.type, pair.found) for pair in found] == [("holds", True), ("toward", False), ("toward", False)]


def test_what_might_have_been_joined_are_the_spans_that_both_marked_and_the_codebook_allows():
    ana, ben = Layer("ana"), Layer("ben")
    for layer in (ana, ben):
        for at, label in ((0, "actor"), (10, "actor"), (20, "stance"), (30, "stance"), (40, "law")):
            layer.mark(at, label)
    ben.mark(90, "stance")
    both = labels_of_both(align(ana.spans, ben.spans))
    holds, toward = BOOK.relations
    assert (opportunities(holds, both), opportunities(toward, both)) == (2 * 2, 2 * 3)
    among_actors = RelationType("knows", source=("actor",), target=("actor",))
    assert opportunities(among_actors, both) == 2 * 2 - 2  # nobody to themselves
    ana.join("holds", ana.spans[0], ana.spans[2])
    rated = rate(paired(ana, ben), BOOK, WORDS).relations
    assert rated["holds"].counts == {(HAS, GAP): 1, (GAP, GAP): 3}
    assert rated["toward"].counts == {(GAP, GAP): 6}


@st.composite
def layers(draw, name: str) -> Layer:
    layer = Layer(name)
    entities = st.sampled_from(("", "", "army", "ministry"))
    for _ in range(draw(st.integers(0, 5))):
        stance = layer.mark(
            draw(st.integers(20, 60)), "stance", polarity=draw(st.sampled_from(("supports", "opposes")))
        )
        actor = draw(st.none() | st.integers(0, 10))
        law = draw(st.none() | st.integers(70, 80))
        layer.say(
            None if actor is None else layer.mark(actor, "actor", entity=draw(entities)),
            stance,
            None if law is None else layer.mark(law, "law", entity=draw(entities)),
        )
    return layer


@given(layers("ana"), layers("ben"))
def test_every_statement_and_relation_stands_in_one_pair_whoever_is_first(ana, ben):
    (found,) = paired(ana, ben)
    (turned,) = paired(ben, renamed(ana, "zoe"))
    for pairs in (found.statements, turned.statements):
        stood = [one.id for pair in pairs for one in pair.statements]
        assert len(stood) == len(set(stood))
    told = [sorted(pair.differing for pair in one.statements) for one in (found, turned)]
    assert told[0] == told[1]
    assert sum(pair.found for pair in found.relations) == sum(pair.found for pair in turned.relations)


@given(layers("ana"))
def test_who_is_held_against_themselves_agrees_in_everything(ana):
    (found,) = paired(ana, renamed(ana, "ben", "again "))
    assert all(pair.identical for pair in found.statements)
    assert all(pair.found for pair in found.relations)


def renamed(layer: Layer, name: str, before: str = "") -> Layer:
    """The same in another's layer; ``before`` makes other ids of its ids."""
    made = Layer(name)
    made.spans = [replace(one, id=f"{before}{one.id}", layer=name, annotator=name) for one in layer.spans]
    made.relations = [
        replace(
            one, id=f"{before}{one.id}", layer=name, source=f"{before}{one.source}", target=f"{before}{one.target}"
        )
        for one in layer.relations
    ]
    return made
