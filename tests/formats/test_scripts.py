"""Articles in other scripts come back from formats that hold the text, with the same words marked."""

from dataclasses import replace

import pytest
from arriving import marked
from formats.test_back_again import documents_of, one_layer
from marked_corpus import snapshot
from written import ARTICLES

from annotator.domain.block import recognise
from annotator.formats._loss import all_reduced
from annotator.services import exchange


@pytest.mark.parametrize(
    "name",
    [
        "jsonl",
        "tei",
        "prodigy",
        "doccano",
        "labelstudio",
        "brat",
        "webanno-jsonld",
        "xmi",
        "qdpx",
    ],
)
def test_what_is_marked_in_any_script_comes_back_with_its_words(name):
    form = exchange.all_formats()[name]
    for text, actor in ARTICLES.values():
        corpus = all_reduced(snapshot(article(text, actor)), form.losses)
        (document,) = documents_of(form, corpus)
        assert [words for _, words in sorted(marked(document))] == [actor, actor], text


def article(text, actor):
    """The article with both mentions marked, and nothing else."""
    (whole,) = one_layer().documents()
    span = next(one for one in whole.spans if one.label == "actor")
    starts = [text.index(actor), text.rindex(actor)]
    spans = [
        replace(
            span,
            id=f"00000000-0000-4000-8000-00000000000{at}",
            fragments=((start, start + len(actor)),),
            attributes={},
            links={},
        )
        for at, start in enumerate(starts)
    ]
    return replace(whole, text=text, blocks=recognise(text), spans=tuple(spans), relations=())
