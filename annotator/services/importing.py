"""Importing: files are parsed whole, held against the project, and kept in one transaction or not at all."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Arrival, Document, Finding, fingerprint
from annotator.domain.draft_codebook import drafted
from annotator.domain.entity import Entity
from annotator.domain.errors import Conflict, Invalid, Refused
from annotator.domain.layer import GOLD, Layer
from annotator.domain.naming import checked_user_name, name_key
from annotator.domain.permission import Act, Person
from annotator.domain.relation import check_relations
from annotator.formats._base import Incoming
from annotator.services import arriving_entities, exchange, projects
from annotator.services.arriving_entities import Arriving
from annotator.services.keeping import People, ids_here, keep_layers
from annotator.services.unpacking import Upload, ready
from annotator.store import documents, history
from annotator.store import projects as stored
from annotator.store.documents import Provenance
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place
from annotator.store.projects import Project

_MOST_LABELS_NAMED = 20


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that was read, or the reason why it was not."""

    name: str
    data: bytes
    format: str
    arrival: Arrival
    problem: str = ""
    problem_code: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Item:
    """A document that can be imported, the file it came in, and what is odd about it."""

    document: Document
    file: Parsed
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. ``problems`` are files that cannot come in, and why."""

    project: Project
    codebooks: tuple[Codebook, ...]
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Finding, ...]
    entities: tuple[Entity, ...] = ()


def parse(
    uploads: Iterable[Upload],
    format_name: str,
    encoding: str | None,
    *,
    now: str,
    new_id: Callable[[], str],
    columns: Mapping[str, str] | None = None,
) -> list[Parsed]:
    """Read files without touching the database. A file that cannot be read says so; the others do not mind.

    Archives are unpacked, and files that belong together are read together.
    """
    left_out: list[Finding] = []
    how = _How(format_name, encoding, now, new_id, columns or {})
    parsed = [_parsed(upload, how) for upload in ready(uploads, format_name, left_out)]
    told = [Parsed(one.where, b"", "", Arrival((), findings=(Finding("", one.what),))) for one in left_out]
    return parsed + told


def plan(tx: Transaction, person: Person, slug: str, parsed: Sequence[Parsed]) -> Plan:
    """Hold what was read against a project: what would come in, what is odd, what cannot."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.IMPORT)
    books = _Books(tx, project, parsed)
    known = documents.known_keys(tx, project.id)
    texts = documents.known_texts(tx, project.id)
    arriving = Arriving(tx, project)
    items: list[Item] = []
    problems = [Finding(file.name, file.problem) for file in parsed if file.problem]
    for file in parsed:
        if file.problem:
            continue
        try:
            arrived = [_checked(document, file, books, known, texts) for document in file.arrival.documents]
            arriving.take(item.document for item in arrived)
        except Refused as refusal:
            problems.append(Finding(file.name, refusal.message))
            continue
        items += arrived
        known |= {item.document.id for item in arrived}
        texts |= {fingerprint(item.document.text): item.document.title for item in arrived}
    findings = books.findings + arriving.findings() + _findings(parsed)
    return Plan(project, books.new, tuple(items), findings, tuple(problems), tuple(arriving.new.values()))


def carry_out(tx: Transaction, person: Person, plan: Plan) -> int:
    """Keep everything a plan found good; the number of documents."""
    project = plan.project
    for book in plan.codebooks:
        stored.add_codebook(tx, project.id, book, person, "imported")
    arriving_entities.keep(tx, person, project, plan.entities)
    for file in {item.file.sha256: item.file for item in plan.items}.values():
        documents.add_source(tx, file.sha256, file.data)
    ids = ids_here(tx, [item.document.id for item in plan.items], documents.taken_ids)
    people = People(tx)
    position = documents.next_position(tx, project.id)
    for number, item in enumerate(plan.items):
        document_id = ids[item.document.id]
        documents.add(
            tx,
            item.document,
            document_id=document_id,
            project_id=project.id,
            position=position + number,
            source=Provenance(item.file.sha256, item.file.name),
            person=person,
        )
        place = Place(person.id, project.id, document_id)
        history.add_events(tx, place, [Event("document.import", document_id, None, {"file": item.file.name})])
        keep_layers(tx, item.document, document_id, place, people)
    return len(plan.items)


def import_files(
    tx: Transaction, person: Person, slug: str, parsed: Sequence[Parsed], *, dry_run: bool = False
) -> Plan:
    """Import all of the files or nothing.

    Raises:
        Invalid: one of them cannot come in; says which, and why.
    """
    made = plan(tx, person, slug, parsed)
    if made.problems:
        first = made.problems[0]
        more = f" ({len(made.problems) - 1} more files cannot come in.)" if made.problems[1:] else ""
        raise Invalid("bad-file", f"{first.where}: {first.what} Nothing was imported.{more}")
    if not dry_run:
        carry_out(tx, person, made)
    return made


@dataclass(frozen=True, slots=True)
class _How:
    """How files are to be read."""

    format: str
    encoding: str | None
    now: str
    new_id: Callable[[], str]
    columns: Mapping[str, str]


