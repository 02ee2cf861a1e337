"""The codebook of a project: read, written down, and replaced by a new version."""

from collections import Counter

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_difference import Difference, differences
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.counting import counted
from annotator.domain.errors import Conflict, Invalid
from annotator.domain.permission import Act, Person
from annotator.formats._qdc import read as qdc_read
from annotator.formats._qdc import write as qdc_write
from annotator.services import projects
from annotator.services.trees import FORMS, read_tree, write_tree
from annotator.store import projects as stored
from annotator.store import uses
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.projects import Project, Version

_BOM = b"\xef\xbb\xbf"


def current(tx: Transaction, person: Person, slug: str) -> Codebook:
    """The latest version of a project's codebook."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    return stored.codebook(tx, project.id)


def version(tx: Transaction, person: Person, slug: str, number: int) -> Codebook:
    """One version of a project's codebook."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    return stored.codebook(tx, project.id, number)


def versions(tx: Transaction, person: Person, slug: str) -> list[Version]:
    """Every version of a project's codebook that is kept, the oldest first."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    return stored.codebook_history(tx, project.id)


def difference(
    tx: Transaction, person: Person, slug: str, old: int, new: int
) -> tuple[Codebook, Codebook, list[Difference]]:
    """Two versions of a project's codebook, and what makes the second out of the first; 0 is none at all."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    before = stored.codebook(tx, project.id, old)
    after = stored.codebook(tx, project.id, new)
    return before, after, differences(before, after)


def replace(tx: Transaction, person: Person, slug: str, book: Codebook, note: str = "") -> Codebook:
    """Make ``book`` the latest version; where it says nothing new, the present one stays."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    present = stored.codebook(tx, project.id)
    if present.version and book.at_version(present.version) == present:
        return present
    # Documents may have come in under a version that is not kept here: their number is never given again.
    version = max(present.version, stored.highest_version_used(tx, project.id)) + 1
    kept = book.at_version(version)
    stored.add_codebook(tx, project.id, kept, person, note)
    change = Event("codebook.version", str(version), None, {"note": note})
    add_events(tx, Place(person.id, project.id), [change])
    return kept


def bring_in(tx: Transaction, person: Person, slug: str, book: Codebook) -> Codebook:
    """Make a codebook that was written elsewhere the latest version, as ``replace`` does.

    Raises:
        Conflict: it leaves out a label that spans have.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    refuse_lost_labels(tx, project, book)
    return replace(tx, person, slug, book)


def refuse_lost_labels(tx: Transaction, project: Project, book: Codebook) -> None:
    """Refuse a codebook that leaves out a label of the present one which spans have.

    Raises:
        Conflict: names the label, and says how many spans have it.
    """
    gone = {label.name for label in stored.codebook(tx, project.id).labels} - {one.name for one in book.labels}
    used: Counter[str] = Counter()
    for use in uses.of_labels(tx, project.id):
        if use.label in gone:
            used[use.label] += use.spans
    if used:
        name, count = min(used.items())
        spans = counted(count, "span has", "spans have")
        raise Conflict("label-used", f"{spans} the label “{name}”: retire it, or merge it into another.")


def read_codebook(data: bytes, name: str) -> Codebook:
    """A codebook from a YAML, JSON or REFI-QDA ``.qdc`` file.

    Raises:
        Invalid: says what is wrong, and where in the file.
    """
    return read_with_findings(data, name)[0]


def read_with_findings(data: bytes, name: str) -> tuple[Codebook, tuple[str, ...]]:
    """As ``read_codebook``, and what of the file a codebook cannot hold, a sentence each."""
    try:
        if name.lower().endswith(".qdc") or data.removeprefix(_BOM).lstrip().startswith(b"<"):
            return qdc_read.read(data)
        return codebook_from_tree(read_tree(data, name, "codebook")), ()
    except Invalid as refusal:
        where = "" if refusal.message.startswith(name) else f"{name}: "
        raise Invalid(refusal.code, f"{where}{refusal.message}") from None


def write_codebook(book: Codebook, form: str) -> bytes:
    """``book`` as a ``yaml``, ``json`` or ``qdc`` file that ``read_codebook`` reads back; see ``not_held``."""
    if form == "qdc":
        return qdc_write.write(book)
    tree = codebook_to_tree(book)
    if form not in FORMS:
        raise Invalid("unknown-format", f"A codebook is written as yaml, json or qdc, not “{form[:40]}”.")
    return write_tree(tree, form, "codebook")


def not_held(book: Codebook, form: str) -> list[str]:
    """What of ``book`` a file of ``form`` has no place for, a sentence each; yaml and json hold everything."""
    return qdc_write.not_held(book) if form == "qdc" else []
