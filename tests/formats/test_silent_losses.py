"""No format leaves anything out in silence: what it does not write, it says."""

from dataclasses import replace

import pytest
from marked_corpus import BOOK, document, full_document, snapshot, span

from annotator.domain.entity_tree import entity_from_tree
from annotator.domain.precedent import Precedent
from annotator.formats._files import zipped
from annotator.formats._loss import all_reduced, reduced
from annotator.formats._qdc.losses import not_in_codes, not_in_project
from annotator.formats._unseen import HISTORY_BESIDE_SPANS, MAKERS_BESIDE_SPANS
from annotator.services import exchange

ENTRY = entity_from_tree({"key": "draft-law-2022", "sort": "instrument", "name": "Draft law of 2022"}, "an entry")
WRITERS = {one.name: one for one in exchange.all_formats().values() if one.is_written and not one.derived}
NEVER = "2001-01-01T00:00:00.000000Z"
OF_SPANS = ("notes", "attributes", "links", "fragments", "states", "line_ends", "history", "makers", "ids")
SAID_WITH = {
    **dict.fromkeys((*OF_SPANS, "codebook_versions"), "spans"),
    **dict.fromkeys(("blocks", "document_ids", "titles"), "documents"),
    "empty_layers": "layers",
}
"""What is gone with something else that is said to be left out."""


def each_span(change):
    return lambda document: replace(document, spans=tuple(map(change, document.spans)))


def each_layer(change):
    return lambda document: replace(document, layers=tuple(map(change, document.layers)))


def each_relation(change):
    return lambda document: replace(document, relations=tuple(map(change, document.relations)))


WITHOUT = {
    "notes": each_span(lambda span: replace(span, note="")),
    "attributes": each_span(lambda span: replace(span, attributes={})),
    "links": each_span(lambda span: replace(span, links={})),
    "fragments": each_span(lambda span: replace(span, fragments=((span.start, span.end),))),
    "relations": lambda document: replace(document, relations=()),
    "document_attributes": each_layer(lambda layer: replace(layer, attributes={})),
    "states": each_layer(lambda layer: replace(layer, state="complete")),
    "metadata": lambda document: replace(document, meta={}),
    "entities": lambda document: replace(document, entities=(replace(ENTRY, name="Another"),)),
    "rules": lambda document: replace(document, precedents=()),
    "blocks": lambda document: replace(
        document, blocks=tuple(replace(one, kind="caption") for one in document.blocks)
    ),
    "history": each_span(lambda span: replace(span, created=NEVER, updated=NEVER, version=9)),
    "layers' history": each_layer(lambda layer: replace(layer, created=NEVER, updated=NEVER)),
    "relations' history": each_relation(lambda one: replace(one, created=NEVER)),
    "makers": each_span(lambda span: replace(span, annotator="cem")),
    "relations' makers": each_relation(lambda one: replace(one, annotator="cem")),
    "codebook_versions": each_span(lambda span: replace(span, codebook_version=7)),
    "ids": lambda document: replace(
        document,
        spans=tuple(replace(one, id=f"other-{one.id}") for one in document.spans),
        relations=tuple(
            replace(one, source=f"other-{one.source}", target=f"other-{one.target}") for one in document.relations
        ),
    ),
    "document_ids": lambda document: replace(document, id="another"),
    "titles": lambda document: replace(document, title="Another title"),
    "empty_layers": lambda document: replace(
        document, layers=tuple(one for one in document.layers if one.name != "nothing")
    ),
}
"""How a document is without something; what stands before a blank says of which part of it."""


@pytest.mark.parametrize("form", WRITERS.values(), ids=WRITERS)
def test_what_changes_nothing_in_a_file_is_among_the_losses_of_its_format(form):
    said = {loss.name for loss in form.losses}
    whole = everything(form)
    written = bytes_of(form, whole)
    unsaid = {
        name
        for name, change in WITHOUT.items()
        if bytes_of(form, change(whole)) == written and not said & named(name)
    }
    # Links that are gone take what is known of their entries along.
    assert unsaid - ({"entities"} if said & {"links", "spans"} else set()) == set()


