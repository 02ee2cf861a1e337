"""The seeds: the five articles with their codebook, and a team to annotate them."""

import tomllib
from pathlib import Path
from typing import Any

from annotator.domain.block import GAP, KINDS, Block, checked_blocks
from annotator.domain.corpus import Arrival, Document
from annotator.domain.text import canonical, decode
from annotator.services import accounts, codebooks, importing, projects, registry_files
from annotator.services.importing import Parsed
from annotator.store import projects as stored
from annotator.store import users
from annotator.store.engine import Store, Transaction

TEAM = {"ana": "manager", "ben": "annotator", "adjudicator": "adjudicator"}


def seeds_folder() -> Path:
    """Where the seeds are: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "seeds"
    return installed if installed.is_dir() else package.parent / "seeds"


def manifest_of(folder: Path) -> dict[str, Any]:
    """What the seeds say of themselves."""
    return tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))


def project_slug() -> str:
    """The slug of the demo's project."""
    found: str = manifest_of(seeds_folder())["project"]["slug"]
    return found


def seed(store: Store, folder: Path | None = None) -> str:
    """Make the seeds' project, its team and nothing marked, where it is not there yet; the name of its manager."""
    where = folder or seeds_folder()
    manifest = manifest_of(where)
    slug = manifest["project"]["slug"]
    with store.write() as tx:
        if not stored.slug_taken(tx, slug):
            begin(tx, where, manifest["project"]["codebook"], TEAM)
            importing.import_files(tx, accounts.OPERATOR, slug, articles(where, tx.now))
    return next(iter(TEAM))


def begin(tx: Transaction, where: Path, codebook: str, team: dict[str, str]) -> None:
    """Make the project with a codebook, a registry and its people; whoever manages it looks after the site too."""
    project = manifest_of(where)["project"]
    slug = project["slug"]
    projects.create(tx, accounts.OPERATOR, slug, project["name"])
    for name, role in team.items():
        if users.by_name(tx, name) is None:
            accounts.add_user(tx, accounts.OPERATOR, name, admin=role == "manager", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, slug, name, role)
    use_codebook(tx, where, codebook)
    register = where / project["registry"]
    registry_files.bring(
        tx, accounts.OPERATOR, slug, registry_files.read_registry(register.read_bytes(), register.name)
    )


def use_codebook(tx: Transaction, where: Path, name: str, note: str = "") -> None:
    """Make a codebook of the seeds the latest version."""
    book = codebooks.read_codebook((where / name).read_bytes(), name)
    codebooks.replace(tx, accounts.OPERATOR, manifest_of(where)["project"]["slug"], book, note)


def articles(where: Path, now: str) -> list[Parsed]:
    """The articles as files that were read, in their order."""
    return [_parsed(where, entry, now) for entry in manifest_of(where)["document"]]


def _parsed(folder: Path, entry: dict[str, Any], now: str) -> Parsed:
    data = (folder / entry["file"]).read_bytes()
    text = canonical(decode(data)).text
    document = Document(
        id=entry["id"],
        title=entry["title"],
        text=text,
        meta=entry["meta"],
        blocks=checked_blocks(_blocks(text, entry["lines"]), text),
        codebook_version=1,
        created=now,
    )
    return Parsed(entry["file"], data, "seed", Arrival((document,)))


def _blocks(text: str, lines: dict[str, list[int]]) -> list[Block]:
    """The blocks of a text whose lines, counted from 1, are told apart by a manifest."""
    kinds = {number: kind for kind in KINDS for number in lines.get(kind, [])}
    found = []
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if number in kinds:
            left = start + len(line) - len(line.lstrip(GAP))
            found.append(Block(kinds[number], left, left + len(line.strip(GAP))))
        start += len(line) + 1
    return found
