"""No format leaves anything out in silence: what it does not write, it says."""

from dataclasses import replace

import pytest
from marked_corpus import BOOK, full_document, snapshot

from annotator.domain.entity_tree import entity_from_tree
from annotator.domain.precedent import Precedent
from annotator.formats._files import zipped
from annotator.formats._loss import all_reduced
from annotator.formats._qdc.losses import not_in_codes, not_in_project
from annotator.services import exchange

ENTRY = entity_from_tree({"key": "draft-law-2022", "sort": "instrument", "name": "Draft law of 2022"}, "an entry")
WRITERS = {one.name: one for one in exchange.all_formats().values() if one.is_written and not one.derived}
SAID_WITH = {"notes": "spans", "attributes": "spans", "links": "spans", "fragments": "spans", "states": "spans"}


def each_span(change):
    return lambda document: replace(document, spans=tuple(map(change, document.spans)))


def each_layer(change):
    return lambda document: replace(document, layers=tuple(map(change, document.layers)))


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
}


@pytest.mark.parametrize("form", WRITERS.values(), ids=WRITERS)
def test_what_changes_nothing_in_a_file_is_among_the_losses_of_its_format(form):
    said = {loss.name for loss in form.losses}
    whole = everything(form)
    written = bytes_of(form, whole)
    unsaid = {
        name
        for name, change in WITHOUT.items()
        if bytes_of(form, change(whole)) == written and name not in said and SAID_WITH.get(name) not in said
    }
    # Links that are gone take what is known of their entries along.
    assert unsaid - ({"entities"} if said & {"links", "spans"} else set()) == set()


@pytest.mark.parametrize("form", WRITERS.values(), ids=WRITERS)
def test_gold_is_told_from_what_its_makers_marked(form):
    if {loss.name for loss in form.losses} & {"spans"} or form.one_layer:
        return
    whole = everything(form)
    decided = replace(
        whole,
        layers=tuple(replace(one, name="gold") if one.name == "ben" else one for one in whole.layers),
        spans=tuple(replace(one, layer="gold") if one.layer == "ben" else one for one in whole.spans),
        relations=tuple(replace(one, layer="gold") if one.layer == "ben" else one for one in whole.relations),
    )
    assert bytes_of(form, decided) != bytes_of(form, whole)


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


def everything(form):
    whole = full_document()
    whole = replace(
        whole,
        entities=(ENTRY,),
        precedents=(Precedent("actor", 1, "Mark the whole name.", 0, 6),),
        layers=tuple(replace(one, attributes={"tone": "calm"}, state="in_progress") for one in whole.layers),
    )
    if not form.one_layer:
        return whole
    return replace(
        whole,
        layers=whole.layers[:1],
        spans=tuple(one for one in whole.spans if one.layer == "ana"),
        relations=tuple(one for one in whole.relations if one.layer == "ana"),
    )


def bytes_of(form, document):
    held = all_reduced(replace(snapshot(document), people=("ana", "ben")), form.losses)
    return b"".join(zipped(form.files(held)) if form.files else form.write(held))
