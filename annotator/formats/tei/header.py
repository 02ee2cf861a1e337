"""The headers: of a corpus what all its documents share, of a document what it is and where it comes from."""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

import annotator
from annotator.domain.corpus import Document, Snapshot, fingerprint
from annotator.formats.tei.codebook_write import feature_declarations, lone_names, taxonomy
from annotator.formats.tei.elements import make
from annotator.formats.tei.metadata import bibl, language_of
from annotator.formats.tei.names import id_of, told_apart
from annotator.formats.tei.references import References

_VERSION_IN_TEI = re.compile(r"[0-9]+(\.[0-9]+){0,3}")


def corpus_header(snapshot: Snapshot) -> Element:
    """What all documents share: people, codebooks, how it was made."""
    file = make(
        "fileDesc",
        make("titleStmt", make("title", snapshot.name), *_people(snapshot)),
        make("extent", make("measure", unit="texts", quantity=str(snapshot.count))),
        _publication(snapshot),
        make("sourceDesc", make("p", "Articles; see the header of each text.")),
    )
    return make("teiHeader", file, _encoding(snapshot, []))


def document_header(document: Document, snapshot: Snapshot, references: References, *, alone: bool) -> Element:
    """The header of one document; ``alone`` in its file, it holds what a corpus would share too.

    Call it when everything else of the document is made: it holds what ``references`` had to take down.
    """
    header = make("teiHeader", described(document, snapshot, references, *(_people(snapshot) if alone else ())))
    names = [
        lone_names(references.own("cb", str(version)), version, categories)
        for version, categories in sorted(references.names.items())
    ]
    if alone:
        header.append(_encoding(snapshot, names))
    elif names:
        header.append(make("encodingDesc", make("classDecl", *names)))
    if language := language_of(document.meta):
        header.append(make("profileDesc", make("langUsage", make("language", ident=language))))
    header.append(make("revisionDesc", *changes(document)))
    return header


def described(document: Document, snapshot: Snapshot, references: References, *people: Element) -> Element:
    """What a document is, where it comes from, and whom its header alone names."""
    return make(
        "fileDesc",
        make("titleStmt", make("title", document.title), *people, *_uncounted(references)),
        make("extent", make("measure", unit="codepoint", quantity=str(len(document.text)))),
        _publication(snapshot, *_identifiers(document)),
        make("sourceDesc", bibl(document.title, document.meta)),
    )


def changes(document: Document) -> Iterator[Element]:
    """When the document was made, and when it was last changed."""
    changed = (*(one.updated for one in document.layers), *(one.updated for one in document.spans))
    made = *(one.created for one in document.relations), document.created
    last = max((*changed, *made))
    yield make("change", status="created", when=document.created)
    if last != document.created:
        yield make("change", status="updated", when=last)


def _people(snapshot: Snapshot) -> Iterator[Element]:
    return (_person(id_of("u", name), name) for name in sorted(snapshot.people))


def _uncounted(references: References) -> Iterator[Element]:
    return (_person(xml_id, name) for name, xml_id in sorted(references.people.items()))


def _person(xml_id: str, name: str) -> Element:
    parts = make("resp", "annotator"), make("name", name)
    return make("respStmt", *parts, id=xml_id, **told_apart(xml_id, name))


def _publication(snapshot: Snapshot, *identifiers: Element) -> Element:
    project = make("idno", snapshot.slug, type="project")
    return make("publicationStmt", make("authority", snapshot.name), project, *identifiers)


def _identifiers(document: Document) -> Iterator[Element]:
    yield make("idno", document.id, type="document")
    yield make("idno", fingerprint(document.text), type="sha256")
    yield make("idno", str(document.codebook_version), type="codebook")


def _encoding(snapshot: Snapshot, names: list[Element]) -> Element:
    taxonomies = [*map(taxonomy, snapshot.codebooks), *names]
    declarations = list(feature_declarations(snapshot.codebooks))
    encoding = make("encodingDesc", _editorial())
    if taxonomies:
        encoding.append(make("classDecl", *taxonomies))
    encoding.append(_application())
    if declarations:
        encoding.append(make("fsdDecl", *declarations))
    return encoding


def _editorial() -> Element:
    rule = make(
        "p",
        "Annotations point into the text stream of ",
        make("gi", "text"),
        " (all its text nodes, white space kept, Unicode code points, not normalised) with "
        "string-range(id,offset,length), offset from 0. A span in fragments has one range for each.",
    )
    return make("editorialDecl", rule)


def _application() -> Element:
    version = _VERSION_IN_TEI.match(annotator.__version__)
    label = make("label", f"annotator {annotator.__version__}")
    number = version[0] if version else "0"
    return make("appInfo", make("application", label, ident="annotator", version=number))
