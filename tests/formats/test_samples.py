"""The files that other tools' projects publish come in with what one counts in them by hand."""

from itertools import count

import pytest
from arriving import NOW
from shared_folder import shared_folder

from annotator.services import importing
from annotator.services.unpacking import Upload

COUNTS = {
    "prodigy/annotated_news_headlines-ner.jsonl": ("prodigy", 373, 303, 0),
    "prodigy/emerson_annotated_text.jsonl": ("prodigy", 30, 30, 0),
    "prodigy/span-and-textcat-examples.jsonl": ("jsonl", 3, 0, 0),
    "doccano/export_relation_extraction_example.json": ("doccano", 1, 4, 3),
    "doccano/relation_extraction_example.jsonl": ("doccano", 1, 4, 3),
    "doccano/sequence_labeling_example.conll": ("conll", 1, 2, 0),
    "doccano/sequence_labeling_example.jsonl": ("doccano", 2, 1, 0),
    "doccano/sequence_labeling_example_overlapping.jsonl": ("doccano", 1, 2, 0),
    "brat/epi-PMID-16583246.ann": ("brat", 1, 30, 7),
    "brat/news-000-introduction.ann": ("brat", 1, 7, 6),
    "brat/news-040-text_span_annotation.ann": ("brat", 1, 4, 0),
    "gliner/sample_data.json": ("gliner", 64, 236, 0),
    "labelstudio/relation-extraction-template.json": ("labelstudio", 1, 4, 3),
    "uima_xmi/inception_stackedrel1.xmi": ("xmi", 1, 4, 2),
    "webanno_jsonld/anno26.json": ("webanno-jsonld", 1, 1, 0),
    # Its place is a range inside an XML element, which says nothing of a plain text.
    "webanno_jsonld/anno41.json": ("webanno-jsonld", 1, 0, 0),
    "webanno_tsv3/testCrossSentenceSpanWithFeatureValue.tsv": ("webanno-tsv", 1, 1, 0),
    "webanno_tsv3/testMultiTokenSpanWithFeatureValue.tsv": ("webanno-tsv", 1, 1, 0),
    "webanno_tsv3/testSentenceWithEmoji.tsv": ("webanno-tsv", 1, 1, 0),
    "webanno_tsv3/testSentenceWithLineBreak.tsv": ("webanno-tsv", 1, 1, 0),
    "webanno_tsv3/testSingleNonTokenRelationWithoutFeature.tsv": ("webanno-tsv", 1, 2, 1),
    # 24 annotations, six of which mark nothing: a span of no character cannot be held.
    "webanno_tsv3/testStackedSubMultiTokenSpanWithFeatureValue.tsv": ("webanno-tsv", 1, 18, 0),
    "webanno_tsv3/testTokenBoundedSpanWithNastyFeatureValue.tsv": ("webanno-tsv", 1, 5, 0),
}
"""For each file: the format that it is recognised as, its documents, spans and relations."""

TEXTS = {
    "webanno_jsonld/anno26.json": b"Here this is an anotation that has some.",
    "webanno_jsonld/anno41.json": b"<doc/>",
}
"""The texts that some annotations are of, which nobody publishes beside them."""


@pytest.mark.parametrize("file", COUNTS)
def test_a_sample_comes_in_with_what_one_counts_in_it(file):
    path = shared_folder("samples") / file
    beside = path.with_suffix(".txt")
    uploads = [Upload(one.name, one.read_bytes()) for one in (path, beside) if one.is_file()]
    if file in TEXTS:
        uploads.append(Upload(beside.name, TEXTS[file]))
    numbers = count(1)
    (parsed,) = importing.parse(uploads, "auto", None, now=NOW, new_id=lambda: f"n{next(numbers)}")
    documents = parsed.arrival.documents
    assert parsed.problem == ""
    assert (
        parsed.format,
        len(documents),
        sum(len(one.spans) for one in documents),
        sum(len(one.relations) for one in documents),
    ) == COUNTS[file]


def test_no_sample_is_left_out():
    folder = shared_folder("samples")
    files = {path.relative_to(folder).as_posix() for path in folder.glob("*/*")}
    texts_and_settings = {one for one in files if one.endswith((".txt", ".conf", "-config.xml"))}
    assert files - texts_and_settings == set(COUNTS)
