"""Importing: files are parsed whole, held against the project, and kept in one transaction or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Finding, fingerprint
from annotator.domain.entity import Entity
from annotator.domain.errors import Invalid, Refused
from annotator.domain.fitting import Lack, refuse_unused, renamed
from annotator.domain.permission import Act, Person
from annotator.services import arriving_entities, projects
from annotator.services.arriving_documents import Item, checked
from annotator.services.arriving_entities import Arriving
from annotator.services.import_books import Books, Fit, listed
from annotator.services.keeping import People, ids_here, keep_layers
from annotator.services.parsing import Parsed, parse
from annotator.services.unpacking import Upload
from annotator.store import documents, history
from annotator.store import projects as stored
from annotator.store.documents import Provenance
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place
from annotator.store.projects import Project

__all__ = ["Fit", "Item", "Parsed", "Plan", "Upload", "carry_out", "import_files", "parse", "plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        problems: files that cannot come in, and why.
        lacks: what the codebook lacks of all that is marked, as long as nobody says what becomes of it.
        book: the latest codebook, as it is before the import.
    """

    project: Project
    codebooks: tuple[Codebook, ...]
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Finding, ...]
    entities: tuple[Entity, ...] = ()
    lacks: tuple[Lack, ...] = ()
    book: Codebook = field(default_factory=Codebook)


def plan(tx: Transaction, person: Person, slug: str, parsed: Sequence[Parsed], fit: Fit | None = None) -> Plan:
    """Hold what was read against a project: what would come in, what is odd, what cannot."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.IMPORT)
    fit = fit or Fit()
    if fit.names:
        refuse_unused((one for file in parsed for one in file.arrival.documents), fit.names)
        parsed = [_called_otherwise(file, fit.names) for file in parsed]
    books = Books(tx, project, parsed, fit)
    if books.added:
        project.standing.require(Act.CHANGE_CODEBOOK)
    known = documents.known_keys(tx, project.id)
    texts = documents.known_texts(tx, project.id)
    arriving = Arriving(tx, project)
    items: list[Item] = []
    problems = [Finding(file.name, file.problem) for file in parsed if file.problem]
    for file in parsed:
        if file.problem:
            continue
        try:
            arrived = [checked(document, file, books, known, texts) for document in file.arrival.documents]
            arriving.take(item.document for item in arrived)
        except Refused as refusal:
            problems.append(Finding(file.name, refusal.message))
            continue
        items += arrived
        known |= {item.document.id for item in arrived}
        texts |= {fingerprint(item.document.text): item.document.title for item in arrived}
    findings = books.findings + arriving.findings() + _findings(parsed)
    return Plan(
        project,
        books.new,
        tuple(items),
        findings,
        tuple(problems),
        tuple(arriving.new.values()),
        books.lacks,
        books.latest,
    )


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
    tx: Transaction,
    person: Person,
    slug: str,
    parsed: Sequence[Parsed],
    *,
    fit: Fit | None = None,
    dry_run: bool = False,
) -> Plan:
    """Import all of the files or nothing.

    Raises:
        Invalid: one of them cannot come in; says which, and why.
    """
    made = plan(tx, person, slug, parsed, fit)
    if made.problems:
        first = made.problems[0]
        more = f" ({len(made.problems) - 1} more files cannot come in.)" if made.problems[1:] else ""
        raise Invalid("bad-file", f"{first.where}: {first.what} Nothing was imported.{_told(made.lacks)}{more}")
    if not dry_run:
        carry_out(tx, person, made)
    return made


def _told(lacks: Sequence[Lack]) -> str:
    if not lacks:
        return ""
    return f" The codebook lacks {listed(lacks)}: call it otherwise (--map OLD=NEW), or --add-labels."


def _called_otherwise(file: Parsed, names: Mapping[str, str]) -> Parsed:
    documents = tuple(renamed(document, names) for document in file.arrival.documents)
    return replace(file, arrival=replace(file.arrival, documents=documents))


def _findings(parsed: Sequence[Parsed]) -> tuple[Finding, ...]:
    return tuple(
        Finding(f"{file.name}: {finding.where}" if finding.where else file.name, finding.what)
        for file in parsed
        for finding in file.arrival.findings
    )
