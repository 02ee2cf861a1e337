"""The type system: one type of span and one of relation, with a feature for each attribute of the codebook."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.domain.codebook import Codebook

if TYPE_CHECKING:
    from cassis import TypeSystem

SPAN = "webanno.custom.AnnotatorSpan"
RELATION = "webanno.custom.AnnotatorRelation"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"  # noqa: S105 - a type, not a password
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"

_STRING = "uima.cas.String"
_PREFIX = "attribute_"
_OTHER = re.compile("[^A-Za-z0-9]")
_NUMBER = re.compile("_([0-9a-f]{1,5}|10[0-9a-f]{4})_")


def feature(attribute: str) -> str:
    """A feature's name, which Java has to take: signs and letters beyond ASCII by their numbers."""
    return _PREFIX + _OTHER.sub(lambda found: f"_{ord(found[0]):x}_", attribute)


def attribute(feature: str) -> str | None:
    """The attribute that ``feature`` made a name of; None for any other name."""
    if not feature.startswith(_PREFIX):
        return None
    return _NUMBER.sub(lambda found: chr(int(found[1], 16)), feature.removeprefix(_PREFIX))


def type_system(codebooks: Sequence[Codebook]) -> "TypeSystem":
    """The types for what was marked under any of ``codebooks``."""
    from cassis import TypeSystem  # noqa: PLC0415 - an extra, and slow to import

    types = TypeSystem()
    annotation = "uima.tcas.Annotation"
    types.create_type(SENTENCE, annotation)
    types.create_type(TOKEN, annotation)
    about = types.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId"):
        types.create_feature(about, name, _STRING)
    span = types.create_type(SPAN, annotation)
    named = {one.name for book in codebooks for label in book.labels for one in label.attributes}
    for name in ("label", "identifier", "note", "links", *map(feature, sorted(named))):
        types.create_feature(span, name, _STRING)
    relation = types.create_type(RELATION, annotation)
    for end in ("Governor", "Dependent"):
        types.create_feature(relation, end, span)
    for name in ("label", "identifier"):
        types.create_feature(relation, name, _STRING)
    return types
