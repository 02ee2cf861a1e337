"""Importing: files are parsed whole, held against the project, and kept in one transaction or not at all."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from annotator.domain.block import touched
from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Arrival, Document, Finding, fingerprint
from annotator.domain.errors import Conflict, Invalid, Refused
from annotator.domain.naming import checked_user_name
from annotator.domain.permission import Act, Person
from annotator.domain.relation import check_relations
from annotator.formats._base import Incoming
from annotator.services import exchange, projects
from annotator.store import documents, history, layers, relations, spans, users
from annotator.store import projects as stored
from annotator.store.documents import Provenance
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    data: bytes


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


def parse(
    uploads: Iterable[Upload], format_name: str, encoding: str | None, *, now: str, new_id: Callable[[], str]
) -> list[Parsed]:
    """Read files without touching the database. A file that cannot be read says so; the others do not mind."""
    return [_parsed(upload, format_name, encoding, now, new_id) for upload in uploads]


def plan(tx: Transaction, person: Person, slug: str, parsed: Sequence[Parsed]) -> Plan:
    """Hold what was read against a project: what would come in, what is odd, what cannot."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.IMPORT)
    books = _Books(tx, project, parsed)
    known = documents.known_keys(tx, project.id)
    texts = documents.known_texts(tx, project.id)
    items: list[Item] = []
    problems = [Finding(file.name, file.problem) for file in parsed if file.problem]
    for file in parsed:
        if file.problem:
            continue
        try:
            arrived = [_checked(document, file, books, known, texts) for document in file.arrival.documents]
        except Refused as refusal:
            problems.append(Finding(file.name, refusal.message))
            continue
        items += arrived
        known |= {item.document.id for item in arrived}
        texts |= {fingerprint(item.document.text): item.document.title for item in arrived}
    return Plan(project, books.new, tuple(items), _findings(parsed), tuple(problems))


def carry_out(tx: Transaction, person: Person, plan: Plan) -> int:
    """Keep everything a plan found good; the number of documents."""
    project = plan.project
    for book in plan.codebooks:
        stored.add_codebook(tx, project.id, book, person, "imported")
    for file in {item.file.sha256: item.file for item in plan.items}.values():
        documents.add_source(tx, file.sha256, file.data)
    ids = _ids(tx, [item.document.id for item in plan.items], documents.taken_ids)
    people = _People(tx)
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
        _keep_layers(tx, item.document, document_id, place, people)
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


def _parsed(upload: Upload, format_name: str, encoding: str | None, now: str, new_id: Callable[[], str]) -> Parsed:
    def read(by: str | None) -> tuple[str, Arrival]:
        chosen = exchange.reader(format_name, upload.name, upload.data)
        if chosen.read is None:
            raise Invalid("unknown-format", f"{chosen.name} can only be exported.")
        arrival = chosen.read(Incoming(upload.name, upload.data, by, now, new_id))
        if not arrival.documents:
            raise Invalid("no-document", "There is no document in this file.")
        return chosen.name, arrival

    try:
        try:
            return Parsed(upload.name, upload.data, *read(None))
        except Invalid as refusal:
            # The encoding that a person names is for the files that are not what they say, or UTF-8.
            if encoding is None or refusal.code != "wrong-encoding":
                raise
            return Parsed(upload.name, upload.data, *read(encoding))
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

    Only a project without documents takes over the versions that a file brings, under their own numbers.
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
        self._latest = self._kept[max(self._kept)] if self._kept else Codebook()

    def of(self, version: int) -> Codebook:
        return self._kept.get(version, self._latest)


def _checked(document: Document, file: Parsed, books: _Books, known: set[str], texts: dict[str, str]) -> Item:
    if document.id in known:
        raise Conflict("document-there", f"A document with the id “{document.id[:80]}” is there already.")
    for name in {layer.annotator for layer in document.layers} | {span.annotator for span in document.spans}:
        checked_user_name(name)
    checked = []
    for span in document.spans:
        try:
            values = books.of(span.codebook_version).checked_attributes(span.label, span.attributes)
        except Invalid as refusal:
            where = f"“{document.title[:60]}”, span {span.start}-{span.end}"
            raise Invalid(refusal.code, f"{where}: {refusal.message}") from None
        checked.append(replace(span, attributes=values))
    labels = {span.id: (span.layer, span.label) for span in document.spans}
    for relation in document.relations:
        check_relations([relation], labels, books.of(relation.codebook_version))
    same = texts.get(fingerprint(document.text))
    findings = (f"The same text is there already, as “{same}”.",) if same is not None else ()
    return Item(replace(document, spans=tuple(checked)), file, findings)


class _People:
    """The people that an import names; whoever this site lacks is made, deactivated."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._known: dict[str, Person] = {}

    def id_of(self, name: str) -> str:
        found = self.named(name).id
        if found is None:
            raise Invalid("unknown-user", f"“{name[:80]}” cannot own a layer.")
        return found

    def named(self, name: str) -> Person:
        if name not in self._known:
            account = users.by_name(self._tx, name)
            self._known[name] = account.person if account else users.add(self._tx, name, active=False)
        return self._known[name]


def _keep_layers(tx: Transaction, document: Document, document_id: str, place: Place, people: _People) -> None:
    layer_ids: dict[str, str] = {}
    for layer in document.layers:
        name = people.named(layer.annotator).name if layer.name == layer.annotator else layer.name
        layer_ids[layer.name] = layers.add(
            tx,
            document_id,
            name,
            people.id_of(layer.annotator),
            layer.state,
            created=layer.created,
            updated=layer.updated,
        )
    if lost := ({span.layer for span in document.spans} | {one.layer for one in document.relations}) - set(
        layer_ids
    ):
        raise Invalid("unknown-layer", f"“{document.title[:60]}”: the layer “{min(lost)[:80]}” is not declared.")
    ids = _ids(tx, [span.id for span in document.spans], spans.taken_ids)
    rows = [
        spans.row_of(
            span,
            span_id=ids[span.id],
            document_id=document_id,
            layer_id=layer_ids[span.layer],
            user_id=people.id_of(span.annotator),
            blocks=touched(document.blocks, span.start, span.end),
        )
        for span in document.spans
    ]
    spans.add(tx, rows)
    told = [Event("span.import", row["id"], None, {name: row[name] for name in spans.CHANGEABLE}) for row in rows]
    history.add_events(tx, place, told)
    relations.add(
        tx,
        [
            {
                "id": tx.new_id(),
                "key": relation.id,
                "document_id": document_id,
                "layer_id": layer_ids[relation.layer],
                "user_id": people.id_of(relation.annotator),
                "type": relation.type,
                "source_id": ids[relation.source],
                "target_id": ids[relation.target],
                "codebook_version": relation.codebook_version,
                "created": relation.created,
            }
            for relation in document.relations
        ],
    )


def _ids(
    tx: Transaction, keys: Sequence[str], taken: Callable[[Transaction, Iterable[str]], set[str]]
) -> dict[str, str]:
    """For each id of a file the one it has here: the same, where it is a UUID that nothing else has."""
    proper = [key for key in keys if _is_uuid(key)]
    usable = set(proper) - taken(tx, proper)
    return {key: key if key in usable else tx.new_id() for key in keys}


def _is_uuid(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False
