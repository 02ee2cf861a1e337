"""The codebook of a project: read, written down, and replaced by a new version."""

from typing import Any

import orjson
import yaml

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_difference import Difference, differences
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.formats._qdc import read as qdc_read
from annotator.formats._qdc import write as qdc_write
from annotator.services import projects
from annotator.store import projects as stored
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.projects import Version

_BOM = b"\xef\xbb\xbf"
_DEEPEST = 20
_NEXT_LINE = "\x85"


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
        return codebook_from_tree(_tree(data, name)), ()
    except Invalid as refusal:
        where = "" if refusal.message.startswith(name) else f"{name}: "
        raise Invalid(refusal.code, f"{where}{refusal.message}") from None


def write_codebook(book: Codebook, form: str) -> bytes:
    """``book`` as a ``yaml``, ``json`` or ``qdc`` file that ``read_codebook`` reads back; see ``not_held``."""
    if form == "qdc":
        return qdc_write.write(book)
    tree = codebook_to_tree(book)
    if form == "json":
        return orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if form == "yaml":
        return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100).encode()
    raise Invalid("unknown-format", f"A codebook is written as yaml, json or qdc, not “{form[:40]}”.")


def not_held(book: Codebook, form: str) -> list[str]:
    """What of ``book`` a file of ``form`` has no place for, a sentence each; yaml and json hold everything."""
    return qdc_write.not_held(book) if form == "qdc" else []


def _tree(data: bytes, name: str) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("wrong-encoding", f"{name}: byte {error.start} is not UTF-8.") from None
    try:
        # JSON is YAML, but for some characters that YAML has only escaped.
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        _refuse_bombs(text, name)
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Invalid("bad-codebook", f"{name}{where}: {error.problem or 'not YAML'}.") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise Invalid("bad-codebook", f"{name} is not YAML or JSON.") from None


def _refuse_bombs(text: str, name: str) -> None:
    """Refuse what takes minutes or gigabytes to build, before anything is built; a codebook has no need of it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise Invalid("bad-codebook", f"{name}: aliases (*name) are not used in a codebook.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise Invalid("bad-codebook", f"{name}: nested deeper than {_DEEPEST} levels.")


class _Dumper(yaml.SafeDumper):
    """Writes YAML that reads back to the same text."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # PyYAML loses U+0085 in any other style.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _NEXT_LINE in text else None)


_Dumper.add_representer(str, _text)
