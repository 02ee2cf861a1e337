"""UIMA CAS as XMI: a file for each layer of each document, and the type system, as INCEpTION has them."""

from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Extra, Format
from annotator.formats._loss import ABOUT, ENTITIES, FRAGMENTS, RULES, STATES, TREES
from annotator.formats._unseen import BLOCKS, BOOK_VERSIONS, HISTORY, MAKERS
from annotator.formats.xmi.read import read
from annotator.formats.xmi.write import files

_MARK = b"http://www.omg.org/XMI"


def _claims(name: str, head: bytes) -> int:
    # The marks of a file stand in an archive of it too, where nothing is compressed.
    marked = _MARK in head and not head.startswith(b"PK")
    return SURELY if PurePath(name).suffix.lower() == ".xmi" or marked else NO


def _beside(_name: str) -> tuple[str, ...]:
    """The type system, which says nothing that the annotations need."""
    return ("TypeSystem.xml", "typesystem.xml")


FORMAT = Format(
    name="xmi",
    title="UIMA CAS (XMI), a file for each annotator",
    suffix=".xmi.zip",
    media_type="application/zip",
    claims=_claims,
    files=files,
    read=read,
    beside=_beside,
    losses=(ABOUT, FRAGMENTS, STATES, ENTITIES, RULES, TREES, BLOCKS, HISTORY, MAKERS, BOOK_VERSIONS),
    extra=Extra("xmi", ("cassis",)),
)
