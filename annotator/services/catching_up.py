"""Catching up: what changed in the codebook since somebody last had it before them, told once."""

from dataclasses import dataclass

from annotator.domain.codebook_difference import Difference, differences
from annotator.domain.permission import Act, Person
from annotator.services import projects
from annotator.store import members
from annotator.store import projects as stored
from annotator.store.engine import Transaction
from annotator.store.layers import Desk


@dataclass(frozen=True, slots=True)
class News:
    """What an annotator has before them for the first time: what makes version ``new`` of ``old``.

    ``differences`` are none where there is nothing to tell, as to whoever begins.
    """

    old: int
    new: int
    differences: tuple[Difference, ...]


def news(tx: Transaction, desk: Desk) -> News | None:
    """What is to be told at a desk; None where whoever sits there has seen the present version."""
    standing, present = desk.standing, desk.codebook.version
    if standing.role is None or not standing.may(Act.ANNOTATE) or desk.person.id is None or not present:
        return None
    seen = members.codebook_seen(tx, desk.project.id, desk.person.id)
    if seen == present:
        return None
    old = seen or members.codebook_used(tx, desk.project.id, desk.person.id) or present
    kept = [number for number in stored.codebook_versions(tx, desk.project.id) if number <= old]
    before = stored.codebook(tx, desk.project.id, max(kept)) if kept else desk.codebook
    return News(before.version, present, tuple(differences(before, desk.codebook)))


def saw(tx: Transaction, person: Person, slug: str, version: int) -> None:
    """Note that somebody had a version of the codebook before them; never an older one than before."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.ANNOTATE)
    stored.codebook(tx, project.id, version)
    if person.id is not None:
        members.set_codebook_seen(tx, project.id, person.id, version)