def _parsed(upload: Upload, how: _How) -> Parsed:
    def read(by: str | None) -> tuple[str, Arrival]:
        if upload.problem:
            raise upload.problem
        chosen = exchange.reader(how.format, upload.name, upload.data)
        if chosen.read is None:
            raise Invalid("unknown-format", f"{chosen.name} can only be exported.")
        incoming = Incoming(upload.base, upload.data, by, how.now, how.new_id, upload.beside, how.columns)
        arrival = chosen.read(incoming)
        if not arrival.documents:
            raise Invalid("no-document", "There is no document in this file.")
        return chosen.name, arrival

    try:
        try:
            return Parsed(upload.name, upload.data, *read(None))
        except Invalid as refusal:
            # The encoding that a person names is for the files that are not what they say, or UTF-8.
            if how.encoding is None or refusal.code != "wrong-encoding":
                raise
            return Parsed(upload.name, upload.data, *read(how.encoding))
    except Refused as refusal:
        return Parsed(upload.name, upload.data, "", Arrival(()), refusal.message, refusal.code)


def _findings(parsed: Sequence[Parsed]) -> tuple[Finding, ...]:
    return tuple(
        Finding(f"{file.name}: {finding.where}" if finding.where else file.name, finding.what)
        for file in parsed
        for finding in file.arrival.findings
    )


class _Books:
    """The codebooks that documents are held against: the project's, and those that come with them.

    Only a project without documents takes over the versions that a file brings, under their own numbers. A
    project that has no codebook at all gets one drawn from the annotations.
    """

    def __init__(self, tx: Transaction, project: Project, parsed: Sequence[Parsed]) -> None:
        versions = stored.codebook_versions(tx, project.id)
        self._kept = {version: stored.codebook(tx, project.id, version) for version in versions}
        self.new: tuple[Codebook, ...] = ()
        if stored.count_documents(tx, project.id) == 0:
            brought = {
                book.version: book for file in parsed for book in file.arrival.codebooks if book.version > 0
            }
            self.new = tuple(book for version, book in sorted(brought.items()) if version not in self._kept)
            self._kept |= {book.version: book for book in self.new}
        self.findings: tuple[Finding, ...] = ()
        if not self._kept:
            self._draft([document for file in parsed for document in file.arrival.documents])
        self._latest = self._kept[max(self._kept)] if self._kept else Codebook()

    def of(self, version: int) -> Codebook:
        return self._kept.get(version, self._latest)

    def _draft(self, documents: Sequence[Document]) -> None:
        if not any(document.spans for document in documents):
            return
        book = drafted(documents)
        self.new, self._kept = (book,), {book.version: book}
        labels = ", ".join(label.name for label in book.labels[:_MOST_LABELS_NAMED])
        more = f" and {len(book.labels) - _MOST_LABELS_NAMED} more" if book.labels[_MOST_LABELS_NAMED:] else ""
        what = f"The project has none: version {book.version} is drawn from what is marked: {labels}{more}."
        self.findings = (Finding("codebook", what),)


def _checked(document: Document, file: Parsed, books: _Books, known: set[str], texts: dict[str, str]) -> Item:
    if document.id in known:
        raise Conflict("document-there", f"A document with the id “{document.id[:80]}” is there already.")
    _check_names(document)
    checked = []
    for span in document.spans:
        try:
            values = books.of(span.codebook_version).checked_attributes(span.label, span.attributes)
        except Invalid as refusal:
            where = f"“{document.title[:60]}”, span {span.start}-{span.end}"
            raise Invalid(refusal.code, f"{where}: {refusal.message}") from None
        checked.append(replace(span, attributes=values))
    layers = tuple(_described(document, layer, books) for layer in document.layers)
    labels = {span.id: (span.layer, span.label) for span in document.spans}
    for relation in document.relations:
        check_relations([relation], labels, books.of(relation.codebook_version))
    same = texts.get(fingerprint(document.text))
    findings = (f"The same text is there already, as “{same}”.",) if same is not None else ()
    return Item(replace(document, layers=layers, spans=tuple(checked)), file, findings)


def _described(document: Document, layer: Layer, books: _Books) -> Layer:
    if not layer.attributes:
        return layer
    try:
        values = books.of(document.codebook_version).checked_document_attributes(layer.attributes)
    except Invalid as refusal:
        where = f"“{document.title[:60]}”, layer {layer.name}"
        raise Invalid(refusal.code, f"{where}: {refusal.message}") from None
    return replace(layer, attributes=values)


def _check_names(document: Document) -> None:
    names = {layer.name for layer in document.layers}
    for name in (names - {GOLD}) | _annotators(document):
        checked_user_name(name)
    seen: dict[str, str] = {}
    for name in sorted(names):
        twin = seen.setdefault(name_key(name), name)
        if twin != name:
            raise Invalid("same-name", f"“{document.title[:60]}”: “{name}” and “{twin}” are the same person.")


def _annotators(document: Document) -> set[str]:
    found = {layer.annotator for layer in document.layers}
    found |= {span.annotator for span in document.spans}
    return found | {relation.annotator for relation in document.relations}
