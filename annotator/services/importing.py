"""Importing: files are parsed whole, held against the project, and kept in one transaction or not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Finding, fingerprint
from annotator.domain.counting import counted
from annotator.domain.entity import Entity
from annotator.domain.errors import Invalid, Refused
from annotator.domain.fitting import Lack, refuse_unused, renamed
from annotator.domain.permission import Act, Person
from annotator.services import arriving_entities, offering, projects
from annotator.services.arriving_documents import Item, checked
from annotator.services.arriving_entities import Arriving
from annotator.services.arriving_precedents import Numbers, Rules
from annotator.services.import_books import Books, Fit, listed
from annotator.services.keeping import People, ids_here, keep_layers
from annotator.services.offering import Taken
from annotator.services.parsing import Parsed, parse
from annotator.services.unpacking import Upload
from annotator.store import documents, history
from annotator.store import projects as stored
from annotator.store.documents import Provenance
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place
from annotator.store.projects import Project

__all__ = ["Fit", "Item", "Parsed", "Plan", "Upload", "carry_out", "import_files", "parse", "plan"]

_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        problems: files that cannot come in, and why.
        lacks: what the codebook lacks of all that is marked, as long as nobody says what becomes of it.
        offers: the names that texts mark themselves, which may be taken over as a layer.
        book: the latest codebook, as it is before the import.
    """

    project: Project
    codebooks: tuple[Codebook, ...]
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Finding, ...]
    entities: tuple[Entity, ...] = ()
    lacks: tuple[Lack, ...] = ()
    offers: tuple[Lack, ...] = ()
    book: Codebook = field(default_factory=Codebook)


class Held:
    """What was read, held against a project file by file: what is odd about it, and what cannot come in.

    ``parsed`` may be gone through several times.
    """

    def __init__(
        self, tx: Transaction, person: Person, slug: str, parsed: Iterable[Parsed], fit: Fit | None = None
    ) -> None:
        self.project = projects.find(tx, person, slug)
        self.project.standing.require(Act.IMPORT)
        fit = fit or Fit()
        parsed = Taken(parsed, fit)
        if fit.names:
            refuse_unused((one for file in parsed for one in file.arrival.documents), fit.names)
            parsed = _CalledOtherwise(parsed, fit.names)
        self._parsed = parsed
        self.books = Books(tx, self.project, parsed, fit)
        if self.books.added:
            self.project.standing.require(Act.CHANGE_CODEBOOK)
        self._known = documents.known_keys(tx, self.project.id)
        self._texts = documents.known_texts(tx, self.project.id)
        self._arriving = Arriving(tx, self.project)
        self._numbers = Numbers(tx, self.project)
        self._findings: list[Finding] = []
        self._offers: Counter[str] = Counter()
        self.problems: list[Finding] = []

    def items(self) -> Iterator[Item]:
        """The documents that can come in, in their order; what cannot is added to ``problems``."""
        for file in self._parsed:
            self._findings += _findings_of(file)
            if file.problem:
                self.problems.append(Finding(file.name, file.problem))
                continue
            try:
                yield from self._items_of(file)
                self._offers.update(one.label for spans in file.arrival.offered.values() for one in spans)
            except Refused as refusal:
                self.problems.append(Finding(file.name, refusal.message))

    @property
    def entities(self) -> tuple[Entity, ...]:
        return tuple(self._arriving.new.values())

    @property
    def offers(self) -> tuple[Lack, ...]:
        """The names that the texts mark themselves and nobody wanted as a layer, once all items were seen."""
        return tuple(Lack("label", name, times) for name, times in sorted(self._offers.items()))

    def findings(self) -> tuple[Finding, ...]:
        """All that is odd, once all items were seen."""
        offered = [Finding("names in the texts", offering.told(self._offers))] if self._offers else []
        return (*self.books.findings, *self._arriving.findings(), *offered, *self._findings)

    def _items_of(self, file: Parsed) -> list[Item]:
        arrived = [
            checked(document, file, self.books, self._known, self._texts) for document in file.arrival.documents
        ]
        self._arriving.take(item.document for item in arrived)
        self._known |= {item.document.id for item in arrived}
        self._texts |= {fingerprint(item.document.text): item.document.title for item in arrived}
        return [self._ruled(item) for item in arrived]

    def _ruled(self, item: Item) -> Item:
        found = self._numbers.findings(item.document, self.books)
        return replace(item, findings=(*item.findings, *found)) if found else item


