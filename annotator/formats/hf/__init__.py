"""A data set for Hugging Face ``datasets``: Parquet, one row a document, with its card. Holds everything."""

from annotator.formats._base import Extra, Format, never_claims
from annotator.formats._loss import ENTITIES, RULES, TREES
from annotator.formats._unseen import BOOK_VERSIONS, HISTORY
from annotator.formats.hf.write import files

FORMAT = Format(
    name="hf",
    title="Hugging Face data set: Parquet with its card",
    suffix=".hf.zip",
    media_type="application/zip",
    claims=never_claims,
    files=files,
    extra=Extra("hf", ("pyarrow",)),
    losses=(ENTITIES, RULES, TREES, HISTORY, BOOK_VERSIONS),
)
