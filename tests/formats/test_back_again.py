"""What goes out in the formats of other tools comes back with the same words marked, where they can hold them."""

from dataclasses import replace
from itertools import count

import pytest
from arriving import NOW, linked, marked
from marked_corpus import full_document, snapshot

from annotator.formats._files import zipped
from annotator.formats._loss import all_reduced
from annotator.services import exchange, importing
from annotator.services.unpacking import Upload


@pytest.mark.parametrize("name", ["prodigy", "doccano", "labelstudio", "brat", "webanno-jsonld"])
def test_an_export_comes_back_with_the_same_words_marked(name):
    form = exchange.all_formats()[name]
    corpus = all_reduced(one_layer(), form.losses)
    (wanted,) = corpus.documents()
    (document,) = documents_of(form, corpus)
    assert document.text == wanted.text
    assert sorted(marked(document)) == sorted(marked(wanted))
    assert sorted(linked(document)) == sorted(linked(wanted))


def one_layer():
    whole = full_document()
    return snapshot(
        replace(
            whole,
            layers=tuple(one for one in whole.layers if one.name == "ana"),
            spans=tuple(one for one in whole.spans if one.layer == "ana"),
            relations=tuple(one for one in whole.relations if one.layer == "ana"),
        )
    )


def documents_of(form, corpus):
    numbers = count(1)
    data = b"".join(zipped(form.files(corpus)) if form.files else form.write(corpus))
    parsed = importing.parse(
        [Upload(f"export{form.suffix}", data)], "auto", None, now=NOW, new_id=lambda: f"n{next(numbers)}"
    )
    assert [(one.name, one.problem) for one in parsed if one.problem] == []
    return [document for one in parsed for document in one.arrival.documents]
