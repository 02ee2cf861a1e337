"""What the project knows of a document whose header is somebody else's: which it is, its metadata, its blocks."""

from lxml.etree import _Element as Element

from annotator.domain.corpus import Document, Snapshot
from annotator.formats.tei.elements import make
from annotator.formats.tei.header import changes, described
from annotator.formats.tei.metadata import UNDETERMINED, language_of
from annotator.formats.tei.names import BLOCKS, RECORD
from annotator.formats.tei.references import References


def record_of(document: Document, snapshot: Snapshot, references: References) -> Element:
    """The first ``standOff`` that we append to a tree.

    Call it when the others are made: it holds what ``references`` had to take down.
    """
    language = make("language", ident=language_of(document.meta) or UNDETERMINED)
    source = make(
        "biblFull",
        described(document, snapshot, references),
        make("profileDesc", make("langUsage", language)),
    )
    return make(
        "standOff",
        source,
        *(_names(version, names) for version, names in sorted(references.names.items())),
        make("spanGrp", *_blocks(document, references), type=BLOCKS),
        make("listChange", *changes(document)),
        id=references.own("d"),
        type=RECORD,
    )


def _names(version: int, names: dict[str, str]) -> Element:
    """Names of a codebook that is gone, to be pointed at."""
    return make("interpGrp", *(make("interp", name, id=xml_id) for xml_id, name in names.items()), n=str(version))


def _blocks(document: Document, references: References) -> list[Element]:
    return [make("span", type=one.kind, target=references.range(one.start, one.end)) for one in document.blocks]
