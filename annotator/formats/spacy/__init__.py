"""spaCy: documents in DocBins, with a group of spans for each layer, to train span categorisers on."""

from annotator.formats._base import Extra, Format, never_claims
from annotator.formats._loss import ABOUT, CUT_TOKENS, ENTITIES, FRAGMENTS, RULES, STATES, TREES
from annotator.formats._unseen import BLOCKS, BOOK_VERSIONS, HISTORY, MAKERS
from annotator.formats.spacy.write import files

FORMAT = Format(
    name="spacy",
    title="spaCy DocBin, a group of spans for each layer",
    suffix=".spacy.zip",
    media_type="application/zip",
    claims=never_claims,
    files=files,
    losses=(ABOUT, FRAGMENTS, CUT_TOKENS, STATES, ENTITIES, RULES, TREES, BLOCKS, HISTORY, MAKERS, BOOK_VERSIONS),
    extra=Extra("spacy", ("spacy",)),
)