class _CalledOtherwise:
    """Files with their names fitted to the codebook, each time they are gone through."""

    def __init__(self, parsed: Iterable[Parsed], names: Mapping[str, str]) -> None:
        self._parsed, self._names = parsed, names

    def __iter__(self) -> Iterator[Parsed]:
        for file in self._parsed:
            documents = tuple(renamed(document, self._names) for document in file.arrival.documents)
            yield replace(file, arrival=replace(file.arrival, documents=documents))


def plan(tx: Transaction, person: Person, slug: str, parsed: Sequence[Parsed], fit: Fit | None = None) -> Plan:
    """Hold what was read against a project: what would come in, what is odd, what cannot."""
    held = Held(tx, person, slug, parsed, fit)
    items = tuple(held.items())
    return Plan(
        project=held.project,
        codebooks=held.books.new,
        items=items,
        findings=held.findings(),
        problems=tuple(held.problems),
        entities=held.entities,
        lacks=held.books.lacks,
        offers=held.offers,
        book=held.books.latest,
    )


def carry_out(tx: Transaction, person: Person, plan: Plan) -> int:
    """Keep everything a plan found good; the number of documents."""
    for book in plan.codebooks:
        stored.add_codebook(tx, plan.project.id, book, person, "imported")
    arriving_entities.keep(tx, person, plan.project, plan.entities)
    rules = Rules()
    count = keep_items(tx, person, plan.project, plan.items, rules)
    rules.keep(tx, person, plan.project)
    return count


def keep_items(
    tx: Transaction,
    person: Person,
    project: Project,
    items: Iterable[Item],
    rules: Rules,
    *,
    arriving: str | None = None,
) -> int:
    """Keep documents at the end of a project, a few in memory at a time; how many there were.

    As long as they are ``arriving`` with an import, nobody sees them. Rules that come with them are left to
    ``rules``.
    """
    people = People(tx)
    first = position = documents.next_position(tx, project.id)
    kept = ""
    for some in _a_few(items):
        ids = ids_here(tx, [item.document.id for item in some], documents.taken_ids)
        for item in some:
            if item.file.sha256 != kept:
                documents.add_source(tx, item.file.sha256, item.file.data)
                kept = item.file.sha256
            source = Provenance(item.file.sha256, item.file.name)
            document_id = ids[item.document.id]
            documents.add(
                tx,
                item.document,
                document_id=document_id,
                project_id=project.id,
                position=position,
                source=source,
                person=person,
                arriving=arriving,
            )
            place = Place(person.id, project.id, document_id)
            told = Event("document.import", document_id, None, {"file": item.file.name})
            history.add_events(tx, place, [told])
            keep_layers(tx, item.document, document_id, place, people)
            rules.take(item.document, document_id, people)
            position += 1
    return position - first


def _a_few(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


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
    refuse_problems(made.problems, made.lacks)
    if not dry_run:
        carry_out(tx, person, made)
    return made


def refuse_problems(problems: Sequence[Finding], lacks: Sequence[Lack]) -> None:
    """Refuse an import of which something cannot come in.

    Raises:
        Invalid: names the first file that cannot, and all that the codebook lacks.
    """
    if not problems:
        return
    first = problems[0]
    more = f" ({counted(len(problems) - 1, 'more file')} cannot come in.)" if problems[1:] else ""
    raise Invalid("bad-file", f"{first.where}: {first.what} Nothing was imported.{_told(lacks)}{more}")


def _told(lacks: Sequence[Lack]) -> str:
    if not lacks:
        return ""
    return f" The codebook lacks {listed(lacks)}: call it otherwise (--map OLD=NEW), or --add-labels."


def _findings_of(file: Parsed) -> list[Finding]:
    return [
        Finding(f"{file.name}: {finding.where}" if finding.where else file.name, finding.what)
        for finding in file.arrival.findings
    ]
