"""The registry: its entries, each on a page with what links to it, and merges seen before they are done."""

from typing import Any

from flask import Blueprint, request

from annotator.domain.entity import SORTS, Entity
from annotator.domain.entity_ids import address_of
from annotator.domain.errors import Invalid, Stale
from annotator.domain.permission import Act
from annotator.services import codebooks, entities, linking, merging
from annotator.services.entities import Registry
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done
from annotator.web.registry_form import tree_of, version_of, written_aliases

blueprint = Blueprint("registry", __name__)

_EMPTY = Entity("", "actor", "")
_MOST_PASSAGES = 200


@blueprint.get("/projects/<slug>/registry")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """The entries that somebody knows of, or those that a few letters find."""
    found = entities.registry(visit.tx, visit.person, slug)
    letters, sort = request.args.get("q", "")[:200], _sort()
    shown = found.found(letters, sort) if letters or sort else found.standing
    return visit.page(
        "registry/page.html",
        project=found.project,
        entries=shown,
        gone=found.gone,
        counts=linking.counted(visit.tx, found),
        letters=letters,
        sort=sort,
        sorts=SORTS,
        **_form(visit, found, _EMPTY),
    )


@blueprint.post("/projects/<slug>/registry")
@writes
def add(visit: Visit, slug: str) -> Answer:
    """Make an entry, or propose one."""
    made = entities.add(visit.tx, visit.person, slug, tree_of(request.form))
    return Done(f"/projects/{slug}/registry/{made.entity.key}")


@blueprint.get("/projects/<slug>/registry/<key>")
@reads
def entry(visit: Visit, slug: str, key: str) -> Answer:
    """An entry with what links to it."""
    found = linking.shown(visit.tx, visit.person, slug, key)
    one = found.entry
    return visit.page(
        "registry/entry.html",
        project=found.registry.project,
        entry=one,
        names=found.names,
        merged=found.merged,
        into=found.registry.meant(key) if one.entity.merged_into else None,
        passages=found.passages[:_MOST_PASSAGES],
        count=len(found.passages),
        others=[other for other in found.registry.found("", one.entity.sort) if other.entity.key != key],
        addresses={scheme: address_of(scheme, value) for scheme, value in one.entity.ids.items()},
        may_change=found.registry.may_change(one),
        **_form(visit, found.registry, one.entity),
    )


@blueprint.post("/projects/<slug>/registry/<key>")
@writes
def act(visit: Visit, slug: str, key: str) -> Answer:
    """Change an entry, accept it, take it away or bring it back, or undo its merge."""
    here, version = f"/projects/{slug}/registry/{key}", version_of(request.form)
    match request.form.get("do"):
        case "change":
            entities.change(visit.tx, visit.person, slug, key, tree_of(request.form), version=version)
        case "accept":
            entities.accept(visit.tx, visit.person, slug, key, version=version)
        case "unmerge":
            merging.unmerge(visit.tx, visit.person, slug, key)
        case "restore":
            entities.restore(visit.tx, visit.person, slug, key)
        case "remove":
            entities.remove(visit.tx, visit.person, slug, key, version=version)
            return Done(f"/projects/{slug}/registry")
        case other:
            raise Invalid("unknown-action", f"“{(other or '')[:40]}” is nothing that can be done to an entry.")
    return Done(here)


@blueprint.get("/projects/<slug>/registry/<key>/merge")
@reads
def preview(visit: Visit, slug: str, key: str) -> Answer:
    """What a merge will do, before it is done."""
    seen = merging.preview(visit.tx, visit.person, slug, key, request.args.get("into", ""))
    project = entities.registry(visit.tx, visit.person, slug).project
    shown = seen.passages[:_MOST_PASSAGES]
    return visit.page("registry/merge.html", project=project, seen=seen, passages=shown)


@blueprint.post("/projects/<slug>/registry/<key>/merge")
@writes
def merge(visit: Visit, slug: str, key: str) -> Answer:
    """Merge an entry into another one."""
    into = request.form.get("into", "")
    try:
        merging.merge(visit.tx, visit.person, slug, key, into, version=version_of(request.form))
    except Stale as refusal:
        raise Stale(
            refusal.code, "This entry was changed since you looked at it. Look at the merge again."
        ) from None
    return Done(f"/projects/{slug}/registry/{into}")


def _sort() -> str | None:
    return next((one for one in SORTS if one == request.args.get("sort")), None)


def _form(visit: Visit, found: Registry, one: Entity) -> dict[str, Any]:
    """What the form of an entry shows."""
    book = codebooks.current(visit.tx, visit.person, found.project.slug)
    attributes = (attribute for label in book.labels for attribute in label.attributes if attribute.name == "kind")
    return {
        "form": one,
        "aliases": written_aliases(one),
        "kinds": list(dict.fromkeys(choice for attribute in attributes for choice in attribute.choices)),
        "manages": found.project.standing.may(Act.CHANGE_REGISTRY),
        "may_propose": found.project.standing.may(Act.ANNOTATE),
    }