def named(name):
    """What may tell of a loss: itself, or what takes it along."""
    thing = name.rpartition(" ")[2]
    along = {"relations"} if name.startswith("relations'") else set()
    return {thing, SAID_WITH.get(thing, thing), *along}


@pytest.mark.parametrize("form", WRITERS.values(), ids=WRITERS)
def test_what_is_said_to_be_unseen_changes_nothing_in_a_file(form):
    whole = everything(form)
    written = bytes_of(form, whole)
    unseen = {loss.name for loss in form.losses if loss.touches} & WITHOUT.keys()
    # Of layers and relations alone, where those of spans are kept.
    of_others = {loss.name for loss in form.losses if loss in (HISTORY_BESIDE_SPANS, MAKERS_BESIDE_SPANS)}
    assert {name for name in unseen if bytes_of(form, WITHOUT[name](whole)) != written} == of_others


def test_a_span_over_a_line_end_is_told_where_a_format_parts_it_there():
    losses = WRITERS["brat"].losses
    over = replace(span("s", "actor", "nobody"), fragments=((4, 13),))
    whole = replace(document(over), text="One line\n\nand another")
    assert reduced(whole, losses)[1]["line_ends"] == {"actor": 1}
    at_the_end = replace(whole, spans=(replace(over, fragments=((4, 10),)),))
    assert not reduced(at_the_end, losses)[1]["line_ends"]


def test_a_layer_in_which_nothing_is_marked_is_told_and_who_made_what_stands_in_gold():
    losses = WRITERS["csv"].losses
    gold = with_gold(everything(WRITERS["csv"]))
    _, touched = reduced(gold, losses)
    assert touched["empty_layers"].total() == 1
    assert touched["makers"].total() == 1 + sum(one.layer == "gold" for one in gold.relations)


@pytest.mark.parametrize("form", WRITERS.values(), ids=WRITERS)
def test_gold_is_told_from_what_its_makers_marked(form):
    if {loss.name for loss in form.losses} & {"spans"} or form.one_layer:
        return
    whole = everything(form)
    assert bytes_of(form, with_gold(whole)) != bytes_of(form, whole)


def test_what_codes_cannot_say_of_a_codebook_is_counted():
    counted = {loss.name: (str(by.total()), loss.becomes) for loss, by in not_in_codes(BOOK)}
    assert counted == {
        "codebook_attributes": ("5", "left out"),
        "codebook_keys": ("3", "left out"),
        "codebook_relations": ("2", "left out"),
        "codebook_name": ("1", "left out"),
    }
    (attributes,) = [loss for loss, _ in not_in_project(BOOK) if loss.name == "codebook_attributes"]
    assert "codes for the values" in attributes.becomes


def with_gold(whole):
    """The same, where what was ben's is gold, made by ben."""
    return replace(
        whole,
        layers=tuple(replace(one, name="gold") if one.name == "ben" else one for one in whole.layers),
        spans=tuple(replace(one, layer="gold") if one.layer == "ben" else one for one in whole.spans),
        relations=tuple(replace(one, layer="gold") if one.layer == "ben" else one for one in whole.relations),
    )


def everything(form):
    whole = full_document()
    whole = replace(
        whole,
        entities=(ENTRY,),
        precedents=(Precedent("actor", 1, "Mark the whole name.", 0, 6),),
        layers=tuple(replace(one, attributes={"tone": "calm"}, state="in_progress") for one in whole.layers),
    )
    nothing = replace(whole.layers[0], name="nothing", annotator="nothing", attributes={}, state="complete")
    if not form.one_layer:
        return replace(whole, layers=(*whole.layers, nothing))
    return replace(
        whole,
        layers=whole.layers[:1],
        spans=tuple(one for one in whole.spans if one.layer == "ana"),
        relations=tuple(one for one in whole.relations if one.layer == "ana"),
    )


def bytes_of(form, document):
    held = all_reduced(replace(snapshot(document), people=("ana", "ben", "nothing", "cem")), form.losses)
    return b"".join(zipped(form.files(held)) if form.files else form.write(held))
